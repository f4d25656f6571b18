/**
 * What the payment company says of a payment, made our own: called by its webhook, by the page that the buyer
 * comes back to, and by the reconciliation. All three may come at once, twice, or late.
 */
import { type Send, send } from '../eventsourcing/process.ts';
import { Payer, type PaymentId } from '../modules/payments/payment.events.ts';
import { payment } from '../modules/payments/payment.ts';
import type { Ports } from './ports.ts';

type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'payments'>;

/** @returns the command that records it; none if nothing is to be said yet. @throws Fault provider/unavailable */
export async function recordCheckout(
  paymentId: PaymentId,
  actor: string,
  deps: Deps,
): Promise<readonly Send[]> {
  const known = await deps.stateOf(payment, paymentId);
  if (known.status !== 'open' && known.status !== 'processing') return [];
  const reference = await deps.openAs(actor)(known.reference, 'order.fulfilment');
  if (reference.is !== 'value' || reference.value.sessionId === null) return [];
  const checkout = await deps.payments.checkout(reference.value.sessionId);
  const { orderId } = known;
  if (checkout.payment === 'paid') {
    const { sessionId } = reference.value;
    const { paymentIntentId, amountCents } = checkout;
    const payer = Payer.parse({ ref: known.payer, reference: { sessionId, payUrl: null, paymentIntentId } });
    const captured = { type: 'CapturePayment', paymentId, orderId, amountCents, payer } as const;
    return [send(payment, paymentId, captured, ['payment-already-captured'])];
  }
  if (checkout.status === 'complete')
    return [send(payment, paymentId, { type: 'AwaitBank', paymentId }, ['payment-already-processing'])];
  if (checkout.status === 'expired') return [fail(paymentId, orderId, 'expired')];
  return [];
}

export const fail = (
  paymentId: PaymentId,
  orderId: Extract<Parameters<typeof payment.decide>[0], { readonly type: 'FailPayment' }>['orderId'],
  reason: 'declined' | 'expired' | 'abandoned',
): Send =>
  send(payment, paymentId, { type: 'FailPayment', paymentId, orderId, reason }, [
    'payment-already-failed',
    'payment-already-captured',
  ]);
