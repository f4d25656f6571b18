/** How the payment of an order stands: for the order page, the landing page and reconciliation. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type PaymentEvent, type PaymentId, paymentStream } from '../src/modules/payments/payment.events.ts';
import type { Sealed } from '../src/personal-data/personal.ts';

type RefundLine = {
  readonly refundId: string;
  readonly amountCents: number;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly at: string;
};

export type PaymentRow = {
  readonly paymentId: PaymentId;
  readonly orderId: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly status: 'open' | 'processing' | 'captured' | 'failed';
  readonly reason: string | null;
  readonly reference: Sealed<'payment.reference'>;
  readonly refunds: readonly RefundLine[];
  /** Whether one of them has no end yet. */
  readonly isRefunding: boolean;
  readonly dispute: 'open' | 'won' | 'lost' | null;
  readonly openedAt: string;
  readonly processingAt: string | null;
  readonly capturedAt: string | null;
};

export const payments = projection<PaymentRow, PaymentEvent>({
  name: 'payments',
  version: 2,
  columns: {
    paymentId: 'uuid',
    orderId: 'uuid',
    amountCents: 'integer',
    currency: 'text',
    status: 'text',
    reason: 'text',
    reference: 'jsonb',
    refunds: 'jsonb',
    isRefunding: 'boolean',
    dispute: 'text',
    openedAt: 'timestamptz',
    processingAt: 'timestamptz',
    capturedAt: 'timestamptz',
  },
  streams: [paymentStream],
  key: ({ paymentId }) => paymentId,

  on: {
    PaymentOpened: (_, { paymentId, orderId, amountCents, currency, payer }, { created }) => ({
      ...{ paymentId, orderId, amountCents, currency, status: 'open', reason: null },
      ...{ reference: payer.reference, refunds: [], isRefunding: false, dispute: null },
      ...{ openedAt: created, processingAt: null, capturedAt: null },
    }),
    PaymentProcessing: (row, _, { created }) =>
      row && { ...row, status: 'processing', processingAt: created },
    PaymentCaptured: (row, { payer }, { created }) =>
      row && { ...row, status: 'captured', reference: payer.reference, reason: null, capturedAt: created },
    PaymentFailed: (row, { reason }) => row && { ...row, status: 'failed', reason },
    RefundRequested: (row, { refundId, amountCents }, { created }) =>
      row && {
        ...row,
        refunds: [...row.refunds, { refundId, amountCents, status: 'pending', at: created }],
        isRefunding: true,
      },
    RefundSucceeded: (row, { refundId }, { created }) => row && settled(row, refundId, 'succeeded', created),
    RefundFailed: (row, { refundId }, { created }) => row && settled(row, refundId, 'failed', created),
    DisputeOpened: (row) => row && { ...row, dispute: 'open' },
    DisputeClosed: (row, { outcome }) => row && { ...row, dispute: outcome },
  },
  forget: 'values',
});

function settled(row: PaymentRow, refundId: string, status: RefundLine['status'], at: string): PaymentRow {
  const refunds = row.refunds.map((one) => (one.refundId === refundId ? { ...one, status, at } : one));
  return { ...row, refunds, isRefunding: refunds.some((one) => one.status === 'pending') };
}

export const paymentOfOrder = async (
  rows: Rows<PaymentRow>,
  orderId: string,
): Promise<PaymentRow | undefined> => (await rows.where('orderId', orderId))[0];

/** Whose outcome may have been lost on its way to us. */
export const unsettled = async (rows: Rows<PaymentRow>): Promise<readonly PaymentRow[]> => [
  ...(await rows.where('status', 'open')),
  ...(await rows.where('status', 'processing')),
];

/** Whose refund may have ended without our hearing of it. */
export const refunding = (rows: Rows<PaymentRow>): Promise<readonly PaymentRow[]> =>
  rows.where('isRefunding', true);
