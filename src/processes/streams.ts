/** Every kind of stream in the log, and how its events are read: for what goes through all that was ever told. */
import type { Past, Stream, Typed } from '../eventsourcing/decider.ts';
import type { RecordedEvent } from '../eventsourcing/event-store.ts';
import { accountStream } from '../modules/accounts/account.events.ts';
import { approvalStream } from '../modules/approvals/approval.events.ts';
import { productStream } from '../modules/catalogue/product.events.ts';
import { consentStream } from '../modules/consent/consent.events.ts';
import { invoiceSeriesStream } from '../modules/invoicing/invoice-series.events.ts';
import { letterStream } from '../modules/letters/letter.events.ts';
import { orderStream } from '../modules/ordering/order.events.ts';
import { paymentStream } from '../modules/payments/payment.events.ts';
import { policyStream } from '../modules/policies/policy.events.ts';
import { masterStream } from '../modules/portraits/master.events.ts';
import { portraitStream } from '../modules/portraits/portrait.events.ts';
import { printOrderStream } from '../modules/printing/print-order.events.ts';
import { erasureStream } from '../modules/privacy/erasure.events.ts';
import { openingsStream } from '../modules/privacy/openings.events.ts';
import { requestStream } from '../modules/privacy/request.events.ts';
import { conversationStream } from '../modules/support/conversation.events.ts';
import { photoStream } from '../modules/uploads/photo.events.ts';
import { vaultStream } from '../personal-data/forgetting.ts';

export const streams = [
  photoStream,
  portraitStream,
  productStream,
  orderStream,
  paymentStream,
  masterStream,
  printOrderStream,
  letterStream,
  accountStream,
  approvalStream,
  conversationStream,
  consentStream,
  openingsStream,
  invoiceSeriesStream,
  erasureStream,
  requestStream,
  policyStream,
  vaultStream,
] as const;

type EventIn<S> = S extends Stream<infer Event extends Typed> ? Past<Event> : never;

/** Whatever can stand in the log. */
export type ShopEvent = EventIn<(typeof streams)[number]>;

/** @returns undefined for a stream that this version of the program does not know */
export function decoded(recorded: RecordedEvent): ShopEvent | undefined {
  const category = recorded.stream.slice(0, recorded.stream.indexOf('-'));
  return streams.find((one) => one.category === category)?.decode(recorded);
}
