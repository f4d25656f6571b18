/** What happened to an order, from the log itself: each event of its streams in a sentence. */
import { openingsOf } from '../../../../projections/openings.ts';
import { actorName, type Told, toldIn } from '../../history/told.ts';
import type { OrderView } from '../../ordering/order-view.ts';
import type { Shop } from '../../shop.ts';
import type { Event } from '../parts.tsx';

type Asked = Pick<Shop, 'desks' | 'reads'>;

/** Newest first. */
export async function orderHistory({ desks, reads }: Asked, view: OrderView): Promise<readonly Event[]> {
  const { order, payment, masters, prints } = view;
  const streams = [
    `order-${order.orderId}`,
    ...(payment === undefined ? [] : [`payment-${payment.paymentId}`]),
    ...masters.map(({ masterId }) => `master-${masterId}`),
    ...prints.map(({ printOrderId }) => `printOrder-${printOrderId}`),
  ];
  const recorded = (await Promise.all(streams.map(desks.auditing.recorded))).flat();
  const told = recorded.map((one) => eventOf(toldIn({ recorded: one, sealed: [] })));
  const looks = await openingsOf(reads.openings, order.buyer);
  const looked = looks.filter(({ by }) => by.startsWith('staff-')).map(lookOf);
  return [...told, ...looked].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

const eventOf = ({ event, at, says, type, place, by }: Told): Event => ({
  ...{ key: event, at, says, note: `${type}, ${place.replace(/-.*@/, ' @')}, by ${actorName(by)}` },
});

type Look = Awaited<ReturnType<typeof openingsOf>>[number];

/** The last of its kind: the log holds each hour. */
const lookOf = ({ openingId, at, category, openedFor, by }: Look): Event => ({
  ...{ key: openingId, at, says: `A person of ours opened ${category} of the buyer.` },
  note: `DataOpened, for ${openedFor}, by ${actorName(by)}`,
});
