/** The shelf: what is offered today, at today’s price. */
import { expect, test } from 'bun:test';
import { offered, productOf, products } from '../../projections/products.ts';
import { firstOffers } from '../../src/modules/catalogue/offers.ts';
import { at, told } from './rows.ts';

const [one, other] = firstOffers;
if (one === undefined || other === undefined) throw new Error('the shop offers nothing');
const offers = (offer: typeof one) => ({ type: 'ProductOffered', ...offer });
const withdraws = { type: 'ProductWithdrawn', productId: one.productId };

test('a product is on the shelf as it was offered last', async () => {
  const cheaper = { ...one, grossCents: { EUR: 1, GBP: 1, USD: 1 } };
  const { rows } = await told(products, offers(one), offers(other), offers(cheaper));
  expect(await productOf(rows, one.productId)).toEqual({ ...cheaper, status: 'offered', since: at(2) });
  expect(await offered(rows)).toHaveLength(2);
});

test('one that is withdrawn is not, and still says what it was', async () => {
  const { rows, happens } = await told(products, offers(one), offers(other), withdraws);
  expect((await offered(rows)).map(({ productId }) => productId)).toEqual([other.productId]);
  expect(await productOf(rows, one.productId)).toEqual({ ...one, status: 'withdrawn', since: at(2) });
  await happens(offers(one));
  expect(await offered(rows)).toHaveLength(2);
});
