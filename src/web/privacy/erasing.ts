/** Asking to be erased: the preview that binds, what becomes of running orders, the last letter, and the acceptance. */
import { ordersOf } from '../../../projections/orders.ts';
import { isRefused } from '../../eventsourcing/decider.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import type { OrderId } from '../../modules/ordering/order.events.ts';
import { order } from '../../modules/ordering/order.ts';
import { ErasureAccepted, Person, RequestId, type Scope } from '../../modules/privacy/erasure.events.ts';
import { erasure } from '../../modules/privacy/erasure.ts';
import { numberOf } from '../../modules/privacy/receipt.ts';
import { endOf, noEnd } from '../../personal-data/ends.ts';
import { type Fate, fatesOf } from '../../personal-data/fates.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import type { Category } from '../../personal-data/register.ts';
import { longDate } from '../components/format.ts';
import { erasureBegun } from '../letters/letters.ts';
import { type OrderView, orderView } from '../ordering/order-view.ts';
import { actorOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor } from '../visit.ts';
import { categoryWords } from './words.ts';

/** What would happen, exactly: shown first, and done by the same rule. */
export type Plan = {
  readonly fates: readonly Fate[];
  /** Paid, and with the lab: what they need is erased after them. */
  readonly openOrders: readonly OrderView[];
  /** Not paid, or not made yet: cancelled, and refunded where paid. */
  readonly stopped: readonly OrderView[];
};

export async function planFor(shop: Shop, people: readonly SubjectRef[], scope: Scope): Promise<Plan> {
  const rows = (await Promise.all(people.map((ref) => ordersOf(shop.reads.orders, ref)))).flat();
  const views = (await Promise.all(rows.map(({ orderId }) => orderView(shop, orderId)))).filter(
    (view) => view !== undefined,
  );
  const running = views.filter(({ order: { status } }) => status === 'placed' || status === 'confirmed');
  const openOrders = running.filter(isBeingMade);
  const stopped = running.filter((view) => !isBeingMade(view));
  const held = await shop.vault.keysOf(people);
  const fates = fatesOf(held, scope, idsOf(openOrders)).map((fate) => withEnd(fate, shop.clock()));
  return { fates, openOrders, stopped };
}

/** What held as long as a consent did, counts down from now on. */
const withEnd = (fate: Fate, now: string): Fate =>
  fate.expiresAt === noEnd ? { ...fate, expiresAt: endOf(fate.category, now) } : fate;

/** Every print of it is at the lab, so nothing more is painted for it. */
const isBeingMade = ({ prints, order: { status, lines } }: OrderView): boolean =>
  status === 'confirmed' &&
  prints.length > 0 &&
  prints.every(({ labOrderId }) => labOrderId !== null) &&
  lines.length === prints.length;

const idsOf = (views: readonly OrderView[]): readonly OrderId[] =>
  views.map(({ order: { orderId } }) => orderId);

/** @returns the request, whose token outlives the session. @throws Fault event-store/unavailable: nothing was begun */
export async function acceptErasure(
  shop: Shop,
  session: Session,
  people: readonly SubjectRef[],
  scope: Scope,
  cause: string,
): Promise<{ readonly requestId: RequestId; readonly position: bigint }> {
  const requestId = RequestId.parse(uuidFrom(cause, 'erasure'));
  const plan = await planFor(shop, people, scope);
  for (const { order: row } of plan.stopped) await stop(shop, session, cause, row.orderId);
  const number = await nextNumber(shop);
  if (scope === 'everything') await writeLastLetter(shop, session, people, { requestId, number, plan });
  const accepted = {
    ...({ type: 'AcceptErasure', requestId, number, scope, openOrders: idsOf(plan.openOrders) } as const),
    ...{ people: people.map((ref) => ({ ref })), fates: countedFates(plan.fates) },
    person: Person.parse({ ref: session.subject, request: { text: scope, provedBy: 'session' } }),
  };
  const context = contextFor(session, cause, 'erase', 'accountability');
  const outcome = await shop.handle(erasure, requestId, accepted, context);
  return { requestId, position: isRefused(outcome) ? -1n : outcome.position };
}

async function stop(shop: Shop, session: Session, cause: string, orderId: OrderId): Promise<void> {
  const context = contextFor(session, cause, `stop ${orderId}`, 'order.fulfilment');
  await shop.handle(order, orderId, { type: 'CancelOrder', orderId, reason: 'erased' }, context);
}

async function nextNumber({ sql }: Shop): Promise<number> {
  const [row] = await sql<{ number: number }[]>`select nextval('erasure_number')::int as number`;
  return row?.number ?? 0;
}

/** One line per category and fate, with the last end date of what is kept. */
function countedFates(fates: readonly Fate[]) {
  const groups = Map.groupBy(fates, ({ category, fate }) => `${category} ${fate}`);
  const lines = [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const until = first.fate === 'kept' ? lastEnd([first, ...others]).slice(0, 'yyyy-mm-dd'.length) : null;
    return [{ category: first.category, count: others.length + 1, fate: first.fate, until }];
  });
  return ErasureAccepted.schema.shape.fates.parse(lines);
}

/** The mail server has so long; then the erasure goes on without. */
const letterMs = 10_000;

type Last = { readonly requestId: RequestId; readonly number: number; readonly plan: Plan };

/** Handed over before the key of the address dies; nothing waits for it longer than that. */
async function writeLastLetter(
  shop: Shop,
  session: Session,
  people: readonly SubjectRef[],
  { requestId, number, plan }: Last,
): Promise<void> {
  const rows = (await Promise.all(people.map((ref) => ordersOf(shop.reads.orders, ref)))).flat();
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

/** For pages: how many things of each category, in each list. */
export type CountedFate = {
  readonly category: Category;
  readonly fate: Fate['fate'];
  readonly count: number;
  readonly until: string;
};
export function grouped(fates: readonly Fate[]): readonly CountedFate[] {
  const groups = Map.groupBy(fates, ({ category, fate }) => `${category} ${fate}`);
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    return [{ category: first.category, fate: first.fate, count: all.length, until: lastEnd(all) }];
  });
}

const lastEnd = (all: readonly Fate[]): string =>
  all
    .map(({ expiresAt }) => expiresAt)
    .toSorted()
    .at(-1) ?? '';
