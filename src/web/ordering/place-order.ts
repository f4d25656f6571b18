/** Places an order: priced once more, its personal facts sealed, and its page at the payment company awaited. */
import { z } from 'zod';
import { paymentOfOrder } from '../../../projections/payments.ts';
import { isRefused } from '../../eventsourcing/decider.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import { countriesServed } from '../../modules/catalogue/shipping.ts';
import { Buyer, Country, OrderId, Recipient } from '../../modules/ordering/order.events.ts';
import { type OrderRefusal, order } from '../../modules/ordering/order.ts';
import type { FieldError } from '../components/shapes.ts';
import { actorOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor } from '../visit.ts';
import { type NotQuoted, type Quoted, quoteOf, type Terms, type Wanted } from './quote.ts';

const line = (max: number) => z.string().trim().min(1).max(max);

export const Address = z.object({
  name: line(120),
  line1: line(120),
  line2: z.string().trim().max(120).nullish(),
  postalCode: line(20),
  city: line(80),
  state: z.string().trim().max(80).nullish(),
  country: z.enum(countriesServed, 'We do not send there yet.'),
});

export type OrderWish = {
  readonly items: readonly Wanted[];
  readonly email: string;
  readonly name: string | null;
  /** Null for a file alone. */
  readonly address: z.output<typeof Address> | null;
  readonly terms: Terms;
  readonly fileAtOnce: boolean;
  readonly acceptsTerms: boolean;
  /** What the buyer was shown; null where nothing was. */
  readonly quotedCents: number | null;
};
export type Placed = { readonly orderId: OrderId; readonly quoted: Quoted };
export type NotPlaced =
  | NotQuoted
  | { readonly refused: OrderRefusal; readonly quoted: Quoted }
  | { readonly wrong: readonly FieldError[] };

/** @param cause of the request; the same one places the same order */
export async function placeOrder(
  shop: Shop,
  session: Session,
  cause: string,
  wish: OrderWish,
): Promise<Placed | NotPlaced> {
  const quoted = await quoteOf(shop, wish.items, session.people, wish.terms);
  if ('refused' in quoted) return quoted;
  const people = peopleIn(session, wish);
  if (!('buyer' in people)) return { wrong: people };
  const orderId = OrderId.parse(uuidFrom(cause, 'order'));
  const { terms, fileAtOnce, acceptsTerms, quotedCents } = wish;
  const command = {
    ...({ type: 'PlaceOrder', orderId, number: await nextNumber(shop), ...people } as const),
    ...{ country: Country.parse(terms.country), lines: quoted.lines, totals: quoted.totals },
    ...{
      currency: terms.currency,
      shippingMethod: quoted.ships ? terms.method : null,
      fileAtOnce,
      acceptsTerms,
    },
    quotedCents: quotedCents ?? quoted.totals.totalCents,
  };
  await shop.lookUp.give('email', wish.email, session.subject);
  const outcome = await shop.handle(
    order,
    orderId,
    command,
    contextFor(session, cause, 'order', 'order.fulfilment'),
  );
  if (isRefused(outcome)) return { refused: outcome.refused, quoted };
  await shop.seen(outcome.position, 'orders');
  return { orderId, quoted };
}

type People = {
  readonly buyer: z.output<typeof Buyer>;
  readonly recipient: z.output<typeof Recipient> | null;
};

/** The buyer, and to whom it goes; or which field is wrong, by the register's own rules. */
function peopleIn(
  { subject: ref }: Session,
  { email, name, address }: OrderWish,
): People | readonly FieldError[] {
  const buyer = Buyer.safeParse({ ref, contact: { email, name } });
  const delivery = address && { ...address, line2: address.line2 || null, state: address.state || null };
  const recipient = delivery === null ? null : Recipient.safeParse({ ref, delivery });
  const wrong = [
    ...(buyer.success ? [] : [{ field: 'email', says: 'Write an e-mail address such as name@example.org.' }]),
    ...(recipient === null || recipient.success
      ? []
      : [{ field: 'line1', says: 'This address cannot be printed.' }]),
  ];
  if (!buyer.success || (recipient !== null && !recipient.success)) return wrong;
  return { buyer: buyer.data, recipient: recipient === null ? null : recipient.data };
}

async function nextNumber({ sql }: Shop): Promise<number> {
  const [row] = await sql<{ number: number }[]>`select nextval('order_number')::int as number`;
  return row?.number ?? 0;
}

const waitMs = { all: 8000, between: 60 };

/** Where to pay; null while the payment company does not answer: the order stands, and its page asks again. */
export async function payUrlOf(shop: Shop, session: Session, orderId: OrderId): Promise<string | null> {
  const until = performance.now() + waitMs.all;
  while (performance.now() < until) {
    const row = await paymentOfOrder(shop.reads.payments, orderId);
    if (row !== undefined) {
      const opened = await shop.openAs(actorOf(session))(row.reference, 'order.fulfilment');
      return opened.is === 'value' ? opened.value.payUrl : null;
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs.between));
  }
  return null;
}
