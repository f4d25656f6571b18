/**
 * What may stand in `request-…`, for ever: what somebody asked about their data (GDPR Art. 15 to 22, 77), its clock,
 * and how it was answered. An erasure has a stream of its own, since it is proven phase by phase.
 */
import { z } from 'zod';
import {
  BlobRef,
  type EventOf,
  event,
  personal,
  SubjectRef,
  stream,
  subject,
} from '../../personal-data/personal.ts';
import { RequestId } from './erasure.events.ts';

export { RequestId } from './erasure.events.ts';

export const Kind = z.enum([
  'copy', // Art. 15, 20
  'correction', // 16
  'restriction', // 18
  'lifting', // 18(3)
  'objection', // 21
  'complaint', // 77; UK Data Protection Act 2018, s. 164A
  'depicted', // of somebody in a photo that another person sent
  'under-age', // somebody tells us of a child under the age
]);
export type Kind = z.output<typeof Kind>;

export const Day = z.iso.date().brand<'Day'>();
export type Day = z.output<typeof Day>;

/** Whose interest it is that can be objected to: purposes whose basis is Art. 6(1)(f). */
export const Objectable = z.enum(['abuse.review']);
export type Objectable = z.output<typeof Objectable>;

/** Why one month is not enough (Art. 12(3)). */
export const ExtensionReason = z.enum(['complex', 'many-requests']);
export type ExtensionReason = z.output<typeof ExtensionReason>;

export const Outcome = z.enum(['done', 'partly-done', 'refused']);
export type Outcome = z.output<typeof Outcome>;

export const Asker = subject({ request: personal('rights.requests') });
export const Reachable = subject({ contact: personal('contact') });
export const Receiver = subject({ copy: personal('rights.copy') });
const people = z.array(z.object({ ref: SubjectRef })).readonly();

const OrderId = z.uuid().brand<'OrderId'>();
const PortraitId = z.uuid().brand<'PortraitId'>();
const requestId = RequestId;

export const RequestMade = event('RequestMade', {
  requestId,
  /** Shown as R-0031; opens nothing. */
  number: z.int().positive(),
  kind: Kind,
  person: Asker,
  /** Where the answer goes, if they told; of a correction, what is right. */
  contact: Reachable.nullable(),
  /** Whose data it is about; nobody's yet, where a person has to find out. */
  people,
  /** What it is about, where they could name it. */
  portraitId: PortraitId.nullable(),
  dueOn: Day,
});
/** That it arrived, said at once. */
export const RequestAcknowledged = event('RequestAcknowledged', { requestId, kind: Kind });
export const RequestExtended = event('RequestExtended', { requestId, dueOn: Day, because: ExtensionReason });
export const RequestAnswered = event('RequestAnswered', {
  requestId,
  kind: Kind,
  outcome: Outcome,
  answer: Asker.nullable(),
});

export const DataRestricted = event('DataRestricted', { requestId, people });
export const RestrictionLifted = event('RestrictionLifted', { requestId, people });
export const ProcessingObjected = event('ProcessingObjected', {
  requestId,
  people,
  purposes: z.array(Objectable).min(1).readonly(),
});
/** There are compelling grounds that override the objection (Art. 21(1)): a person said so, and why. */
export const ObjectionOverruled = event('ObjectionOverruled', {
  requestId,
  people,
  purposes: z.array(Objectable).min(1).readonly(),
});

export const CopyBuilt = event('CopyBuilt', {
  requestId,
  receiver: Receiver,
  blob: BlobRef,
  /** From then on its key is gone. */
  endsOn: Day,
});
/** The new value stands in every order of theirs; the key of the old one is destroyed. */
export const ContactCorrected = event('ContactCorrected', {
  requestId,
  orders: z.array(OrderId).readonly(),
});
/** Somebody decided that a photo goes: its erasure has a request of its own. */
export const PhotoErasureOrdered = event('PhotoErasureOrdered', {
  requestId,
  portraitId: PortraitId,
  erasureId: RequestId,
});

const events = [
  RequestMade,
  RequestAcknowledged,
  RequestExtended,
  RequestAnswered,
  DataRestricted,
  RestrictionLifted,
  ProcessingObjected,
  ObjectionOverruled,
  CopyBuilt,
  ContactCorrected,
  PhotoErasureOrdered,
] as const;
export const requestStream = stream('request', events);
export type RequestEvent = EventOf<typeof events>;
