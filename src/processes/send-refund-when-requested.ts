/** The payment company is asked to give money back; only its "succeeded" counts. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { type PaymentId, paymentStream, type RefundId } from '../modules/payments/payment.events.ts';
import { payment } from '../modules/payments/payment.ts';
import type { PaymentProvider } from '../providers/stripe.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly paymentId: PaymentId; readonly refundId: RefundId; readonly amountCents: number };
type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'payments'>;

export const sendRefundWhenRequested = effect(
  'send-refund-when-requested',
  paymentStream,
  {
    RefundRequested: ({ paymentId, refundId, amountCents }) => ({
      ids: { paymentId, refundId, amountCents },
    }),
  },

  async ({ key, ids, context }: Job<Ids>, { stateOf, openAs, payments }: Deps) => {
    const { paymentId, refundId, amountCents } = ids;
    const known = await stateOf(payment, paymentId);
    if (known.status !== 'captured') return [];
    const reference = await openAs(context.actor)(known.reference, 'claims.defence');
    const intent = reference.is === 'value' ? reference.value.paymentIntentId : null;
    if (intent === null) return settle(paymentId, refundId, 'RecordRefundFailure');
    const asked = { paymentIntentId: intent, cents: amountCents, paymentId, refundId };
    const outcome = recordOf(await payments.refund(asked, key));
    return outcome === undefined ? [] : settle(paymentId, refundId, outcome);
  },
);

export const settle = (
  paymentId: PaymentId,
  refundId: RefundId,
  type: 'RecordRefund' | 'RecordRefundFailure',
) => send(payment, paymentId, { type, paymentId, refundId }, ['refund-already-settled', 'refund-unknown']);

type Answer = Awaited<ReturnType<PaymentProvider['refund']>>;

/** What an answer means; undefined while the bank has it. */
function recordOf(answer: Answer): 'RecordRefund' | 'RecordRefundFailure' | undefined {
  if ('refused' in answer)
    return answer.refused === 'already-refunded' ? 'RecordRefund' : 'RecordRefundFailure';
  if (answer.status === 'succeeded') return 'RecordRefund';
  return answer.status === 'failed' || answer.status === 'cancelled' ? 'RecordRefundFailure' : undefined;
}
