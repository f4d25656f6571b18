/** The version of the privacy policy that is in force: every event says by which one it was done. */
import type { StateOf } from '../eventsourcing/handle.ts';
import { policy } from '../modules/policies/policy.ts';
import { policyVersion } from '../personal-data/register.ts';

/** Read from the log once, and again after `changed`; before the first was published, it is the register's. */
export function policyInForce(stateOf: StateOf) {
  let known: Promise<string> | undefined;
  const read = async () => {
    const published = await stateOf(policy, 'privacy');
    return published.status === 'none' ? policyVersion : published.version;
  };
  return {
    version(): Promise<string> {
      known ??= read().catch((fault) => {
        known = undefined;
        throw fault;
      });
      return known;
    },
    changed(): void {
      known = undefined;
    },
  };
}
