/** When the privacy policy changes, whoever has an address with us is told what changed, once. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import type { Send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { letter } from '../modules/letters/letter.ts';
import { type PolicyVersion, policyStream } from '../modules/policies/policy.events.ts';
import type { Ports } from './ports.ts';
import { letterIdOf, post } from './post.ts';

type Ids = { readonly version: PolicyVersion };
type Deps = Pick<
  Ports,
  'stateOf' | 'historyOf' | 'openAs' | 'mailer' | 'letters' | 'handle' | 'reachable' | 'publicUrl'
>;

export const writeWhenPolicyPublished = effect(
  'write-when-policy-published',
  policyStream,
  { PolicyPublished: ({ number, version }) => (number === 1 ? [] : { ids: { version } }) },

  async ({ key, ids: { version }, context }: Job<Ids>, deps: Deps) => {
    const past = (await deps.historyOf(policyStream, 'privacy')).map(({ event }) => event);
    const at = past.findIndex((event) => event.version === version);
    const [before, now] = [past[at - 1], past[at]];
    if (before === undefined || now === undefined) return [];
    const link = `${deps.publicUrl}/privacy/${version}?compare=${before.version}`;
    const written = deps.letters.policyChanged({ link, parts: now.changed.length, asksAgain: now.asksAgain });
    const open = deps.openAs(context.actor);
    for (const { ref, contact } of await deps.reachable()) {
      const once = uuidFrom(key, ref);
      const known = await deps.stateOf(letter, letterIdOf(once, 'policy-changed'));
      if (known.status !== 'none') continue; // told before a crash
      const to = { ref, contact, template: 'policy-changed', purpose: 'account.access' } as const;
      const sent: Send = await post(once, to, written, open, deps.mailer);
      await sent.by(deps.handle, { ...context, commandId: once });
    }
    return [];
  },
  { concurrency: 1, timeoutSeconds: 3600 },
);
