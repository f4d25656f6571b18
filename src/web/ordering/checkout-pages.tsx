/** `/checkout`: the form, the prices of another country, and the order. */
import { daysAfter } from '../../eventsourcing/days.ts';
import { countriesServed, type ShippingMethod, shippingCents } from '../../modules/catalogue/shipping.ts';
import { withdrawalDays } from '../../modules/ordering/withdrawal.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { atHome, homeOf } from '../catalogue/prices.ts';
import type { FieldError, Refusal } from '../components/shapes.ts';
import { type Fields, formFields } from '../form-fields.ts';
import type { Shop } from '../shop.ts';
import { countryName } from '../uploads/countries.ts';
import { causeOf, type Visit, visitOf } from '../visit.ts';
import { basketOf, changeBasket, type Entry } from './basket-store.ts';
import { CheckoutPage, type CheckoutPageProps, type CheckoutValues } from './checkout.tsx';
import { itemOf, totalsFrom } from './items.ts';
import { Address, type NotPlaced, payUrlOf, placeOrder } from './place-order.ts';
import { type Quoted, quoteOf, type Terms } from './quote.ts';
import { orderRefusals, quoteRefusals } from './words.ts';

type Given = Pick<CheckoutPageProps, 'errors' | 'refusal' | 'before'> & { readonly status?: number };

export async function showCheckout(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  return checkoutPage(shop, visit, { country: homeOf(request) }, {});
}

/** Posted by "Show its prices": nothing is ordered. */
export async function repriceCheckout(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = await formFields(request);
  if (fields === undefined) return refuse(shop, request, { status: 400, type: 'form-broken' });
  return checkoutPage(shop, visit, valuesIn(fields), { before: before(fields) });
}

export async function postCheckout(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = await formFields(request);
  if (fields === undefined) return refuse(shop, request, { status: 400, type: 'form-broken' });
  const { session } = visit;
  const entries = session === undefined ? [] : await basketOf(shop.sql, session.id);
  if (session === undefined || entries.length === 0) return seeOther('/basket');
  const values = valuesIn(fields);
  const ships = entries.some(({ product }) => product !== 'file');
  const address = ships ? Address.safeParse(values) : undefined;
  const errors = wrongIn(values, address);
  if (errors.length > 0) return checkoutPage(shop, visit, values, { errors, status: 422 });

  const cause = causeOf(shop, visit, session, fields['once']);
  const wish = {
    ...{ items: entries, email: values.email ?? '', name: values.name ?? null, terms: termsOf(values) },
    ...{ address: address?.data ?? null, fileAtOnce: values.fileAtOnce === true },
    ...{ acceptsTerms: fields['acceptTerms'] === 'yes', quotedCents: Number(fields['sum']) },
  };
  const placed = await placeOrder(shop, session, cause, wish);
  if (!('orderId' in placed)) return notPlaced(shop, visit, values, fields, placed);
  await changeBasket(shop.sql, session.id, () => []);
  const payUrl = await payUrlOf(shop, session, placed.orderId);
  return seeOther(payUrl ?? shop.links.orderPage(placed.orderId));
}

function notPlaced(
  shop: Shop,
  visit: Visit,
  values: CheckoutValues,
  fields: Fields,
  answer: NotPlaced,
): Promise<Response> {
  if ('wrong' in answer) return checkoutPage(shop, visit, values, { errors: answer.wrong, status: 422 });
  if (answer.refused === 'price-has-changed')
    return checkoutPage(shop, visit, values, { before: before(fields), status: 409 });
  const because = 'item' in answer ? quoteRefusals[answer.refused] : orderRefusals[answer.refused];
  const refusal: Refusal = {
    title: 'Nothing was ordered.',
    because,
    remedy: 'Look at the basket once more.',
  };
  return checkoutPage(shop, visit, values, { refusal, status: 409 });
}

const text = (value: string | undefined): string | undefined => (value === '' ? undefined : value?.trim());
const speed = (value: string | undefined): ShippingMethod => (value === 'express' ? 'express' : 'standard');
const served = (country: string | undefined): string =>
  country !== undefined && countriesServed.includes(country) ? country : atHome.country;

const valuesIn = (fields: Fields): CheckoutValues => ({
  ...{ email: text(fields['email']), name: text(fields['name']), line1: text(fields['line1']) },
  ...{ line2: text(fields['line2']), postalCode: text(fields['postalCode']), city: text(fields['city']) },
  ...{ state: text(fields['state']), country: served(fields['country']), speed: speed(fields['speed']) },
  fileAtOnce: fields['fileAtOnce'] !== undefined,
});

const termsOf = ({ country, speed: method }: CheckoutValues): Terms => ({
  ...{ country: served(country), currency: atHome.currency, method: speed(method) },
});

function before({ sum, currency }: Fields): CheckoutPageProps['before'] {
  const cents = Number(sum);
  return Number.isInteger(cents) && cents > 0 ? { cents, currency: currency ?? atHome.currency } : undefined;
}

const asked: Readonly<Record<string, string>> = {
  name: 'Write the name for the parcel.',
  line1: 'Write the street and house number.',
  postalCode: 'Write the postcode.',
  city: 'Write the town or city.',
  country: 'Choose a country that we send to.',
};

function wrongIn(
  { email }: CheckoutValues,
  address: ReturnType<typeof Address.safeParse> | undefined,
): readonly FieldError[] {
  const fields = address?.success === false ? address.error.issues.map(({ path }) => String(path[0])) : [];
  const contact = /^\S+@\S+\.\S+$/.test(email ?? '')
    ? []
    : [{ field: 'email', says: 'Write an e-mail address such as name@example.org.' }];
  return [
    ...contact,
    ...[...new Set(fields)].map((field) => ({ field, says: asked[field] ?? 'This does not fit.' })),
  ];
}

async function checkoutPage(
  shop: Shop,
  visit: Visit,
  values: CheckoutValues,
  { status, ...given }: Given,
): Promise<Response> {
  const { session } = visit;
  const entries = session === undefined ? [] : await basketOf(shop.sql, session.id);
  const terms = termsOf(values);
  const quoted =
    session && entries.length > 0 ? await quoteOf(shop, entries, session.people, terms) : undefined;
  if (quoted === undefined || 'refused' in quoted) return seeOther('/basket');
  const props: CheckoutPageProps = {
    values: { ...values, country: terms.country, speed: terms.method },
    policyVersion: await shop.policyInForce(),
    ...shown(shop, entries, quoted, terms),
    fileLater: daysAfter(shop.clock(), withdrawalDays),
    ...given,
  };
  const same = given.before?.cents === props.totals.total.cents ? { ...props, before: undefined } : props;
  return html(shop, visit, {
    title: 'Check and pay',
    page: <CheckoutPage {...same} />,
    ...(status && { status }),
  });
}

const shown = (
  { tokens }: Shop,
  entries: readonly Entry[],
  quoted: Quoted,
  { country, currency, method }: Terms,
) => ({
  items: quoted.lines.map((line, i) => itemOf(tokens, line, entries[i]?.id ?? '', currency)),
  totals: totalsFrom(quoted, currency, method, country),
  countries: countriesServed.map((value) => ({ value, label: countryName(value) })),
  speeds: [
    {
      id: 'standard',
      name: 'Standard',
      says: 'Made in 3 to 5 working days, then 2 to 4 on the way. Tracked.',
    },
    { id: 'express', name: 'Express', says: 'Made in 3 to 5 working days, then 1 to 2 on the way. Tracked.' },
  ].map((one) => ({ ...one, cost: { cents: shippingCents(speed(one.id), country, currency), currency } })),
  ships: quoted.ships,
  hasFile: quoted.lines.some(({ kind }) => kind === 'file'),
});
