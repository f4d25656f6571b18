/** What may stand in `policy-privacy`, for ever: every version of the privacy policy that was in force, whole. */
import { z } from 'zod';
import { type EventOf, event, stream } from '../../personal-data/personal.ts';

/** Public words, written by us: they name nobody. */
const Text = z.string().max(10_000).brand<'PolicyText'>();
const word = z
  .string()
  .regex(/^[a-z][a-z0-9.-]{0,59}$/)
  .brand<'PolicyWord'>();

export const PolicyVersion = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(\.\d{1,4})?$/)
  .brand<'PolicyVersion'>();
export type PolicyVersion = z.output<typeof PolicyVersion>;

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'TextHash'>();

/** What is read on the page, section by section, and the table of everything that is held. */
export const PolicyDocument = z.object({
  sections: z
    .array(
      z.object({
        id: word,
        title: Text,
        paragraphs: z.array(Text).readonly(),
        rows: z.array(z.object({ name: Text, says: Text })).readonly(),
      }),
    )
    .readonly(),
  rows: z
    .array(
      z.object({
        category: word,
        ...{ what: Text, why: Text, basis: Text, until: Text, alsoHas: Text, source: Text },
      }),
    )
    .readonly(),
  /** What each consent is for, by the fingerprint of the words that ask for it. */
  consents: z.array(z.object({ purpose: word, textSha256: sha256 })).readonly(),
});
export type PolicyDocument = z.output<typeof PolicyDocument>;

export const PolicyPublished = event('PolicyPublished', {
  version: PolicyVersion,
  /** 1 for the first. */
  number: z.int().positive(),
  document: PolicyDocument,
  /** Sections and categories that read differently from the version before. */
  changed: z.array(word).readonly(),
  /** Whoever allowed these is asked again: it is not what they allowed any more. */
  asksAgain: z.array(word).readonly(),
});

const events = [PolicyPublished] as const;
export const policyStream = stream('policy', events);
export type PolicyEvent = EventOf<typeof events>;
