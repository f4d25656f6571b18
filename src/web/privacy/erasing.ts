/** Asking to be erased: what becomes of running orders, the last letter, and the acceptance. */
import { ordersOf } from '../../../projections/orders.ts';
import { isRefused } from '../../eventsourcing/decider.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import type { OrderId } from '../../modules/ordering/order.events.ts';
import { order } from '../../modules/ordering/order.ts';
import { ErasureAccepted, Person, RequestId } from '../../modules/privacy/erasure.events.ts';
import { erasure } from '../../modules/privacy/erasure.ts';
import { numberOf } from '../../modules/privacy/receipt.ts';
import type { Fate } from '../../personal-data/fates.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import { longDate } from '../components/format.ts';
import { erasureBegun } from '../letters/letters.ts';
import { type Acting, actorOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor } from '../visit.ts';
import { countedFates, grouped, idsOf, type Plan, planFor, type Wish } from './erasure-plan.ts';
import { categoryWords } from './words.ts';

export type Begun = { readonly requestId: RequestId; readonly position: bigint };

/** Who asks, whose data go, and how it was proved. */
export type Asking = {
  readonly session: Acting & Pick<Session, 'subject'>;
  readonly people: readonly SubjectRef[];
  readonly provedBy: 'session' | 'code' | 'privacy-officer';
  /** Their own wish, unless somebody else's. */
  readonly because?: 'own-request' | 'depicted-person' | 'under-age';
};

/**
 * @returns the request, whose token outlives the session; undefined where the photo is not theirs
 * @throws Fault event-store/unavailable: nothing was begun
 */
export async function acceptErasure(
  shop: Shop,
  { session, people, provedBy, because = 'own-request' }: Asking,
  wish: Wish,
  cause: string,
): Promise<Begun | undefined> {
  const requestId = RequestId.parse(uuidFrom(cause, 'erasure'));
  const plan = await planFor(shop, people, wish);
  if (plan === undefined) return undefined;
  for (const { order: row } of plan.stopped) await stop(shop, session, cause, row.orderId);
  const number = await nextNumber(shop);
  const { scope } = wish;
  if (scope === 'everything') await writeLastLetter(shop, session, people, { requestId, number, plan });
  const { photos, portraits } = ErasureAccepted.schema.pick({ photos: true, portraits: true }).parse(plan);
  const accepted = {
    ...({ type: 'AcceptErasure', requestId, number, scope, openOrders: idsOf(plan.openOrders) } as const),
    ...{ because, photos, portraits },
    ...{ people: people.map((ref) => ({ ref })), fates: countedFates(plan.fates) },
    person: Person.parse({ ref: session.subject, request: { text: scope, provedBy } }),
  };
  const context = contextFor(session, cause, 'erase', 'accountability');
  const outcome = await shop.handle(erasure, requestId, accepted, context);
  return { requestId, position: isRefused(outcome) ? -1n : outcome.position };
}

async function stop(shop: Shop, session: Acting, cause: string, orderId: OrderId): Promise<void> {
  const context = contextFor(session, cause, `stop ${orderId}`, 'order.fulfilment');
  await shop.handle(order, orderId, { type: 'CancelOrder', orderId, reason: 'erased' }, context);
}

async function nextNumber({ sql }: Shop): Promise<number> {
  const [row] = await sql<{ number: number }[]>`select nextval('erasure_number')::int as number`;
  return row?.number ?? 0;
}

/** The mail server has so long; then the erasure goes on without. */
const letterMs = 10_000;

type Last = { readonly requestId: RequestId; readonly number: number; readonly plan: Plan };

/** Handed over before the key of the address dies; nothing waits for it longer than that. */
async function writeLastLetter(
  shop: Shop,
  session: Acting,
  people: readonly SubjectRef[],
  { requestId, number, plan }: Last,
): Promise<void> {
  const rows = await ordersOf(shop.reads.orders, people);
  const [latest] = rows;
  const contact = latest && (await shop.openAs(actorOf(session))(latest.contact, 'account.access'));
  if (latest === undefined || contact?.is !== 'value') return;
  const letter = erasureBegun({ ...shop.sender, ...lastLetterFacts(shop, requestId, number, plan) });
  const sent = shop.mailer.send({ ...letter, to: contact.value.email, messageId: requestId });
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, letterMs, 'late'));
  await Promise.race([sent.catch(() => 'late' as const), late]);
}

function lastLetterFacts({ publicUrl, tokens }: Shop, requestId: RequestId, number: number, { fates }: Plan) {
  const lines = (fate: Fate['fate']) =>
    grouped(fates)
      .filter((one) => one.fate === fate)
      .map(({ category, until }) => {
        const { what } = categoryWords[category];
        return fate === 'kept' ? `${what}, until ${longDate(until)}` : what;
      });
  return {
    ...{ number: numberOf(number), receipt: `${publicUrl}/receipts/${tokens.make('erasure', requestId)}` },
    ...{ kept: lines('kept'), later: lines('after-delivery') },
  };
}
