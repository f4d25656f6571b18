/** What one person allows: off until given, and as easy to withdraw as to give (GDPR Art. 7(3)). */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf } from '../../personal-data/personal.ts';
import {
  type Consentable,
  type ConsentEvent,
  type ConsentGiven,
  type ConsentWithdrawn,
  consentStream,
} from './consent.events.ts';

/** `anew`: what was given before counts no more, since other words were asked in between, be they these or not. */
type AskedAnew = { readonly anew: boolean };

export type ConsentCommand =
  | Command<'GiveConsent', FactsOf<typeof ConsentGiven> & AskedAnew>
  | Command<'WithdrawConsent', FactsOf<typeof ConsentWithdrawn>>;

export type Consents = {
  readonly given: readonly Consentable[];
  /** By which words each was asked last, by their fingerprint: in other words it is asked, and given, anew. */
  readonly asked: Readonly<Partial<Record<Consentable, FactsOf<typeof ConsentGiven>['textSha256']>>>;
};
export type ConsentRefusal = 'consent-already-given' | 'consent-not-given';

export const consent = decider<Consents, ConsentCommand, ConsentEvent, ConsentRefusal>(consentStream, {
  initialState: { given: [], asked: {} },
  decide: {
    GiveConsent({ anew, ...asked }, consents) {
      const purposes = once(asked.purposes).filter(
        (purpose) => anew || !stands(consents, purpose, asked.textSha256),
      );
      return purposes.length === 0
        ? refused('consent-already-given')
        : [{ type: 'ConsentGiven', ...asked, purposes }];
    },
    WithdrawConsent(asked, { given }) {
      const purposes = once(asked.purposes).filter((purpose) => given.includes(purpose));
      return purposes.length === 0
        ? refused('consent-not-given')
        : [{ type: 'ConsentWithdrawn', ...asked, purposes }];
    },
  },
  evolve: {
    ConsentGiven: ({ given, asked }, { purposes, textSha256 }) => ({
      given: [...new Set([...given, ...purposes])],
      asked: { ...asked, ...Object.fromEntries(purposes.map((purpose) => [purpose, textSha256])) },
    }),
    ConsentWithdrawn: ({ given, asked }, { purposes }) => ({
      given: given.filter((purpose) => !purposes.includes(purpose)),
      asked,
    }),
  },
});

const once = (purposes: readonly Consentable[]): readonly Consentable[] => [...new Set(purposes)];

const stands = ({ given, asked }: Consents, purpose: Consentable, textSha256: string): boolean =>
  given.includes(purpose) && asked[purpose] === textSha256;
