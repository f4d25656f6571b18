/**
 * What may stand in `erasure-…`, for ever: the proof that somebody was erased, which names nobody.
 * A round is one pass through the phases; what an open order still needed falls due in a later one.
 */
import { z } from 'zod';
import { type EventOf, event, personal, SubjectRef, stream, subject } from '../../personal-data/personal.ts';

export const RequestId = z.uuid().brand<'RequestId'>();
export type RequestId = z.output<typeof RequestId>;
const OrderId = z.uuid().brand<'OrderId'>();
const PhotoId = z.uuid().brand<'PhotoId'>();
const PortraitId = z.uuid().brand<'PortraitId'>();
export const KeyId = z.uuid().brand<'KeyId'>();
export type KeyId = z.output<typeof KeyId>;

const day = z.iso.date().brand<'Day'>();
const word = /^[a-z][a-z.-]{0,39}$/;
const CategoryName = z.string().regex(word).brand<'CategoryName'>();
const ProcessorName = z.string().regex(word).brand<'ProcessorName'>();

export const ProcessorJob = z
  .string()
  .regex(/^[\w-]{1,80}$/)
  .brand<'ProcessorJob'>();
export type ProcessorJob = z.output<typeof ProcessorJob>;

/** Compact serialisation (RFC 7515, 3.1). */
export const Jws = z
  .string()
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  .brand<'Jws'>();

export const Person = subject({ request: personal('rights.requests') });

/** `photo`: one photo, and what was painted from it. */
export const Scope = z.enum(['everything', 'photos', 'photos-and-portraits', 'photo']);
export type Scope = z.output<typeof Scope>;

/** Whose wish it is: theirs; of somebody who is in the photo (and whom nobody is told of); or of the law, for a child. */
export const Because = z.enum(['own-request', 'depicted-person', 'under-age']);

/** What was shown before it was confirmed: so many items of a category, and what becomes of them. */
export const Fate = z.object({
  category: CategoryName,
  count: z.int().positive(),
  fate: z.enum(['now', 'after-delivery', 'kept']),
  until: day.nullable(),
});

const requestId = RequestId;
const round = z.int().nonnegative();

export const ErasureAccepted = event('ErasureAccepted', {
  requestId,
  /** Shown as ER-0026; opens nothing. */
  number: z.int().positive(),
  person: Person,
  people: z.array(z.object({ ref: SubjectRef })).readonly(),
  scope: Scope,
  fates: z.array(Fate).readonly(),
  openOrders: z.array(OrderId).readonly(),
  /** What is stopped on the easel, and does not begin again; in the scopes `photo` and `photos-and-portraits`, what goes. */
  photos: z.array(PhotoId).readonly().default([]),
  portraits: z.array(PortraitId).readonly().default([]),
  because: Because.default('own-request'),
});
export const ErasureKeysDestroyed = event('ErasureKeysDestroyed', {
  requestId,
  round,
  kids: z.array(KeyId).readonly(),
});
export const ErasureFilesDeleted = event('ErasureFilesDeleted', {
  requestId,
  round,
  files: z.int().nonnegative(),
});
export const ErasureProcessorsTold = event('ErasureProcessorsTold', {
  requestId,
  round,
  told: z
    .array(
      z.object({
        processor: ProcessorName,
        answer: z.enum(['acknowledged', 'ends-on', 'nothing-held', 'open']),
        until: day.nullable(),
        /** What the processor calls its own work on it, where it has a name: asked about until it is done. */
        job: ProcessorJob.nullable().default(null),
      }),
    )
    .readonly(),
});
/** One that was open has answered: done, or why it keeps something and until when. */
export const ErasureProcessorAnswered = event('ErasureProcessorAnswered', {
  requestId,
  processor: ProcessorName,
  job: ProcessorJob,
  answer: z.enum(['acknowledged', 'ends-on']),
  until: day.nullable(),
});
/** Everything was read back, and nothing opened. */
export const ErasureVerified = event('ErasureVerified', {
  requestId,
  round,
  valuesTried: z.int().nonnegative(),
  filesTried: z.int().nonnegative(),
  rowsTried: z.int().nonnegative(),
});
export const ErasureReceiptIssued = event('ErasureReceiptIssued', { requestId, round, receipt: Jws });
/** The receipt once more, when the last processor has answered. */
export const ErasureAddendumIssued = event('ErasureAddendumIssued', { requestId, receipt: Jws });
/** An order that held something back is done; others may still be under way. */
export const ErasureResumed = event('ErasureResumed', {
  requestId,
  orderId: OrderId,
  round,
  people: z
    .array(z.object({ ref: SubjectRef }))
    .readonly()
    .default([]),
  openOrders: z.array(OrderId).readonly().default([]),
});

const events = [
  ErasureAccepted,
  ErasureKeysDestroyed,
  ErasureFilesDeleted,
  ErasureProcessorsTold,
  ErasureVerified,
  ErasureReceiptIssued,
  ErasureResumed,
  ErasureProcessorAnswered,
  ErasureAddendumIssued,
] as const;
export const erasureStream = stream('erasure', events);
export type ErasureEvent = EventOf<typeof events>;
