/** Makes the payment company's answer our own, whoever asks: its webhook, the landing page, the reconciliation. */
import { isRefused } from '../../eventsourcing/decider.ts';
import type { Context } from '../../eventsourcing/event-store.ts';
import { Fault } from '../../eventsourcing/fault.ts';
import type { Send } from '../../eventsourcing/process.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import type { PaymentId } from '../../modules/payments/payment.events.ts';
import { recordCheckout } from '../../processes/record-checkout.ts';
import type { Shop } from '../shop.ts';

/** The same news twice is recorded once: what it leads to names its command. @throws Fault provider/unavailable */
export async function recordPayment(shop: Shop, paymentId: PaymentId, actor: string): Promise<void> {
  const sends = await recordCheckout(paymentId, actor, shop);
  const position = await recordAll(shop, sends, `payment ${paymentId}`, actor);
  await shop.seen(position === -1n ? await shop.head() : position, 'payments', 'orders'); // or somebody was faster
}

/** @returns where the log stands after the last of them */
export async function recordAll(
  shop: Shop,
  sends: readonly Send[],
  news: string,
  actor: string,
): Promise<bigint> {
  let position = -1n;
  for (const [index, send] of sends.entries()) {
    const context: Context = {
      ...{ commandId: uuidFrom('news', news, send.command.type, index, shop.newId()), actor },
      ...{ purpose: 'order.fulfilment', correlationId: uuidFrom('news', news), causationId: null },
    };
    const outcome = await send.by(shop.handle, context);
    if (!isRefused(outcome)) position = outcome.position;
    else if (!send.fine.includes(outcome.refused))
      throw new Fault('process/refused', { process: actor, to: send.to, refusal: outcome.refused });
  }
  return position;
}
