/** The letters of the shop: one per step, and none besides. Pure: what they say is what they are given. */
import { longDate, moment, money, vatShare } from '../components/format.ts';
import type { Totals } from '../components/shapes.ts';
import { letterOf } from './letter.tsx';
import type { Letter, LetterBlock, Sender } from './shapes.ts';

export type OrderedItem = {
  /** "Framed print, 40 × 50 cm". */
  readonly name: string;
  readonly total: Totals['total'];
};

export type OrderConfirmedProps = Sender & {
  readonly number: string;
  /** Address of the order page. */
  readonly order: string;
  readonly placedAt: string;
  readonly items: readonly OrderedItem[];
  readonly totals: Totals;
  /** "Impressionist oil, painted by software after your photograph". */
  readonly medium: string;
  /** The tile of the style, attached by whoever sends it. */
  readonly tile?: { readonly cid: string; readonly alt: string } | undefined;
  readonly ships: boolean;
  readonly file: 'none' | 'at-once' | { readonly from: string };
};

export const orderConfirmed = (props: OrderConfirmedProps): Letter =>
  letterOf(
    {
      subject: `Order ${props.number}: we have started on your portrait`,
      preview: props.ships
        ? 'Paid, and on its way to the print lab.'
        : 'Paid, and being painted at full size.',
      title: 'We have started on your portrait',
      because: 'You get this because you ordered; we send one e-mail per step and none besides.',
      blocks: [
        { is: 'text', text: `Thank you for order ${props.number}. The payment is in. ${nextOf(props)}` },
        ...tileOf(props),
        { is: 'action', label: 'Follow the order', href: props.order },
        billOf(props),
        { is: 'records', title: 'For your records.', text: recordsOf(props) },
      ],
    },
    props,
  );

function nextOf({ ships, file }: OrderConfirmedProps): string {
  const print =
    'The picture is painted at full size and goes to the print lab. We write once more when the carrier has it.';
  const now = 'The file is being painted at full size, and is on the order page within a minute.';
  if (file === 'none') return print;
  const later = file === 'at-once' ? now : `The file is on the order page on ${longDate(file.from)}.`;
  return ships ? `${later} ${print}` : later;
}

const tileOf = ({ tile, medium }: OrderConfirmedProps): readonly LetterBlock[] =>
  tile === undefined ? [] : [{ is: 'tile', ...tile, title: 'In the style you chose', medium }];

const billOf = ({ items, totals }: OrderConfirmedProps): LetterBlock => ({
  is: 'bill',
  lines: [
    ...items.map(({ name, total }) => ({ name, cost: money(total) })),
    ...(totals.delivery === undefined
      ? []
      : [{ name: totals.delivery.says, cost: money(totals.delivery.cost) }]),
  ],
  total: { name: 'Total', cost: money(totals.total) },
  vat: { name: vatShare(totals.vatRate), cost: money(totals.vat) },
});

function recordsOf({ ships, file, placedAt }: OrderConfirmedProps): string {
  const told = `you were told so before you paid, on ${moment(placedAt)} UTC`;
  return [
    ships
      ? `The print is made for you alone, so the 14-day right of withdrawal does not apply to it (Directive 2011/83/EU, Art. 16(c)); ${told}.`
      : '',
    file === 'at-once'
      ? 'You asked for the file at once and so gave up the right to withdraw for it (Art. 16(m)).'
      : '',
    typeof file === 'object'
      ? `Until ${longDate(file.from)} you can withdraw from the file, with one button on the order page or by answering this e-mail.`
      : '',
    'If something arrives damaged or is not the picture you approved, we reprint or refund it.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

export type OrderShippedProps = Sender & {
  readonly number: string;
  readonly order: string;
  readonly carrier: string;
  readonly tracking?: { readonly number: string; readonly href?: string | undefined } | undefined;
};

export const orderShipped = (props: OrderShippedProps): Letter =>
  letterOf(
    {
      subject: `Order ${props.number} is with the carrier`,
      preview: `${props.carrier} has it.`,
      title: 'It is on its way',
      because: 'You get this because you ordered; this is the last step that we know of before your door.',
      blocks: [
        { is: 'text', text: `${props.carrier} has your parcel. ${trackingOf(props)}` },
        { is: 'action', label: 'Follow the order', href: props.order },
        {
          is: 'records',
          title: 'When it is there.',
          text: 'Look at it soon: damage can be claimed for 30 days, with a photo. Your portrait stays with us for 90 days after delivery, so that we can print it again; then its key is destroyed.',
        },
      ],
    },
    props,
  );

const trackingOf = ({ tracking }: OrderShippedProps): string =>
  tracking === undefined
    ? 'It gave no number to follow it by.'
    : `Its number is ${tracking.number}${tracking.href === undefined ? '' : `, at ${tracking.href}`}.`;

export type RefundedProps = Sender & {
  readonly number: string;
  readonly order: string;
  readonly amount: Totals['total'];
  /** "The lab could not make it." */
  readonly because: string;
};

export const refunded = (props: RefundedProps): Letter =>
  letterOf(
    {
      subject: `Order ${props.number}: ${money(props.amount)} is on its way back to you`,
      preview: 'To the card or account that you paid with.',
      title: `${money(props.amount)} is on its way back`,
      because: 'You get this because you ordered; we send one e-mail per step and none besides.',
      blocks: [
        {
          is: 'text',
          text: `${props.because} The payment company has sent the money to the card or account that you paid with. Your bank shows it within a few days.`,
        },
        { is: 'action', label: 'Look at the order', href: props.order },
      ],
    },
    props,
  );

export type ErasureBegunProps = Sender & {
  /** "ER-0026". */
  readonly number: string;
  /** Address of the receipt: it opens once the erasure is done. */
  readonly receipt: string;
  /** What the law makes us keep: "Invoice, until 31 December 2036". */
  readonly kept: readonly string[];
  /** What an open order still needs. */
  readonly later: readonly string[];
};

/** The last letter: it leaves before the key of the address is destroyed. */
export const erasureBegun = (props: ErasureBegunProps): Letter =>
  letterOf(
    {
      subject: `Your erasure has begun: link to receipt ${props.number}`,
      preview: 'Keep this link: nobody could look it up for you later.',
      title: 'Your erasure has begun',
      because: 'You get this because you asked to be erased; it is the last letter to this address.',
      blocks: [
        {
          is: 'text',
          text: `The keys are being destroyed as you read this. The receipt ${props.number} is signed when everything was read back and nothing opened. Keep this link: the receipt names nobody, so nobody could look it up for you later.`,
        },
        { is: 'action', label: 'Open the receipt', href: props.receipt },
        ...listed('What the law makes us keep, sealed:', props.kept),
        ...listed('What an open order still needs, and is erased after delivery:', props.later),
      ],
    },
    props,
  );

const listed = (text: string, items: readonly string[]): readonly LetterBlock[] =>
  items.length === 0
    ? []
    : [
        { is: 'text', text },
        { is: 'list', items },
      ];

export type CopyReadyProps = Sender & { readonly archive: string; readonly until: string };

export const copyReady = (props: CopyReadyProps): Letter =>
  letterOf(
    {
      subject: 'Your copy of your data is ready',
      preview: `It waits for you until ${longDate(props.until)}.`,
      title: 'Your copy is ready',
      because: 'You get this because you asked for a copy of your data.',
      blocks: [
        {
          is: 'text',
          text: `One archive with your photos and portraits as files, everything else as JSON, and a page to read it all in a browser. It waits for you until ${longDate(props.until)}; you need to be signed in to fetch it.`,
        },
        { is: 'action', label: 'Fetch the archive', href: props.archive },
      ],
    },
    props,
  );

export type SignInLinkProps = Sender & { readonly link: string };

export const signInLink = (props: SignInLinkProps): Letter =>
  letterOf(
    {
      subject: 'Your sign-in link, good for 10 minutes',
      preview: 'It works once, in the browser that asked for it.',
      title: 'Sign in',
      because:
        'You get this because somebody entered this address to sign in. If it was not you, do nothing.',
      blocks: [
        {
          is: 'text',
          text: 'This link signs you in. It works once, for 10 minutes, in the browser that asked for it.',
        },
        { is: 'action', label: 'Sign in', href: props.link },
      ],
    },
    props,
  );

export type ProofCodeProps = Sender & { readonly code: string };

/** Proof of who asks, before an erasure or a copy. */
export const proofCode = (props: ProofCodeProps): Letter =>
  letterOf(
    {
      subject: 'Your code, good for 10 minutes',
      preview: 'It proves that you asked, before something is erased.',
      title: 'Your code',
      because:
        'You get this because somebody asked to erase what belongs to this address. If it was not you, do nothing.',
      blocks: [
        { is: 'text', text: 'Type this code on the page that asked for it. It works once, for 10 minutes.' },
        { is: 'code', code: props.code },
      ],
    },
    props,
  );
