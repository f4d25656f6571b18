/** The pages that are read and not used: policy, terms, imprint, help, delivery, accessibility; and the look of the site. */
import { Elysia } from 'elysia';
import type { VNode } from 'preact';
import { offered } from '../../../projections/products.ts';
import { kindName } from '../../modules/catalogue/names.ts';
import { countriesServed, shippingCents } from '../../modules/catalogue/shipping.ts';
import { vatRateOf } from '../../modules/catalogue/vat.ts';
import { html, seeOther } from '../answers.tsx';
import { atHome } from '../catalogue/prices.ts';
import { about } from '../docs/about.ts';
import { formFields } from '../form-fields.ts';
import type { Shop } from '../shop.ts';
import { countryName } from '../uploads/countries.ts';
import { visitOf } from '../visit.ts';
import { operator } from './facts.ts';
import { AccessibilityPage, DeliveryPage, HelpPage, ImprintPage, TermsPage } from './plain.tsx';
import { listPolicies, PolicyList, PolicyTold, showPolicy, showPolicyJson } from './policy-pages.tsx';
import { showRegister, showRegisterJsonLd } from './register-pages.tsx';

/** Among pages that are not described. */
const shown = (...told: Parameters<typeof about>) => ({ detail: { ...about(...told).detail, hide: false } });

export const policyRoutes = (shop: Shop) => {
  const show = (title: string, page: VNode) => async (request: Request) =>
    html(shop, await visitOf(shop, request), { title, page });
  const terms = show('Terms', <TermsPage operator={operator} />);
  const imprint = show('Imprint', <ImprintPage operator={operator} />);
  const help = show('Questions', <HelpPage email={operator.email} />);
  const accessibility = show('Accessibility', <AccessibilityPage email={operator.email} />);
  return new Elysia({ detail: { hide: true } })
    .get('/privacy', ({ request }) => showPolicy(shop, request))
    .get('/privacy/:version', ({ request, params }) => showPolicy(shop, request, params.version))
    .get(
      '/api/v1/policies',
      () => listPolicies(shop),
      shown('privacy', 'Versions of the privacy policy', { 200: PolicyList }),
    )
    .get(
      '/api/v1/policies/:version',
      ({ request, params }) => showPolicyJson(shop, request, params.version),
      shown('privacy', 'One version of the privacy policy, whole', { 200: PolicyTold }),
    )
    .get('/audit/register', ({ request }) => showRegister(shop, request))
    .get('/audit/register.jsonld', () => showRegisterJsonLd())
    .get('/delivery', ({ request }) => showDelivery(shop, request))
    .get('/terms', ({ request }) => terms(request))
    .get('/imprint', ({ request }) => imprint(request))
    .get('/help', ({ request }) => help(request))
    .get('/accessibility', ({ request }) => accessibility(request))
    .post('/theme', ({ request }) => postTheme(request), { parse: 'none' });
};

async function showDelivery(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const { currency } = atHome;
  const rows = countriesServed.map((country) => ({
    country: countryName(country),
    standard: { cents: shippingCents('standard', country, currency), currency },
    express: { cents: shippingCents('express', country, currency), currency },
    ...{ vatRate: vatRateOf(country), days: country === 'DE' ? '2 to 4' : '3 to 7' },
  }));
  return html(shop, visit, {
    title: 'Delivery and prices',
    page: <DeliveryPage rows={rows} prices={await prices(shop)} />,
  });
}

/** From the smallest of each kind. */
async function prices({ reads }: Shop) {
  const rows = await offered(reads.products);
  const cheapest = new Map<string, number>();
  for (const { kind, grossCents } of rows)
    cheapest.set(kind, Math.min(cheapest.get(kind) ?? Number.POSITIVE_INFINITY, grossCents[atHome.currency]));
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    ...{ name: kindName(kind), from: { cents: cheapest.get(kind) ?? 0, currency: atHome.currency } },
  }));
}

const aYear = 31_536_000;

/** Light, dark, or as the device: a choice kept in the browser alone. Fields: `theme`, `back`. */
async function postTheme(request: Request): Promise<Response> {
  const fields = await formFields(request);
  const theme = fields?.['theme'];
  const back = /^\/(?![/\\])[\w/.~-]*$/.exec(fields?.['back'] ?? '')?.[0] ?? '/';
  const answer = seeOther(back);
  const chosen = theme === 'light' || theme === 'dark';
  const value = chosen ? `theme=${theme}; Max-Age=${aYear}` : 'theme=; Max-Age=0';
  answer.headers.append('set-cookie', `${value}; Path=/; HttpOnly; SameSite=Lax`);
  return answer;
}
