/** How the states of an order are worded at a desk. */
import type { Need, OrderDeskRow, PrintState } from '../../../../projections/order-desk.ts';
import { kindName } from '../../../modules/catalogue/names.ts';
import type { PaymentRefusal } from '../../../modules/payments/payment.ts';
import type { Tone } from '../../components/notes.tsx';

export type State = { readonly state: string; readonly tone: Tone };

const orderWords: Readonly<Record<OrderDeskRow['status'], State>> = {
  placed: { state: 'Placed', tone: 'plain' },
  confirmed: { state: 'In work', tone: 'warn' },
  fulfilled: { state: 'Done', tone: 'ok' },
  cancelled: { state: 'Cancelled', tone: 'plain' },
};

const needsAPerson: State = { state: 'Needs a person', tone: 'bad' };

export const orderState = ({ status, isWaiting }: Pick<OrderDeskRow, 'status' | 'isWaiting'>): State =>
  isWaiting ? needsAPerson : orderWords[status];

const paymentWords: Readonly<Record<OrderDeskRow['payment'], State>> = {
  none: { state: 'Being opened', tone: 'plain' },
  open: { state: 'Not paid', tone: 'warn' },
  processing: { state: 'At the bank', tone: 'warn' },
  captured: { state: 'Paid', tone: 'ok' },
  failed: { state: 'Failed', tone: 'bad' },
};

type Paid = Pick<OrderDeskRow, 'payment' | 'refundedCents' | 'totalCents' | 'needs'>;

export function paymentState({ payment, refundedCents, totalCents, needs }: Paid): State {
  if (needs.includes('disputed')) return { state: 'Disputed', tone: 'bad' };
  if (refundedCents >= totalCents) return { state: 'Refunded', tone: 'plain' };
  if (refundedCents > 0) return { state: 'Refunded in part', tone: 'plain' };
  return paymentWords[payment];
}

const printWords: Readonly<Record<PrintState, State>> = {
  refused: { state: 'Refused', tone: 'bad' },
  planned: { state: 'Being painted', tone: 'warn' },
  ready: { state: 'Ready to send', tone: 'warn' },
  'on-hold': { state: 'At the lab', tone: 'warn' },
  'in-progress': { state: 'Being prepared', tone: 'warn' },
  'in-production': { state: 'In production', tone: 'warn' },
  shipped: { state: 'Sent', tone: 'ok' },
  cancelled: { state: 'Stopped', tone: 'plain' },
};

const furthestBehind: readonly PrintState[] = [
  ...(['refused', 'planned', 'ready', 'on-hold', 'in-progress', 'in-production', 'shipped'] as const),
  'cancelled',
];

/** The one that is furthest behind speaks for all. */
export function printState({ prints }: Pick<OrderDeskRow, 'prints'>): State {
  const is = furthestBehind.find((state) => prints.some((one) => one.is === state));
  return is === undefined ? { state: 'None', tone: 'plain' } : printWords[is];
}

export const itemsOf = ({ kinds }: Pick<OrderDeskRow, 'kinds'>): string => {
  const [first, ...others] = kinds.map(kindName);
  return [first, ...others.map((name) => name.toLowerCase())].join('; ');
};

/** Why a person must look, and what they can do. */
export const needWords: Readonly<Record<Need, { readonly title: string; readonly says: string }>> = {
  'lab-refused': {
    title: 'The lab refused the print.',
    says: 'It will not be made as it is. Cancel the order, and the money goes back; or refund a part and write to the customer.',
  },
  'lab-trouble': {
    title: 'The lab has a question.',
    says: 'It stands still until somebody answers at the lab’s own desk. It is settled here when production begins.',
  },
  disputed: {
    title: 'The payment is disputed.',
    says: 'The bank decides. Nothing can be refunded meanwhile: answer at the payment company’s own desk.',
  },
  'refund-failed': {
    title: 'A refund failed.',
    says: 'The money did not arrive. Ask for it once more below; if it fails again, the customer names another way.',
  },
};

export const paymentRefusals: Readonly<Record<PaymentRefusal, string>> = {
  'payment-already-opened': 'This payment was opened before.',
  'payment-not-open': 'This payment is not open.',
  'payment-already-processing': 'The bank has this payment.',
  'payment-already-captured': 'This payment is made.',
  'payment-already-failed': 'This payment failed.',
  'payment-amount-differs': 'The amount is another.',
  'payment-not-captured': 'Nothing was paid, so there is nothing to refund.',
  'payment-disputed': 'The bank decides over this money now: nothing can be refunded meanwhile.',
  'refund-already-requested': 'This refund was asked for already.',
  'refund-exceeds-payment': 'That is more than is left of the payment.',
  'refund-unknown': 'There is no such refund.',
  'refund-already-settled': 'This refund is settled.',
  'dispute-already-open': 'A dispute is open already.',
  'dispute-not-open': 'No dispute is open.',
};
