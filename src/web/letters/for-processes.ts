/** The letters that processes send, worded here: what happened goes in, what a person reads comes out. */
import type { Letters, OrderLetter } from '../../processes/ports.ts';
import type { Totals } from '../components/shapes.ts';
import { styleName } from '../portraits/easel.ts';
import { orderConfirmed, orderShipped } from './letters.ts';
import type { Sender } from './shapes.ts';

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
});

const about = ({ number, link }: OrderLetter) => ({ number: `P-${number}`, order: link });

function totalsOf({ totals, currency, ships }: OrderLetter): Totals {
  const cost = (cents: number) => ({ cents, currency });
  const { goodsCents, shippingCents, totalCents, vatCents, vatRate } = totals;
  const sums = { goods: cost(goodsCents), total: cost(totalCents), vat: cost(vatCents), vatRate };
  return ships ? { ...sums, delivery: { says: 'Delivery', cost: cost(shippingCents) } } : sums;
}
