/** What the register says of each category. */
import type { z } from 'zod';
import type { Period } from './periods.ts';
import type { Processor } from './processors.ts';
import type { Purpose } from './purposes.ts';

/** What becomes of a category when somebody asks to be erased (Art. 17). */
export type OnErasure =
  | 'at-once'
  | 'after-delivery' // 17(1)(a): an order under way needs it until it is there
  | 'restricted-until-end' // 17(3)(e), 18: until the end of its retention for claims, and for nothing else
  | 'kept-until-end'; // 17(3)(b): a law asks us to keep it

/** How long: a period after the fact, or after the end of the calendar year in which it fell. */
type Retention = Period & {
  readonly countedFrom: 'fact' | 'year-end';
  /** In words: what starts the clock. */
  readonly after: string;
  readonly source: string;
};

export type CategoryEntry = {
  readonly says: string;
  /** Reads every shape that was ever sealed: an older one by `.or(old.transform(…))`. */
  readonly holds: z.ZodType;
  /** W3C Data Privacy Vocabulary, personal data extension. */
  readonly dpv: `pd:${string}`;
  readonly purposes: readonly Purpose[];
  /** One key per subject; or per item, which that field of the event names; or per stretch of time. */
  readonly key: 'subject' | { readonly item: string } | { readonly bucket: keyof typeof buckets };
  readonly retention: Retention;
  readonly onErasure: OnErasure;
  readonly recipients: readonly Processor[];
  /** Thought through, and not done: nothing of it is held, asked for or published as held. */
  readonly planned?: true;
};

/** How much of an ISO 8601 time names the bucket. */
export const buckets = { day: 'yyyy-mm-dd'.length, month: 'yyyy-mm'.length, year: 'yyyy'.length } as const;
