/** The letters that processes send, worded here: what happened goes in, what a person reads comes out. */
import type { Kind, Outcome } from '../../modules/privacy/request.events.ts';
import type { Letters, OrderLetter } from '../../processes/ports.ts';
import type { Totals } from '../components/shapes.ts';
import { styleName } from '../portraits/easel.ts';
import { extensionReasons, purposeWords } from '../privacy/words.ts';
import { copyReady, orderConfirmed, orderShipped, refunded } from './letters.ts';
import { photoErased, policyChanged, requestAnswered, requestExtended, requestReceived } from './rights.ts';
import type { Sender } from './shapes.ts';
import { conversationAnswered, conversationOpened } from './support.ts';

export const lettersOf = (sender: Sender): Letters => ({
  orderConfirmed: (facts) =>
    orderConfirmed({
      ...sender,
      ...about(facts),
      placedAt: facts.placedAt,
      items: facts.items.map(({ name, cents }) => ({ name, total: { cents, currency: facts.currency } })),
      totals: totalsOf(facts),
      medium: `${styleName(facts.items[0]?.style ?? '')}, painted by software after your photograph`,
      ships: facts.ships,
      file: facts.file,
    }),
  orderShipped: (facts) => {
    const { carrier, trackingNumber, trackingUrl } = facts.parcel;
    const tracking =
      trackingNumber === null ? undefined : { number: trackingNumber, href: trackingUrl ?? undefined };
    return orderShipped({ ...sender, ...about(facts), carrier, tracking });
  },
  refunded: ({ number, link, cents, currency, because }) =>
    refunded({
      ...{ ...sender, number: `P-${number}`, order: link, amount: { cents, currency } },
      because: refundReasons[because],
    }),
  copyReady: (facts) => copyReady({ ...sender, ...facts }),
  requestReceived: ({ kind, ...facts }) => requestReceived({ ...sender, ...facts, what: asked[kind] }),
  requestExtended: ({ because, ...facts }) =>
    requestExtended({ ...sender, ...facts, reason: extensionReasons[because] }),
  requestAnswered: ({ outcome, ...facts }) =>
    requestAnswered({ ...sender, ...facts, title: outcomes[outcome], refused: outcome !== 'done' }),
  photoErased: (facts) => photoErased({ ...sender, ...facts }),
  conversationOpened: (facts) => conversationOpened({ ...sender, ...facts }),
  conversationAnswered: (facts) => conversationAnswered({ ...sender, ...facts }),
  policyChanged: ({ asksAgain, ...facts }) =>
    policyChanged({ ...sender, ...facts, asksAgain: asksAgain.map(purposeWords) }),
});

type RefundReason = Parameters<Letters['refunded']>[0]['because'];
const refundReasons: Readonly<Record<RefundReason, string>> = {
  'order-cancelled': 'The order was cancelled.',
  'not-possible': 'We could not make it.',
  claim: 'We looked at what you told us, and you were right.',
  withdrawal: 'You withdrew from the contract.',
  goodwill: 'We want to put it right.',
};

const asked: Readonly<Record<Kind, string>> = {
  copy: 'Your request for a copy',
  correction: 'Your correction',
  restriction: 'Your restriction',
  lifting: 'The end of your restriction',
  objection: 'Your objection',
  complaint: 'Your complaint',
  depicted: 'Your request about a photo of you',
  'under-age': 'Your message about a child',
};

const outcomes: Readonly<Record<Outcome, string>> = {
  done: 'Your request is done',
  'partly-done': 'Your request is done in part',
  refused: 'Your request is refused',
};

const about = ({ number, link }: OrderLetter) => ({ number: `P-${number}`, order: link });

function totalsOf({ totals, currency, ships }: OrderLetter): Totals {
  const cost = (cents: number) => ({ cents, currency });
  const { goodsCents, shippingCents, totalCents, vatCents, vatRate } = totals;
  const sums = { goods: cost(goodsCents), total: cost(totalCents), vat: cost(vatCents), vatRate };
  return ships ? { ...sums, delivery: { says: 'Delivery', cost: cost(shippingCents) } } : sums;
}
