/**
 * A confirmed order has its pictures rendered: prints at once, a file at once or when the days of withdrawal are
 * over (Directive 2011/83/EU Art. 9, 16(m)).
 */
import { daysAfter } from '../eventsourcing/days.ts';
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import { order } from '../modules/ordering/order.ts';
import { withdrawalDays } from '../modules/ordering/withdrawal.ts';
import { MasterId } from '../modules/portraits/master.events.ts';
import { master } from '../modules/portraits/master.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly orderId: OrderId; readonly line: number };

export const orderMastersWhenOrderConfirmed = effect(
  'order-masters-when-order-confirmed',
  orderStream,
  {
    OrderConfirmed: ({ orderId, lines, fileAtOnce }, { created }) =>
      lines.map(({ kind }, line) =>
        kind === 'file' && !fileAtOnce
          ? { ids: { orderId, line }, startAfter: daysAfter(created, withdrawalDays) }
          : { ids: { orderId, line } },
      ),
  },

  async ({ ids: { orderId, line } }: Job<Ids>, { stateOf }: Pick<Ports, 'stateOf'>) => {
    const placed = await stateOf(order, orderId);
    if (placed.status !== 'confirmed') return [];
    const item = placed.lines[line];
    if (item === undefined) return [];
    const { portraitId, kind, masterPx } = item;
    const masterId = masterIdOf(orderId, line);
    const ordered = {
      ...({ type: 'OrderMaster', masterId, orderId, line, portraitId } as const),
      ...({
        use: kind === 'file' ? 'file' : 'print',
        widthPx: masterPx.width,
        heightPx: masterPx.height,
      } as const),
    };
    return send(master, masterId, ordered, ['master-already-ordered']);
  },
);

/** One picture per line of an order. */
export const masterIdOf = (orderId: string, line: number): MasterId =>
  MasterId.parse(uuidFrom('master', orderId, line));
