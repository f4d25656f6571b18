/** What the order page says first, and what happened, in sentences. */
import type { LogEntry, Refusal } from '../components/shapes.ts';
import { type OrderView, paymentState, printState } from './order-view.ts';

type Head = { readonly title: string; readonly lede: string };

export function headOf(view: OrderView): Head {
  const { order } = view;
  if (order.status === 'cancelled') return { title: 'This order is cancelled', lede: cancelled(view) };
  if (order.status === 'placed') return placed(view);
  if (order.lines.every(({ kind }) => kind === 'file')) return file(view);
  const state = printState(view);
  if (state === 'shipped')
    return {
      title: 'Your portrait is on its way',
      lede: 'The carrier has it. That it arrived, only the carrier can say.',
    };
  if (state === 'in-production')
    return {
      title: 'Your portrait is being made',
      lede: 'The lab is printing and framing it. We write when the carrier has it.',
    };
  if (state === 'refused')
    return { title: 'The lab could not take it', lede: 'We look at it, and write to you. Nothing is lost.' };
  return {
    title: 'We have started on your portrait',
    lede: 'It is painted at full size and goes to the lab. We write when the carrier has it.',
  };
}

function placed(view: OrderView): Head {
  const state = paymentState(view);
  if (state === 'processing')
    return {
      title: 'Your bank has not answered yet',
      lede: 'We begin as soon as it has. You need not wait here.',
    };
  return {
    title: 'One step is missing: the payment',
    lede: 'The order is kept for an hour. Nothing was charged yet.',
  };
}

function file({ order }: OrderView): Head {
  if (order.status === 'fulfilled')
    return { title: 'Your file is ready', lede: 'Download it, and keep a copy.' };
  if (order.fileFrom === 'after-withdrawal')
    return {
      title: 'Your file is kept for you',
      lede: 'It is yours when the 14 days for withdrawing are over.',
    };
  return {
    title: 'Your file is being painted',
    lede: 'At full size, with every stroke. It is here within a minute.',
  };
}

const because: Readonly<Record<string, string>> = {
  'by-buyer': 'You asked for it.',
  'by-shop': 'We could not go on with it.',
  'not-paid': 'It was not paid.',
  erased: 'You asked to be erased.',
  'not-possible': 'The picture could not be painted at this size.',
};

function cancelled(view: OrderView): string {
  const why = because[view.order.cancelledBecause ?? ''] ?? '';
  const state = paymentState(view);
  if (state === 'refunded') return `${why} What you paid is back on its way to you.`;
  return state === 'captured' ? `${why} What you paid is being sent back.` : `${why} Nothing was charged.`;
}

export function attentionOf({ prints }: OrderView): Refusal | undefined {
  const troubles = prints.flatMap((one) => one.troubles);
  if (troubles.length === 0) return undefined;
  return {
    title: 'The lab has a question.',
    because: troubleSays[troubles[0] ?? ''] ?? troubleSays['other'] ?? '',
    remedy: 'We look after it, and write to you if we need something.',
  };
}

const troubleSays: Readonly<Record<string, string>> = {
  'asset-not-downloaded': 'It could not fetch the picture.',
  'item-unavailable': 'It cannot make this just now.',
  'payment-needed': 'It waits for a payment of ours.',
  address: 'It cannot send to this address.',
  other: 'Something is unclear.',
};

/** Newest first. */
export const logOf = (view: OrderView): readonly LogEntry[] =>
  entriesOf(view)
    .flatMap(({ at, ...entry }) => (at === null || at === undefined ? [] : [{ at, ...entry }]))
    .toSorted((a, b) => b.at.localeCompare(a.at));

type Maybe = Omit<LogEntry, 'at'> & { readonly at: string | null | undefined };

function entriesOf({ order, payment, masters, prints }: OrderView): readonly Maybe[] {
  const exempt = order.lines.some(({ kind }) => kind !== 'file');
  return [
    {
      at: order.placedAt,
      says: 'You placed the order',
      note: exempt ? 'You were told that the print cannot be returned.' : undefined,
    },
    { at: payment?.capturedAt, says: 'Payment received' },
    ...masters.map(({ endedAt, status, use }) => ({
      at: status === 'rendered' ? endedAt : null,
      says: use === 'file' ? 'The file was painted at full size' : 'The print file was painted at full size',
    })),
    ...prints.flatMap(({ submittedAt, status, stageAt, parcels }) => [
      {
        at: submittedAt,
        says: 'Sent to the print lab',
        note: 'With your name and address, for printing and delivery only',
      },
      { at: status === 'in-production' ? stageAt : null, says: 'The lab took it into production' },
      ...parcels.map(({ at }) => ({ at, says: 'A parcel was handed to the carrier' })),
    ]),
    ...(payment?.refunds ?? []).map(({ at, status }) => ({ at, says: refundSays[status] })),
    { at: order.status === 'cancelled' ? order.endedAt : null, says: 'The order was cancelled' },
  ];
}

const refundSays = {
  pending: 'A refund was asked for',
  succeeded: 'The money was sent back',
  failed: 'A refund failed: we look after it',
} as const;
