/** Prodigi's words, which come in several spellings, and what they mean to the shop. */
import { z } from 'zod';

export type ShippingMethod = 'Budget' | 'Standard' | 'Express' | 'Overnight';

/** What a person must look at. A download that failed and will be tried again is not among them. */
type LabTrouble = 'asset-not-downloaded' | 'item-unavailable' | 'payment-needed' | 'other';

type Parcel = {
  readonly shipmentId: string;
  /** It has left the lab; that it arrived is not said here. */
  readonly sent: boolean;
  readonly cancelled: boolean;
  readonly carrier: string;
  readonly service: string;
  /** Some ways of sending have none. */
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
  /** ISO 8601. */
  readonly dispatchedAt: string | null;
  readonly itemIds: readonly string[];
};

export type LabState = {
  readonly labOrderId: string;
  readonly reference: string | null;
  /** `shipped`: all parcels were sent. That one arrived, only its carrier knows. */
  readonly stage: 'on-hold' | 'in-progress' | 'in-production' | 'shipped' | 'cancelled';
  readonly assets: 'waiting' | 'downloading' | 'downloaded' | 'failed';
  readonly issues: readonly { readonly trouble: LabTrouble }[];
  readonly shipments: readonly Parcel[];
  readonly items: readonly {
    readonly itemId: string;
    readonly sku: string;
    readonly copies: number;
    readonly status: string;
  }[];
  /** What the lab has charged so far, refunds taken off; null before it charged. */
  readonly cost: Money | null;
};
type Money = { readonly cents: number; readonly currency: string };

export type Quote = {
  readonly methods: readonly {
    readonly method: string;
    readonly itemsCents: number;
    readonly shippingCents: number;
    readonly currency: string;
    readonly carrier: string;
  }[];
  /** Such as `destinationCountryCode.UsSalesTaxWarning`. */
  readonly warnings: readonly string[];
};

/** Which part of the order the lab would not take. */
export type SubmitRefusal = 'address' | 'asset' | 'product' | 'other';

/** Names that somebody else gave: their case means something. */
const theirs = new Set(['attributes', 'metadata', 'failures']);

/** Names in small letters, since the service writes `stage` and `Stage`; never the values. */
export function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const small = name.toLowerCase();
      return [small, theirs.has(small) ? inner : lowered(inner)];
    }),
  );
}

export const Outcome = z.object({ outcome: z.string().max(60) });

/** Words are compared in small letters. */
const Word = z.string().transform((word) => word.toLowerCase());
const Cost = z.object({ amount: z.string().regex(/^-?\d+(\.\d{1,4})?$/), currency: z.string() });

const Shipment = z.object({
  id: z.string(),
  status: Word,
  dispatchdate: z.string().nullish(),
  carrier: z.object({ name: z.string(), service: z.string() }).nullish(),
  tracking: z.object({ number: z.string().nullish(), url: z.string().nullish() }).nullish(),
  items: z.array(z.object({ itemid: z.string() })).default([]),
});
const Status = z.object({
  stage: Word,
  issues: z.array(z.object({ errorcode: Word })).default([]),
  details: z.object({ downloadassets: Word, inproduction: Word }).partial().default({}),
});
const Order = z.object({
  id: z.string(),
  merchantreference: z.string().nullish(),
  status: Status.nullish(),
  charges: z.array(z.object({ totalcost: Cost })).default([]),
  shipments: z.array(Shipment).default([]),
  items: z
    .array(z.object({ id: z.string(), sku: z.string(), copies: z.int(), status: Word.default('') }))
    .default([]),
});

/** @throws ZodError where it is no order */
export function orderOf(body: unknown): LabState {
  const { order } = z.object({ order: Order }).parse(body);
  return {
    labOrderId: order.id,
    reference: order.merchantreference ?? null,
    stage: stageOf(order.status),
    assets: downloads[order.status?.details.downloadassets ?? ''] ?? 'waiting',
    issues: troublesOf(order.status).map((trouble) => ({ trouble })),
    shipments: order.shipments.map(parcelOf),
    items: order.items.map(({ id, ...item }) => ({ itemId: id, ...item })),
    cost: sumOf(order.charges.map(({ totalcost }) => totalcost)),
  };
}

type Status = z.output<typeof Status> | null | undefined;

/** An order in its pause window has no status at all. */
function stageOf(status: Status): LabState['stage'] {
  if (status === null || status === undefined) return 'on-hold';
  if (status.stage === 'complete') return 'shipped';
  if (status.stage === 'cancelled') return 'cancelled';
  const producing = ['inprogress', 'complete'].includes(status.details.inproduction ?? '');
  return producing ? 'in-production' : status.stage === 'onhold' ? 'on-hold' : 'in-progress';
}

const downloads: Readonly<Record<string, LabState['assets']>> = {
  notstarted: 'waiting',
  inprogress: 'downloading',
  complete: 'downloaded',
  completed: 'downloaded',
  error: 'failed',
};

/** Codes come with and without `order.` before them; `FailedToDownloaded` is spelt so. */
const troubles: Readonly<Record<string, LabTrouble>> = {
  'items.assets.failedtodownloaded': 'asset-not-downloaded',
  'items.itemunavailable': 'item-unavailable',
  requirespaymentauthorisation: 'payment-needed',
};
const passing = 'items.assets.notdownloaded';

function troublesOf(status: Status): readonly LabTrouble[] {
  const codes = (status?.issues ?? []).map(({ errorcode }) => errorcode.replace(/^order\./, ''));
  return [...new Set(codes.filter((code) => code !== passing).map((code) => troubles[code] ?? 'other'))];
}

function parcelOf({ id, status, carrier, tracking, dispatchdate, items }: z.output<typeof Shipment>): Parcel {
  const { number, url } = tracking ?? {};
  return {
    shipmentId: id,
    sent: status === 'shipped',
    cancelled: status === 'cancelled',
    carrier: carrier?.name ?? '',
    service: carrier?.service ?? '',
    trackingNumber: number || null,
    trackingUrl: url && /^https?:\/\//.test(url) ? url : null, // it becomes a link
    dispatchedAt: dispatchdate ?? null,
    itemIds: items.map(({ itemid }) => itemid),
  };
}

function sumOf(costs: readonly z.output<typeof Cost>[]): Money | null {
  const [first] = costs;
  if (first === undefined) return null;
  return { cents: costs.reduce((sum, cost) => sum + centsOf(cost), 0), currency: first.currency };
}

const centsOf = ({ amount }: z.output<typeof Cost>): number => Math.round(Number(amount) * 100);

const Quotes = z.object({
  issues: z.array(z.object({ errorcode: z.string() })).nullish(),
  quotes: z.array(
    z.object({
      shipmentmethod: z.string(),
      costsummary: z.object({ items: Cost, shipping: Cost }),
      shipments: z.array(z.object({ carrier: z.object({ name: z.string() }) })).default([]),
    }),
  ),
});

/** @throws ZodError where it is no quote */
export function quotesOf(body: unknown): Quote {
  const { quotes, issues } = Quotes.parse(body);
  return {
    methods: quotes.map(({ shipmentmethod, costsummary: { items, shipping }, shipments }) => ({
      method: shipmentmethod,
      itemsCents: centsOf(items),
      shippingCents: centsOf(shipping),
      currency: items.currency,
      carrier: shipments[0]?.carrier.name ?? '',
    })),
    warnings: (issues ?? []).map(({ errorcode }) => errorcode),
  };
}

/** The map of failures names fields, as `items[0].sku`: the first that we know tells what was wrong. */
export function submitRefusalOf(body: unknown): SubmitRefusal {
  const told = z.object({ failures: z.record(z.string(), z.unknown()) }).safeParse(body);
  const fields = Object.keys(told.data?.failures ?? {}).map((field) => field.toLowerCase());
  const reasons = fields.flatMap((field) => parts.find(([part]) => part.test(field))?.[1] ?? []);
  return reasons[0] ?? 'other';
}

const parts: readonly (readonly [RegExp, SubmitRefusal])[] = [
  [/recipient|address|destinationcountry/, 'address'],
  [/assets/, 'asset'],
  [/items.*(sku|attributes|copies|sizing)/, 'product'],
];
