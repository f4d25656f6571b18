/** The life of the privacy policy: a version follows the one before where anything in it reads differently. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf } from '../../personal-data/personal.ts';
import {
  type PolicyDocument,
  type PolicyEvent,
  type PolicyPublished,
  PolicyVersion,
  policyStream,
} from './policy.events.ts';

type Published = FactsOf<typeof PolicyPublished>;

/** `day`: of the register; a second version of the same day is called `2026-11-24.2`. */
export type PolicyCommand = Command<
  'PublishPolicy',
  { readonly day: string; readonly document: PolicyDocument }
>;
export type Policy =
  | { readonly status: 'none' }
  | (Pick<Published, 'version' | 'number' | 'document'> & {
      readonly status: 'in-force';
      /** The words by which each purpose was asked last, also of one that is not asked today. */
      readonly asked: PolicyDocument['consents'];
    });
export type PolicyRefusal = 'policy-already-published' | 'policy-older-than-the-one-in-force';

export const policy = decider<Policy, PolicyCommand, PolicyEvent, PolicyRefusal>(policyStream, {
  initialState: { status: 'none' },

  decide: {
    PublishPolicy({ day, document }, policy) {
      const first = { version: PolicyVersion.parse(day), number: 1, changed: [], asksAgain: [] };
      if (policy.status === 'none') return [{ type: 'PolicyPublished', ...first, document }];
      if (same(policy.document, document)) return refused('policy-already-published');
      const version = versionAfter(policy.version, day);
      if (version === undefined) return refused('policy-older-than-the-one-in-force');
      const changed = differences(policy.document, document);
      const asksAgain = changedConsents(policy.asked, document.consents);
      const number = policy.number + 1;
      return [{ type: 'PolicyPublished', version, number, document, changed, asksAgain }];
    },
  },

  evolve: {
    PolicyPublished: (policy, { version, number, document }) => ({
      ...{ status: 'in-force', version, number, document },
      asked: [
        ...notIn(document.consents, policy.status === 'none' ? [] : policy.asked),
        ...document.consents,
      ],
    }),
  },
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** @returns undefined where the day is before that of the version in force: an older program was started */
function versionAfter(last: PolicyVersion, day: string): PolicyVersion | undefined {
  const [lastDay = '', nth = '1'] = last.split('.');
  if (day < lastDay) return undefined;
  return PolicyVersion.parse(day === lastDay ? `${day}.${Number(nth) + 1}` : day);
}

/** Ids of sections and categories that came, went, or read differently. */
function differences(before: PolicyDocument, after: PolicyDocument): Published['changed'] {
  const parts = ({ sections, rows }: PolicyDocument) =>
    new Map([
      ...sections.map((section) => [section.id, JSON.stringify(section)] as const),
      ...rows.map((row) => [row.category, JSON.stringify(row)] as const),
    ]);
  const [old, now] = [parts(before), parts(after)];
  const ids = new Set([...old.keys(), ...now.keys()]);
  return [...ids].filter((id) => old.get(id) !== now.get(id));
}

type Asked = PolicyDocument['consents'];

const notIn = (now: Asked, before: Asked): Asked =>
  before.filter(({ purpose }) => !now.some((one) => one.purpose === purpose));

/** Only where the purpose itself is asked in other words. */
const changedConsents = (before: Asked, now: Asked): Published['asksAgain'] =>
  now
    .filter(({ purpose, textSha256 }) => {
      const old = before.find((one) => one.purpose === purpose);
      return old !== undefined && old.textSha256 !== textSha256;
    })
    .map(({ purpose }) => purpose);
