/** What may stand in `master-…`, for ever: the high-resolution picture of one line of an order. */
import { z } from 'zod';
import { BlobRef, type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

export const MasterId = z.uuid().brand<'MasterId'>();
export type MasterId = z.output<typeof MasterId>;
const OrderId = z.uuid().brand<'OrderId'>();

/** For the customer, who may keep it, or for the print lab alone. */
const Use = z.enum(['file', 'print']);
const line = z.int().nonnegative();

export const Buyer = subject({ file: personal('media.master') });

export const MasterOrdered = event('MasterOrdered', {
  masterId: MasterId,
  orderId: OrderId,
  line,
  use: Use,
  portraitId: z.uuid().brand<'PortraitId'>(),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
});
export const MasterRendered = event('MasterRendered', {
  masterId: MasterId,
  orderId: OrderId,
  line,
  use: Use,
  buyer: Buyer,
  blob: BlobRef,
  seconds: z.number().nonnegative(),
});
export const MasterFailed = event('MasterFailed', {
  masterId: MasterId,
  orderId: OrderId,
  line,
  use: Use,
  reason: z.enum(['photo-gone', 'engine-failed']),
});

const events = [MasterOrdered, MasterRendered, MasterFailed] as const;
export const masterStream = stream('master', events);
export type MasterEvent = EventOf<typeof events>;
