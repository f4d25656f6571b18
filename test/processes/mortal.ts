/** Ports that die: at one step, before it is taken or after it was; so that a job can be killed wherever it touches anything. */
import { assume } from '../../src/eventsourcing/assume.ts';
import type { Ports } from '../../src/processes/index.ts';

/** Whatever changes something, by the port that it belongs to. */
const steps: Readonly<Record<string, readonly string[]>> = {
  vault: ['keyFor', 'renew', 'expire', 'fence', 'condemn', 'shred'],
  blobs: ['keep', 'deleteOf'],
  payments: ['openCheckout', 'refund', 'redact'],
  lab: ['submit'],
  mailer: ['send'],
  engine: [],
  ledger: ['record'],
  quota: ['release'],
  itself: ['handle', 'handleLast', 'forgetPeople', 'moveLookUp', 'stopJobs', 'signReceipt', 'readBack'],
};

class Death extends Error {}

/** @param at the first step is 1 @returns ports, and whether one of them died */
export function mortal(ports: Ports, at: number, when: 'before' | 'after') {
  let taken = 0;
  let isDead = false;
  type Step = (...given: readonly unknown[]) => Promise<unknown>;
  const watched =
    (step: Step): Step =>
    async (...given) => {
      if (isDead) throw new Death();
      const dies = ++taken === at;
      if (dies) isDead = true;
      if (dies && when === 'before') throw new Death();
      const answer = await step(...given);
      if (dies) throw new Death();
      return answer;
    };
  const guard = <T extends object>(port: T, names: readonly string[]): T =>
    new Proxy(port, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name);
        if (typeof found !== 'function') return found;
        const bound: unknown = found.bind(target);
        return names.includes(String(name)) ? watched(assume<Step>(bound)) : bound; // listed above as a step
      },
    });
  const guarded = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => {
      const names = steps[name];
      return [name, names === undefined ? port : guard(Object(port), names)];
    }),
  );
  const all = guard(assume<Ports>(guarded), steps['itself'] ?? []); // the same ports, each as it was
  return { ports: all, died: () => isDead };
}
