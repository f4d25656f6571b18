/** `/basket`: what is in it, changed by forms that post. */
import { ordersOf } from '../../../projections/orders.ts';
import { register } from '../../personal-data/register.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { atHome, homeOf } from '../catalogue/prices.ts';
import { formFields } from '../form-fields.ts';
import type { Shop } from '../shop.ts';
import { type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { type BasketItem, BasketPage, type BasketPageProps } from './basket.tsx';
import { added, basketOf, changeBasket, type Entry } from './basket-store.ts';
import { itemOf, totalsFrom } from './items.ts';
import { numberOf } from './order-view.ts';
import { quoteOf, type Terms } from './quote.ts';
import { quoteRefusals } from './words.ts';

const termsFor = (request: Request): Terms => ({
  ...{ country: homeOf(request), currency: atHome.currency, method: 'standard' },
});

export async function showBasket(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const { session } = visit;
  const entries = session === undefined ? [] : await basketOf(shop.sql, session.id);
  const items = await Promise.all(entries.map((entry) => shownOf(shop, visit, entry)));
  const props: BasketPageProps = {
    ...{ items, keptDays: register['media.upload'].retention.keepDays },
    ...(await sums(
      shop,
      visit,
      entries.filter((_, i) => items[i]?.gone === undefined),
    )),
    removed: removedIn(visit),
    unpaid: entries.length === 0 ? await unpaidOf(shop, visit) : undefined,
  };
  return html(shop, visit, { title: 'Basket', page: <BasketPage {...props} /> });
}

async function unpaidOf({ reads, tokens }: Shop, { session }: Visit): Promise<BasketPageProps['unpaid']> {
  const placed = await ordersOf(reads.orders, session?.people ?? []);
  const order = placed.find(({ status }) => status === 'placed');
  return order && { number: numberOf(order), href: `/orders/${tokens.make('order', order.orderId)}` };
}

async function shownOf(shop: Shop, { session, request }: Visit, entry: Entry): Promise<BasketItem> {
  const terms = termsFor(request);
  if (session === undefined) return nothing(entry, quoteRefusals['portrait-not-yours']);
  const quoted = await quoteOf(shop, [entry], session.people, terms);
  if ('refused' in quoted) return nothing(entry, quoteRefusals[quoted.refused]);
  const [line] = quoted.lines;
  if (line === undefined) return nothing(entry, quoteRefusals['product-unknown']);
  const token = shop.tokens.make('studio', line.photoId);
  const change = `/studio/${token}/product?portrait=${line.portraitId}`;
  return { ...itemOf(shop.tokens, line, entry.id, terms.currency), change };
}

const nothing = ({ id, quantity }: Entry, gone: string): BasketItem => ({
  ...{ id, quantity, gone, name: 'No longer to be had', says: '' },
  ...{ as: { kind: 'file', widthCm: 40 }, picture: { src: '/assets/icons/frame.svg', alt: '' } },
  total: { cents: 0, currency: atHome.currency },
});

async function sums(shop: Shop, { session, request }: Visit, entries: readonly Entry[]) {
  const terms = termsFor(request);
  if (session === undefined || entries.length === 0) return {};
  const quoted = await quoteOf(shop, entries, session.people, terms);
  return 'refused' in quoted
    ? {}
    : { totals: totalsFrom(quoted, terms.currency, terms.method, terms.country) };
}

/** What was taken out rides in the address, so that it can be put back. */
function removedIn({ url }: Visit): BasketPageProps['removed'] {
  const entry = entryIn(url.searchParams.get('removed'));
  return entry && { id: encoded(entry), name: 'The last one' };
}

const encoded = ({ portrait, product, variant, quantity }: Entry): string =>
  [portrait, product, variant, quantity].join('~');

function entryIn(text: string | null): Entry | undefined {
  const [portrait, product, variant, quantity] = (text ?? '').split('~');
  if (portrait === undefined || product === undefined || variant === undefined) return undefined;
  const copies = Number(quantity);
  const whole = Number.isInteger(copies) && copies >= 1 && copies <= 20;
  return { id: '', portrait, product, variant, quantity: whole ? copies : 1 };
}

/** Fields of the configurator: `portrait`, `kind`, `size`, `finish`, `mat`, `edge`. */
export async function addToBasket(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = await formFields(request);
  if (fields === undefined) return refuse(shop, request, { status: 400, type: 'form-broken' });
  const visitor = await visitorOf(shop, visit);
  const { kind = 'file', size = '40x50' } = fields;
  const wanted = {
    ...{ portrait: fields['portrait'] ?? '', quantity: 1 },
    ...{ product: kind === 'file' ? 'file' : `${kind}-${size}`, variant: variantFrom(kind, fields) },
  };
  const quoted = await quoteOf(shop, [wanted], visitor.session.people, termsFor(request));
  if ('refused' in quoted) return refuse(shop, request, refusedItem(quoted.refused));
  await changeBasket(shop.sql, visitor.session.id, (basket) =>
    added(basket, { ...wanted, id: shop.newId() }),
  );
  return withCookie(shop, visitor, seeOther('/basket'));
}

const refusedItem = (refusal: keyof typeof quoteRefusals) => ({
  ...{ status: 409, type: refusal, title: quoteRefusals[refusal] },
  safe: ['Nothing was put in the basket.'],
});

function variantFrom(
  kind: string,
  { finish = 'walnut', mat = 'white', edge = 'mirror' }: Readonly<Record<string, string | undefined>>,
): string {
  if (kind === 'framed') return `${finish}-${mat}`;
  if (kind === 'canvas') return edge;
  return { 'fine-art': 'matt', poster: 'satin', file: 'jpeg' }[kind] ?? '';
}

export async function changeQuantity(shop: Shop, request: Request, id: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const fields = await formFields(request);
  const quantity = Number(fields?.['quantity']);
  if (session === undefined || !Number.isInteger(quantity) || quantity < 1 || quantity > 20)
    return seeOther('/basket');
  await changeBasket(shop.sql, session.id, (basket) =>
    basket.map((entry) => (entry.id === id ? { ...entry, quantity } : entry)),
  );
  return seeOther('/basket');
}

export async function removeFromBasket(shop: Shop, request: Request, id: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  if (session === undefined) return seeOther('/basket');
  const before = await basketOf(shop.sql, session.id);
  await changeBasket(shop.sql, session.id, (basket) => basket.filter((entry) => entry.id !== id));
  const entry = before.find((one) => one.id === id);
  return seeOther(entry === undefined ? '/basket' : `/basket?removed=${encodeURIComponent(encoded(entry))}`);
}

export async function restoreToBasket(shop: Shop, request: Request, text: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const entry = entryIn(text);
  if (session !== undefined && entry !== undefined)
    await changeBasket(shop.sql, session.id, (basket) => added(basket, { ...entry, id: shop.newId() }));
  return seeOther('/basket');
}
