/** `/webhooks/stripe`: signed messages of the payment company, in any order, late, and more than once. */
import { type Send, send } from '../../eventsourcing/process.ts';
import { PaymentId, RefundId } from '../../modules/payments/payment.events.ts';
import { payment } from '../../modules/payments/payment.ts';
import { fail } from '../../processes/record-checkout.ts';
import { settle } from '../../processes/send-refund-when-requested.ts';
import type { WebhookEvent } from '../../providers/stripe.ts';
import { json } from '../answers.tsx';
import type { Shop } from '../shop.ts';
import { recordAll, recordPayment } from './record.ts';

const actor = 'payment-webhook';

/** Anything but a 2xx makes the company send it again. */
export async function postStripeWebhook(shop: Shop, request: Request): Promise<Response> {
  const told = await shop.payments.parseWebhook(
    await request.text(),
    request.headers.get('stripe-signature'),
  );
  if ('refused' in told) return json({ refused: told.refused }, 400);
  await record(shop, told);
  return json({ received: true });
}

async function record(shop: Shop, told: WebhookEvent): Promise<void> {
  const paymentId = PaymentId.safeParse(told.paymentId ?? (await paymentBehind(shop, told)));
  if (!paymentId.success) return; // somebody else's payment in the same account
  if (told.type === 'checkout.session.async_payment_failed')
    await recordAll(shop, await failure(shop, paymentId.data), told.id, actor);
  else if (told.type.startsWith('checkout.')) await recordPayment(shop, paymentId.data, actor);
  else await recordAll(shop, sendsFor(told, paymentId.data), told.id, actor);
}

/** Events about disputes name the company's own number alone. */
const paymentBehind = async ({ payments }: Shop, told: WebhookEvent): Promise<string | null> =>
  'paymentIntentId' in told && told.paymentIntentId !== null
    ? payments.paymentIdOf(told.paymentIntentId)
    : null;

async function failure(shop: Shop, paymentId: PaymentId): Promise<readonly Send[]> {
  const known = await shop.stateOf(payment, paymentId);
  return known.status === 'none' ? [] : [fail(paymentId, known.orderId, 'declined')];
}

function sendsFor(told: WebhookEvent, paymentId: PaymentId): readonly Send[] {
  if ('refund' in told) return refundSends(told.refund, paymentId);
  if (!('dispute' in told)) return [];
  const { status } = told.dispute;
  if (told.type === 'charge.dispute.created')
    return [send(payment, paymentId, { type: 'OpenDispute', paymentId }, ['dispute-already-open'])];
  if (status !== 'won' && status !== 'lost') return [];
  return [
    send(payment, paymentId, { type: 'CloseDispute', paymentId, outcome: status }, ['dispute-not-open']),
  ];
}

function refundSends(
  { ourRefundId, status }: Extract<WebhookEvent, { readonly refund: unknown }>['refund'],
  paymentId: PaymentId,
): readonly Send[] {
  const refundId = RefundId.safeParse(ourRefundId);
  if (!refundId.success) return []; // made by hand at the company: the reconciliation tells of it
  if (status === 'succeeded') return [settle(paymentId, refundId.data, 'RecordRefund')];
  return status === 'failed' || status === 'cancelled'
    ? [settle(paymentId, refundId.data, 'RecordRefundFailure')]
    : [];
}
