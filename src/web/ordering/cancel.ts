/** Cancelling: the lab is asked first where it has something, and its answer stands. */
import { isRefused } from '../../eventsourcing/decider.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import { order } from '../../modules/ordering/order.ts';
import { printOrder } from '../../modules/printing/print-order.ts';
import type { Shop } from '../shop.ts';
import { type OrderView, printState } from './order-view.ts';
import { orderRefusals } from './words.ts';

type By = { readonly actor: string; readonly reason: 'by-buyer' | 'by-shop' };
const buyer: By = { actor: 'holder-of-the-order-link', reason: 'by-buyer' };

/** What the lab is making already is not stopped. */
export const canCancel = (view: OrderView): boolean =>
  view.order.status === 'placed' ||
  (view.order.status === 'confirmed' && !['in-production', 'shipped'].includes(printState(view) ?? ''));

/** @returns why not; undefined if it is cancelled. @throws Fault provider/unavailable: nothing was changed */
export async function cancelOrder(
  shop: Shop,
  { order: row, prints }: OrderView,
  cause: string,
  { actor, reason }: By = buyer,
): Promise<string | undefined> {
  const context = (what: string) => ({
    ...({ commandId: uuidFrom(cause, what), actor, purpose: 'order.fulfilment' } as const),
    ...{ correlationId: uuidFrom(cause), causationId: null },
  });
  for (const { labOrderId, printOrderId } of prints) {
    if (labOrderId === null) continue;
    const answer = await shop.lab.cancel(labOrderId);
    if ('refused' in answer) return 'The lab is already making it, so it can no longer be stopped.';
    const stage = { type: 'RecordLabStage', printOrderId, stage: 'cancelled' } as const;
    await shop.handle(printOrder, printOrderId, stage, context(`print ${printOrderId}`));
  }
  const { orderId } = row;
  const outcome = await shop.handle(
    order,
    orderId,
    { type: 'CancelOrder', orderId, reason },
    context('order'),
  );
  if (isRefused(outcome)) return orderRefusals[outcome.refused];
  await shop.seen(outcome.position, 'orders');
  return undefined;
}
