/** The axes of an order in words: payment, printing, parcel; each says what was, what is, and what comes. */
import { moment, money } from '../components/format.ts';
import type { Axis } from '../components/shapes.ts';
import { type OrderView, paymentState, printState } from './order-view.ts';

type Step = Axis['steps'][number];
type Stop = { readonly label: string; readonly at: string | null | undefined };

export const axesOf = (view: OrderView): readonly Axis[] => [
  paymentAxis(view),
  ...(view.order.lines.some(({ kind }) => kind !== 'file')
    ? [printAxis(view), parcelAxis(view)]
    : [fileAxis(view)]),
];

/** Up to the last stop that has a time, done; the next one, now. */
function track(stops: readonly Stop[], over: boolean): readonly Step[] {
  const reached = stops.findLastIndex(({ at }) => at !== null && at !== undefined);
  return stops.map(({ label, at }, i) => ({
    label,
    at: at === null || at === undefined ? undefined : moment(at),
    state: i <= reached ? 'done' : i === reached + 1 && !over ? 'now' : 'next',
  }));
}

const crossed = (steps: readonly Step[], label: string, at?: string | null): readonly Step[] => [
  ...steps.filter(({ state }) => state === 'done').slice(0, 3),
  { label, at: at ? moment(at) : undefined, state: 'cancelled' },
];

const paymentSays: Readonly<Record<ReturnType<typeof paymentState>, string>> = {
  opening: 'The payment page is being opened',
  open: 'Not paid yet',
  processing: 'Your bank has not answered yet',
  captured: 'Paid in full',
  failed: 'Not paid',
  'partially-refunded': 'Refunded in part',
  refunded: 'Refunded',
  disputed: 'Disputed: your bank decides',
};

function paymentAxis(view: OrderView): Axis {
  const { order, payment } = view;
  const state = paymentState(view);
  const paidAt = payment?.capturedAt;
  const steps = track(
    [
      { label: 'Started', at: order.placedAt },
      { label: 'Confirmed', at: paidAt ?? payment?.processingAt },
      { label: 'Paid', at: paidAt },
    ],
    order.status === 'cancelled',
  );
  const total = money({ cents: order.totals.totalCents, currency: order.currency });
  const sentence = state === 'captured' ? `Paid in full, ${total}` : paymentSays[state];
  if (state === 'refunded')
    return { name: 'Payment', sentence, steps: crossed(steps, 'Refunded', payment?.refunds.at(-1)?.at) };
  return { name: 'Payment', sentence, steps: state === 'failed' ? crossed(steps, 'Not paid') : steps };
}

const printSays: Readonly<Record<string, string>> = {
  planned: 'The picture is being painted at full size',
  ready: 'The picture is ready for the lab',
  'on-hold': 'At the lab: taken in',
  'in-progress': 'At the lab: being prepared',
  'in-production': 'At the lab: in production',
  shipped: 'Made and sent',
  refused: 'The lab could not take it',
  cancelled: 'Stopped',
};

function printAxis(view: OrderView): Axis {
  const { prints, order } = view;
  const state = printState(view);
  const all = (passed: (one: (typeof prints)[number]) => string | null): string | null => {
    const times = prints.map(passed);
    return times.length > 0 && times.every((at) => at !== null) ? (times.toSorted().at(-1) ?? null) : null;
  };
  const made = (one: (typeof prints)[number]) =>
    ['in-production', 'shipped'].includes(one.status) ? one.stageAt : null;
  const steps = track(
    [
      { label: 'Planned', at: all(({ plannedAt }) => plannedAt) },
      { label: 'Sent to the lab', at: all(({ submittedAt }) => submittedAt) },
      { label: 'In production', at: all(made) },
      { label: 'Sent', at: all((one) => (one.status === 'shipped' ? one.stageAt : null)) },
    ],
    order.status === 'cancelled',
  );
  const name = 'Printing';
  if (order.status === 'cancelled')
    return { name, sentence: 'Stopped', steps: crossed(steps, 'Stopped', order.endedAt) };
  return {
    name,
    sentence: state === null ? 'Begins when the payment is in' : (printSays[state] ?? state),
    steps,
  };
}

function parcelAxis({ prints, order }: OrderView): Axis {
  const sent = prints.flatMap(({ parcels }) => parcels.map(({ at }) => at)).toSorted();
  const steps = track(
    [
      { label: 'Handed over', at: sent[0] },
      { label: 'On its way', at: sent[0] },
      { label: 'Delivered', at: null },
    ],
    sent.length === 0,
  );
  if (order.status === 'cancelled')
    return { name: 'Parcel', sentence: 'Nothing is sent', steps: crossed([], 'Not sent') };
  const one = sent.length === 1 ? 'The carrier has it' : `The carrier has ${sent.length} parcels`;
  return { name: 'Parcel', sentence: sent.length === 0 ? 'Not yet with the carrier' : one, steps };
}

function fileAxis({ masters, order }: OrderView): Axis {
  const done = masters.length > 0 && masters.every(({ status }) => status === 'rendered');
  const steps = track(
    [
      { label: 'Ordered', at: order.placedAt },
      { label: 'Painted at full size', at: done ? masters.at(-1)?.endedAt : null },
      { label: 'Ready to download', at: done ? masters.at(-1)?.endedAt : null },
    ],
    order.status === 'cancelled',
  );
  const name = 'File';
  if (order.status === 'cancelled')
    return { name, sentence: 'Stopped', steps: crossed(steps, 'Stopped', order.endedAt) };
  const waiting = order.status === 'placed' ? 'Begins when the payment is in' : 'Being painted at full size';
  return { name, sentence: done ? 'Ready to download' : waiting, steps };
}
