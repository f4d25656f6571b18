/** What a person allowed and withdrew, as the log tells it: which words were shown, under which policy. */
import { Consentable } from '../../modules/consent/consent.events.ts';
import type { KeyLife, Replay, Step } from '../../personal-data/replay.ts';
import { placeOf } from './place.ts';
import { timeName } from './register-words.ts';

export type Choice = {
  readonly purpose: string;
  readonly is: 'allowed' | 'withdrawn';
  /** ISO 8601, UTC: the store's clock. */
  readonly at: string;
  readonly by: string;
  /** Of the words that were shown, hexadecimal; a withdrawal shows none. */
  readonly textSha256: string | null;
  readonly policyVersion: string;
  readonly event: string;
  readonly place: string;
  /** The key under which the evidence is sealed. */
  readonly evidence: string | null;
};

export const choicesIn = ({ steps }: Pick<Replay, 'steps'>): readonly Choice[] => steps.flatMap(choicesOf);

function choicesOf({ recorded, told, sealed }: Step): readonly Choice[] {
  const { type, created, id, metadata } = recorded;
  if (type !== 'ConsentGiven' && type !== 'ConsentWithdrawn') return [];
  const purposes = Array.isArray(told?.['purposes']) ? told['purposes'].map(String) : [];
  return purposes.map((purpose) => ({
    ...{ purpose, is: type === 'ConsentGiven' ? 'allowed' : 'withdrawn', at: created, by: metadata.actor },
    textSha256: typeof told?.['textSha256'] === 'string' ? told['textSha256'] : null,
    ...{ policyVersion: metadata.policyVersion, event: id, place: placeOf(recorded) },
    evidence: sealed[0]?.kid ?? null,
  }));
}

/** Whether a consent stood at that moment. */
export const stoodAt = (choices: readonly Choice[], purpose: string, at: string): boolean =>
  choices.findLast((one) => one.purpose === purpose && one.at <= at)?.is === 'allowed';

/** How each purpose that rests on consent stands at the end of what was replayed. */
export const standingIn = (choices: readonly Choice[]) =>
  Consentable.options.map((purpose) => {
    const last = choices.findLast((one) => one.purpose === purpose);
    return { purpose, is: last?.is ?? ('never asked or never allowed' as const), since: last?.at ?? null };
  });

export const keyWords = (key: KeyLife | undefined): string => {
  if (key === undefined) return 'under a key that this part of the log does not tell of';
  const { kid, destroyed } = key;
  if (destroyed === null) return `key ${kid}, not destroyed so far`;
  return `key ${kid}, destroyed ${timeName(destroyed.at)} by ${destroyed.because}`;
};
