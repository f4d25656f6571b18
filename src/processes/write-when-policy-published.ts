/** When the privacy policy changes, whoever has an address with us is told what changed, once. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { type PolicyVersion, policyStream } from '../modules/policies/policy.events.ts';
import type { Ports } from './ports.ts';
import { post } from './post.ts';

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
      const to = { ref, contact, template: 'policy-changed', purpose: 'account.access' } as const;
      for (const sent of await post(once, to, written, open, deps))
        await sent.by(deps.handle, { ...context, commandId: once }); // one by one: a crash tells nobody twice
    }
    return [];
  },
  { concurrency: 1, timeoutSeconds: 3600 },
);
