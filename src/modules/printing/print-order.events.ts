/** What may stand in `printOrder-…`, for ever: one line of an order, on its way through a print lab. */
import { z } from 'zod';
import { BlobRef, type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

export const PrintOrderId = z.uuid().brand<'PrintOrderId'>();
export type PrintOrderId = z.output<typeof PrintOrderId>;
const OrderId = z.uuid().brand<'OrderId'>();

const word = /^[a-z][a-z0-9-]{0,39}$/;

/** The lab's own number for it. */
export const LabOrderId = z
  .string()
  .regex(/^[\w-]{1,80}$/)
  .brand<'LabOrderId'>();
export const ShipmentId = z
  .string()
  .regex(/^[\w-]{1,80}$/)
  .brand<'ShipmentId'>();
export type ShipmentId = z.output<typeof ShipmentId>;

/** Where the lab stands; each word is ours, whatever the lab calls it. */
export const Stage = z.enum(['on-hold', 'in-progress', 'in-production', 'shipped', 'cancelled']);
export const Trouble = z.enum(['asset-not-downloaded', 'item-unavailable', 'payment-needed', 'other']);

export const Recipient = subject({ shipment: personal('order.shipment') });

export const PrintOrderPlanned = event('PrintOrderPlanned', {
  printOrderId: PrintOrderId,
  orderId: OrderId,
  line: z.int().nonnegative(),
  labSku: z
    .string()
    .regex(/^[A-Z0-9-]{3,60}$/)
    .brand<'LabSku'>(),
  variant: z.string().regex(word).brand<'ProductVariantId'>(),
  copies: z.int().min(1).max(20),
  shippingMethod: z.enum(['standard', 'express']),
});
export const PrintFileReady = event('PrintFileReady', {
  printOrderId: PrintOrderId,
  orderId: OrderId,
  masterId: z.uuid().brand<'MasterId'>(),
  blob: BlobRef,
});
export const PrintOrderSubmitted = event('PrintOrderSubmitted', {
  printOrderId: PrintOrderId,
  orderId: OrderId,
  labOrderId: LabOrderId,
});
export const PrintOrderRefused = event('PrintOrderRefused', {
  printOrderId: PrintOrderId,
  orderId: OrderId,
  reason: z.enum(['address', 'asset', 'product', 'other']),
});
export const PrintOrderProgressed = event('PrintOrderProgressed', {
  printOrderId: PrintOrderId,
  orderId: OrderId,
  line: z.int().nonnegative(),
  stage: Stage,
});
export const PrintOrderTroubled = event('PrintOrderTroubled', {
  printOrderId: PrintOrderId,
  orderId: OrderId,
  trouble: Trouble,
});
export const ShipmentSent = event('ShipmentSent', {
  printOrderId: PrintOrderId,
  orderId: OrderId,
  shipmentId: ShipmentId,
  recipient: Recipient,
});

const events = [
  PrintOrderPlanned,
  PrintFileReady,
  PrintOrderSubmitted,
  PrintOrderRefused,
  PrintOrderProgressed,
  PrintOrderTroubled,
  ShipmentSent,
] as const;
export const printOrderStream = stream('printOrder', events);
export type PrintOrderEvent = EventOf<typeof events>;
