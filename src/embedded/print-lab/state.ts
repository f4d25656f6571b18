/** What the lab knows of its orders: kept as the API shows them, with what only the lab sees beside it. */
import { z } from 'zod';
import { agenda } from '../stand-in/agenda.ts';
import type { Clock } from '../stand-in/clock.ts';
import { collection, type Store } from '../stand-in/store.ts';
import { methods } from './catalogue.ts';

const Cost = z.object({ amount: z.string(), currency: z.string() });
const Progress = z.enum(['NotStarted', 'InProgress', 'Complete', 'Error']);
const Address = z.object({
  line1: z.string(),
  line2: z.string().nullable(),
  postalOrZipCode: z.string(),
  countryCode: z.string(),
  townOrCity: z.string(),
  stateOrCounty: z.string().nullable(),
});
const Recipient = z.object({
  name: z.string(),
  email: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  address: Address,
});
const Asset = z.object({
  id: z.string(),
  printArea: z.string(),
  md5Hash: z.string().nullable(),
  url: z.string(),
  status: z.enum(['InProgress', 'Complete', 'Error']),
});
const Item = z.object({
  id: z.string(),
  status: z.enum(['NotYetDownloaded', 'Ok', 'Invalid']),
  merchantReference: z.string().nullable(),
  sku: z.string(),
  copies: z.int(),
  sizing: z.string(),
  attributes: z.record(z.string(), z.string()),
  assets: z.array(Asset),
  recipientCost: Cost.nullable(),
});
const Shipment = z.object({
  id: z.string(),
  status: z.enum(['Processing', 'Shipped', 'Cancelled']),
  dispatchDate: z.string().nullable(),
  carrier: z.object({ name: z.string(), service: z.string() }),
  fulfillmentLocation: z.object({ countryCode: z.string(), labCode: z.string() }),
  tracking: z.object({ number: z.string(), url: z.string() }).nullable(),
  items: z.array(z.object({ itemId: z.string() })),
});
const Charge = z.object({
  id: z.string(),
  chargeType: z.enum(['Item', 'Shipping', 'Refund', 'Other']),
  prodigiInvoiceNumber: z.string().nullable(),
  totalCost: Cost,
  items: z.array(
    z.object({
      id: z.string(),
      itemId: z.string().nullable(),
      shipmentId: z.string().nullable(),
      cost: Cost,
    }),
  ),
});
const Issue = z.object({
  objectId: z.string(),
  errorCode: z.string(),
  description: z.string(),
  authorisationDetails: z.object({ authorisationUrl: z.string(), paymentDetails: Cost }).nullable(),
});
const Details = z.object({
  downloadAssets: Progress,
  printReadyAssetsPrepared: Progress,
  allocateProductionLocation: Progress,
  inProduction: Progress,
  shipping: Progress,
});

const Order = z.object({
  id: z.string(),
  created: z.string(),
  lastUpdated: z.string(),
  callbackUrl: z.string().nullable(),
  merchantReference: z.string().nullable(),
  shippingMethod: z.enum(methods),
  idempotencyKey: z.string().nullable(),
  status: z.object({
    stage: z.enum(['InProgress', 'Complete', 'Cancelled']),
    issues: z.array(Issue),
    details: Details,
  }),
  charges: z.array(Charge),
  shipments: z.array(Shipment),
  recipient: Recipient,
  items: z.array(Item),
  packingSlip: z.null(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  /** In the pause window; the API then shows no status. */
  held: z.boolean(),
});

/** What a key was first used for; keys are remembered for ever. */
const Key = z.object({ id: z.string(), orderId: z.string() });
/** What was fetched, while it is kept. */
const Fetched = z.object({
  id: z.string(),
  bytes: z.int(),
  type: z.string(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  md5: z.string(),
});
/** Where the carrier has a parcel, by tracking number. */
const Parcel = z.object({
  id: z.string(),
  orderId: z.string(),
  where: z.enum(['announced', 'in-transit', 'delivered', 'returned']),
});
const Callback = z.object({
  id: z.string(),
  orderId: z.string(),
  url: z.string(),
  body: z.string(),
  type: z.string(),
  /** What became of each try. */
  tries: z.array(z.object({ atMs: z.int(), result: z.string() })),
});

export const fates = [
  'answered',
  'on-hold',
  'with-issues',
  'unavailable',
  'timed-out',
  'answer-lost',
] as const;
export const manners = ['once', 'twice', 'late', 'lost'] as const;
export const casings = ['live', 'documented', 'pascal-keys'] as const;
const Moods = z.object({
  id: z.literal('moods'),
  /** What befalls the next new order. */
  nextOrder: z.enum(fates),
  nextCallback: z.enum(manners),
  casing: z.enum(casings),
  /** The reference shows `data` in two shapes. */
  callbackData: z.enum(['order-inside', 'order-itself']),
});

const Later = z.discriminatedUnion('do', [
  z.object({ do: z.literal('fetch'), orderId: z.string(), assetId: z.string() }),
  z.object({ do: z.literal('step'), orderId: z.string() }),
  z.object({ do: z.literal('call'), callbackId: z.string() }),
  z.object({ do: z.literal('discard'), assetId: z.string() }),
]);

export type Order = z.output<typeof Order>;
export type Item = z.output<typeof Item>;
export type Asset = z.output<typeof Asset>;
export type Shipment = z.output<typeof Shipment>;
export type Charge = z.output<typeof Charge>;
export type Issue = z.output<typeof Issue>;
export type Fetched = z.output<typeof Fetched>;
export type Moods = z.output<typeof Moods>;
export type Later = z.output<typeof Later>;
export type Lab = ReturnType<typeof labIn>;

export function labIn(store: Store, clock: Clock) {
  const moods = collection(store, 'moods', Moods);
  const usual: Moods = {
    id: 'moods',
    nextOrder: 'answered',
    nextCallback: 'once',
    casing: 'live',
    callbackData: 'order-inside',
  };
  return {
    clock,
    transaction: store.transaction,
    orders: collection(store, 'order', Order, { ref: ({ merchantReference }) => merchantReference }),
    keys: collection(store, 'key', Key),
    fetched: collection(store, 'fetched', Fetched),
    parcels: collection(store, 'parcel', Parcel, { ref: ({ orderId }) => orderId }),
    callbacks: collection(store, 'callback', Callback, { ref: ({ orderId }) => orderId }),
    agenda: agenda<Later>(store, clock, Later),
    moods: () => moods.get('moods') ?? usual,
    setMoods: moods.put,
  };
}
