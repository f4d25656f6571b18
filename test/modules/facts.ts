/** Who and what the specifications tell of: Ada, who buys; Charles, to whom it goes; Mary, who is somebody else. */
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { Person as Consenter } from '../../src/modules/consent/consent.events.ts';
import { Buyer as Invoiced } from '../../src/modules/invoicing/invoice-series.events.ts';
import { LetterId } from '../../src/modules/letters/letter.events.ts';
import { Buyer, Country, Line, OrderId, Recipient } from '../../src/modules/ordering/order.events.ts';
import { totalsOf, vatWithin } from '../../src/modules/ordering/totals.ts';
import { Payer, PaymentId, RefundId } from '../../src/modules/payments/payment.events.ts';
import { Buyer as FileBuyer, MasterId } from '../../src/modules/portraits/master.events.ts';
import {
  Painted,
  PortraitId,
  Sitter,
  StyleId,
  VariantId,
} from '../../src/modules/portraits/portrait.events.ts';
import {
  LabOrderId,
  Recipient as ParcelRecipient,
  PrintOrderId,
  ShipmentId,
} from '../../src/modules/printing/print-order.events.ts';
import { Person as Erased, RequestId } from '../../src/modules/privacy/erasure.events.ts';
import { Asker, Day, Reachable, Receiver } from '../../src/modules/privacy/request.events.ts';
import { ConversationId, Speaker, Writer } from '../../src/modules/support/conversation.events.ts';
import { Owner, PhotoId, UnitId } from '../../src/modules/uploads/photo.events.ts';
import { BlobRef } from '../../src/personal-data/personal.ts';
import { ref } from '../shop.ts';

const named = (kind: string) => (name: string) => uuidFrom(kind, name);
export const photoId = (name = 'ada') => PhotoId.parse(named('photo')(name));
export const unitId = (name: string) => UnitId.parse(named('unit')(name));
export const portraitId = (name: string) => PortraitId.parse(named('portrait')(name));
export const orderId = (name = 'gift') => OrderId.parse(named('order')(name));
export const paymentId = (name = 'gift') => PaymentId.parse(uuidFrom('payment', orderId(name)));
export const refundId = (name: string) => RefundId.parse(named('refund')(name));
export const masterId = (name = 'gift', line = 0) => MasterId.parse(uuidFrom('master', orderId(name), line));
export const printOrderId = (name = 'gift', line = 0) =>
  PrintOrderId.parse(uuidFrom('print order', orderId(name), line));
export const labOrderId = (name: string) => LabOrderId.parse(`ord_${name}`);
export const shipmentId = (name: string) => ShipmentId.parse(`shp_${name}`);
export const letterId = (name: string) => LetterId.parse(named('letter')(name));
export const requestId = (name: string) => RequestId.parse(named('request')(name));
export const conversationId = (name: string) => ConversationId.parse(named('conversation')(name));
export const style = (name = 'engraving') => StyleId.parse(name);
export const variant = VariantId.parse('standard');
export const day = (text: string) => Day.parse(text);
export const blob = (name: string) => BlobRef.parse(`${named('key')(name)}/${named('blob')(name)}`);

const addressOf = (name: string) => `${name.toLowerCase()}@example.org`;
export const contact = (name: string) => ({ email: addressOf(name), name });
export const delivery = (name: string) => ({
  ...{ name, line1: '12 St James Square', line2: null, postalCode: '10115', city: 'Berlin', state: null },
  country: 'DE',
});
export const recipe = (style = 'engraving') => ({
  ...{ style, variant: 'standard', seed: 7, engine: 'test-engine' },
  crop: { x: 0.1, y: 0.1, width: 0.8, height: 0.9 },
});
export const picture = { widthPx: 1024, heightPx: 1280, bytes: 400_000 };

export const owner = (name = 'Ada') =>
  Owner.parse({
    ref: ref(name),
    file: { fileName: `${name} at home.jpg`, bytes: 204_800, widthPx: 2400, heightPx: 3000 },
    origin: { address: '192.0.2.7', userAgent: 'Test/1.0', languages: 'de' },
  });
export const sitter = (name = 'Ada', style?: string) =>
  Sitter.parse({ ref: ref(name), recipe: recipe(style) });
export const painted = (name = 'Ada', style?: string) =>
  Painted.parse({ ref: ref(name), recipe: recipe(style), picture });
export const buyer = (name = 'Ada') => Buyer.parse({ ref: ref(name), contact: contact(name) });
export const recipient = (name = 'Charles') => Recipient.parse({ ref: ref(name), delivery: delivery(name) });
export const payer = (session: string | null = 'cs_1', paymentIntentId: string | null = null, name = 'Ada') =>
  Payer.parse({ ref: ref(name), reference: { sessionId: session, payUrl: null, paymentIntentId } });
export const fileBuyer = (name = 'Ada') =>
  FileBuyer.parse({ ref: ref(name), file: { ...picture, sha256: 'a'.repeat(64), md5: 'b'.repeat(32) } });
export const parcelRecipient = (name = 'Charles') =>
  ParcelRecipient.parse({
    ref: ref(name),
    shipment: { carrier: 'DHL', service: 'Express', trackingNumber: 'JD014600', trackingUrl: null },
  });
export const invoiced = (name = 'Ada') =>
  Invoiced.parse({ ref: ref(name), invoice: { name, address: null } });

const evidence = {
  where: '/account/privacy: gallery',
  shown: 'Keep my portraits.',
  globalPrivacyControl: false,
};
export const consenter = (name = 'Ada') => Consenter.parse({ ref: ref(name), evidence });
const asked = (text: string) => ({ text, provedBy: 'session' });
export const erased = (name = 'Ada') => Erased.parse({ ref: ref(name), request: asked('Erase me.') });
export const asker = (name = 'Ada', text = 'What do you hold?') =>
  Asker.parse({ ref: ref(name), request: asked(text) });
export const reachable = (name = 'Ada') => Reachable.parse({ ref: ref(name), contact: contact(name) });
export const receiver = (name = 'Ada') =>
  Receiver.parse({ ref: ref(name), copy: { bytes: 9, files: 1, records: 2, sha256: 'c'.repeat(64) } });

export const writer = (text = 'Where is it?', name = 'Ada') =>
  Writer.parse({ ref: ref(name), message: { subject: 'delivery', text }, contact: contact(name) });
export const speaker = (text: string, name = 'Ada') =>
  Speaker.parse({ ref: ref(name), message: { subject: '', text } });

type Lining = { kind?: 'framed' | 'file'; photo?: string; style?: string; quantity?: number };

/** A framed print of 40 × 50 cm, or a file. */
export function line(of: Lining = {}) {
  const { kind = 'framed', photo = 'ada', style = 'engraving', quantity = 1 } = of;
  const unitGrossCents = kind === 'framed' ? 11_900 : 1900;
  return Line.parse({
    ...{
      portraitId: portraitId(`${photo} ${style}`),
      photoId: photoId(photo),
      style,
      kind,
      quantity,
      unitGrossCents,
    },
    ...(kind === 'framed'
      ? { productId: 'framed-40x50', variant: 'walnut-white', labSku: 'GLOBAL-CFPM-16X20' }
      : { productId: 'file', variant: 'jpeg', labSku: null }),
    masterPx: { width: 4725, height: 5906 },
    vatCents: vatWithin(unitGrossCents * quantity, 19),
  });
}

type Placing = {
  lines?: readonly ReturnType<typeof line>[];
  by?: string;
  to?: string | null;
  fileAtOnce?: boolean;
};

/** What an order says, its sums right. */
export function order(
  name = 'gift',
  { lines = [line()], by = 'Ada', to = 'Charles', fileAtOnce = true }: Placing = {},
) {
  const ships = lines.some(({ kind }) => kind !== 'file');
  return {
    ...{
      orderId: orderId(name),
      number: 1042,
      buyer: buyer(by),
      recipient: to === null ? null : recipient(to),
    },
    ...{ country: Country.parse('DE'), lines, currency: 'EUR' as const, fileAtOnce },
    shippingMethod: ships ? ('standard' as const) : null,
    totals: totalsOf(lines, { shippingCents: ships ? 690 : 0, vatRate: 19 }),
  };
}

export const placeOrder = (name = 'gift', placing: Placing = {}) => {
  const placed = order(name, placing);
  return {
    type: 'PlaceOrder' as const,
    ...placed,
    quotedCents: placed.totals.totalCents,
    acceptsTerms: true,
  };
};
