/** What the payment company says of a payment's refunds, made our own: for the reconciliation. */
import type { Send } from '../eventsourcing/process.ts';
import { type PaymentId, RefundId } from '../modules/payments/payment.events.ts';
import { payment } from '../modules/payments/payment.ts';
import type { Ports } from './ports.ts';
import { settle } from './send-refund-when-requested.ts';

type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'payments'>;

/** @returns a command for each that has come to an end. @throws Fault provider/unavailable */
export async function recordRefunds(
  paymentId: PaymentId,
  actor: string,
  { stateOf, openAs, payments }: Deps,
): Promise<readonly Send[]> {
  const known = await stateOf(payment, paymentId);
  if (known.status !== 'captured') return [];
  const reference = await openAs(actor)(known.reference, 'claims.defence');
  const intent = reference.is === 'value' ? reference.value.paymentIntentId : null;
  if (intent === null) return [];
  return (await payments.refunds(intent)).flatMap(({ ourRefundId, status }) => {
    const refundId = RefundId.safeParse(ourRefundId);
    if (!refundId.success || status === 'pending' || status === 'requires-action') return [];
    const outcome = status === 'succeeded' ? 'RecordRefund' : 'RecordRefundFailure';
    return [settle(paymentId, refundId.data, outcome)];
  });
}
