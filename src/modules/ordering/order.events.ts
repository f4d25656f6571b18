/** What may stand in `order-…`, for ever. A shape changes by an upcast, a meaning by a new event. */
import { z } from 'zod';
import { type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

export const OrderId = z.uuid().brand<'OrderId'>();
export type OrderId = z.output<typeof OrderId>;

const word = /^[a-z][a-z0-9-]{0,39}$/;
const cents = z.int().nonnegative();

/** ISO 3166-1 alpha-2: where it goes decides the tax; it names nobody. */
export const Country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .brand<'Country'>();
export const Currency = z.enum(['EUR', 'GBP', 'USD']);
export const ShippingMethod = z.enum(['standard', 'express']);

export const Buyer = subject({ contact: personal('contact') });
export const Recipient = subject({ delivery: personal('order.delivery') });

export const Line = z.object({
  portraitId: z.uuid().brand<'PortraitId'>(),
  photoId: z.uuid().brand<'PhotoId'>(),
  style: z.string().regex(word).brand<'StyleId'>(),
  productId: z.string().regex(word).brand<'ProductId'>(),
  kind: z.enum(['framed', 'fine-art', 'canvas', 'poster', 'cards', 'file']),
  variant: z.string().regex(word).brand<'ProductVariantId'>(),
  labSku: z
    .string()
    .regex(/^[A-Z0-9-]{3,60}$/)
    .brand<'LabSku'>()
    .nullable(),
  masterPx: z.object({ width: z.int().positive(), height: z.int().positive() }),
  quantity: z.int().min(1).max(20),
  unitGrossCents: cents,
  vatCents: cents,
});
const lines = z.array(Line).min(1).max(20).readonly();

/** Rounded per line and added up; `vatRate` in per cent. */
export const Totals = z.object({
  goodsCents: cents,
  shippingCents: cents,
  totalCents: cents,
  vatCents: cents,
  vatRate: z.number().min(0).max(30),
});

export const OrderPlaced = event('OrderPlaced', {
  orderId: OrderId,
  /** Shown to people as P-1042; opens nothing. */
  number: z.int().positive(),
  buyer: Buyer,
  recipient: Recipient.nullable(),
  country: Country,
  lines,
  totals: Totals,
  currency: Currency,
  shippingMethod: ShippingMethod.nullable(),
  /** Directive 2011/83/EU Art. 16(m): the file at once, and no withdrawal from it. */
  fileAtOnce: z.boolean(),
});
/** Paid, and not held: work begins. It says its lines again, for those who begin it. */
export const OrderConfirmed = event('OrderConfirmed', {
  orderId: OrderId,
  lines,
  shippingMethod: ShippingMethod.nullable(),
  fileAtOnce: z.boolean(),
});
export const OrderLineCompleted = event('OrderLineCompleted', {
  orderId: OrderId,
  line: z.int().nonnegative(),
});
export const OrderFulfilled = event('OrderFulfilled', {
  orderId: OrderId,
  photoIds: z.array(z.uuid().brand<'PhotoId'>()).readonly(),
});
export const OrderCancelled = event('OrderCancelled', {
  orderId: OrderId,
  reason: z.enum(['by-buyer', 'by-shop', 'not-paid', 'erased', 'not-possible']),
  photoIds: z.array(z.uuid().brand<'PhotoId'>()).readonly(),
});

/** GDPR Art. 16: from now on the buyer is reached so, and the key of what stood before is destroyed. */
export const OrderContactCorrected = event('OrderContactCorrected', { orderId: OrderId, buyer: Buyer });

const events = [
  OrderPlaced,
  OrderConfirmed,
  OrderLineCompleted,
  OrderFulfilled,
  OrderCancelled,
  OrderContactCorrected,
] as const;
export const orderStream = stream('order', events);
export type OrderEvent = EventOf<typeof events>;
