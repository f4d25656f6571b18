/** Who may do what: every route of the shop stands here, and what stands here is asked before a handler runs. */
import type { Role } from '../modules/accounts/account.events.ts';
import type { Session } from './session.ts';

/**
 * - `anyone`: there is nothing of anybody in it
 * - `self`: of whoever is here, found by their session and by nothing that they send
 * - `owner`: of one person, whatever it is named by; for everybody else it does not exist, or is forbidden
 * - `link`: whoever has the link, which is a key
 * - `signed`: whoever signed what they send
 * - `account`: whoever is signed in
 * - a role: whoever has it, and came in by passkey
 */
export type Rule = 'anyone' | 'self' | 'owner' | 'link' | 'signed' | 'account' | Role;

const routes: Readonly<Record<Rule, readonly string[]>> = {
  anyone: [
    ...['GET /', 'GET /styles', 'GET /styles/:id', 'GET /create', 'GET /components', 'POST /theme'],
    ...['GET /assets/*', 'GET /islands/:name', 'GET /favicon.ico', 'GET /docs', 'GET /docs/json'],
    ...['GET /privacy', 'GET /privacy/:version', 'GET /terms', 'GET /imprint', 'GET /accessibility'],
    ...['GET /help', 'GET /delivery', 'GET /schemas/:name', 'GET /verify', 'POST /verify'],
    ...['GET /privacy/depicted', 'POST /privacy/depicted', 'GET /privacy/children', 'POST /privacy/children'],
    ...['GET /health/live', 'GET /health/ready', 'GET /metrics'],
    ...['GET /.well-known/jwks.json', 'GET /.well-known/gpc.json'],
    ...['GET /.well-known/log-checkpoint', 'GET /.well-known/log-key'],
    ...['GET /api/v1/styles', 'GET /api/v1/products', 'POST /api/v1/sessions'],
    ...['GET /api/v1/policies', 'GET /api/v1/policies/:version'],
    ...['POST /api/v1/privacy/depicted', 'POST /api/v1/privacy/children'],
    ...['GET /sign-in', 'POST /sign-in', 'POST /sign-in/passkey/options', 'POST /sign-in/passkey'],
    ...['POST /sign-out', 'GET /audit/register', 'GET /audit/register.jsonld'],
  ],
  self: [
    ...['POST /create', 'POST /api/v1/photos', 'GET /gallery', 'GET /orders', 'GET /api/v1/orders'],
    ...[
      'GET /basket',
      'POST /basket',
      'POST /basket/:id',
      'POST /basket/:id/remove',
      'POST /basket/:id/restore',
    ],
    ...['GET /checkout', 'POST /checkout', 'POST /checkout/country', 'POST /api/v1/orders'],
    ...['GET /support', 'POST /support', 'POST /api/v1/support', 'GET /api/v1/support'],
    ...['GET /account/privacy/', 'GET /account/privacy/history', 'GET /account/privacy/consents'],
    ...['GET /account/privacy/consents/:name', 'POST /account/privacy/consents'],
    ...['POST /account/privacy/export', 'POST /account/privacy/correct', 'POST /account/privacy/restrict'],
    ...['POST /account/privacy/object', 'POST /account/privacy/complain'],
    ...['GET /account/privacy/erase', 'POST /account/privacy/erase', 'POST /account/privacy/erase/code'],
    ...['GET /api/v1/privacy/held', 'GET /api/v1/privacy/processing', 'GET /api/v1/privacy/consents'],
    ...['PUT /api/v1/privacy/consents', 'GET /api/v1/privacy/consents/receipts'],
    ...['POST /api/v1/privacy/codes', 'POST /api/v1/privacy/erasures', 'POST /api/v1/privacy/exports'],
    ...['PUT /api/v1/privacy/contact', 'PUT /api/v1/privacy/restriction'],
    ...['POST /api/v1/privacy/objections', 'POST /api/v1/privacy/complaints'],
    'GET /api/v1/privacy/requests',
  ],
  owner: [
    ...['GET /api/v1/photos/:id', 'GET /api/v1/photos/:id/events', 'POST /api/v1/portraits'],
    ...['GET /api/v1/portraits/:id', 'GET /api/v1/portraits/:id/events', 'GET /api/v1/orders/:id'],
    'GET /api/v1/support/:id',
    ...['GET /api/v1/privacy/requests/:id', 'POST /studio/:token/stop', 'POST /studio/:token/adjust'],
  ],
  link: [
    ...['GET /studio/:token', 'GET /studio/:token/events', 'GET /studio/:token/compare'],
    ...['GET /studio/:token/adjust', 'GET /studio/:token/draft', 'POST /studio/:token/erase'],
    ...['GET /studio/:token/product', 'GET /pictures/:token', 'GET /pictures/:token/photo'],
    'GET /checkout/done/:token',
    ...['GET /orders/:token', 'POST /orders/:token/cancel', 'GET /orders/:token/invoice.pdf'],
    ...['GET /files/:token', 'GET /copies/:token', 'GET /requests/:token'],
    ...['GET /receipts/:token', 'GET /receipts/:token/receipt.jws'],
    ...['GET /support/:token', 'POST /support/:token'],
    ...['GET /sign-in/:token', 'POST /sign-in/:token'],
  ],
  signed: ['POST /webhooks/stripe', 'POST /webhooks/prodigi/:token', 'POST /webhooks/replicate'],
  account: [
    ...[
      'GET /account',
      'POST /account/address',
      'GET /account/address/:token',
      'POST /account/address/:token',
    ],
    ...['POST /account/sessions/end', 'GET /account/passkeys', 'POST /account/passkeys/options'],
    ...['POST /account/passkeys', 'POST /account/passkeys/:id/remove'],
    ...[
      'GET /api/v1/account',
      'POST /api/v1/tokens',
      'GET /account/prove',
      'POST /account/prove/options',
      'POST /account/prove',
    ],
  ],
  staff: [
    ...['GET /staff/orders', 'POST /staff/orders', 'GET /staff/orders/:id', 'POST /staff/orders/:id/open'],
    ...['POST /staff/orders/:id/portrait', 'POST /staff/orders/:id/photo'],
    ...['POST /staff/orders/:id/refund', 'POST /staff/orders/:id/cancel', 'GET /staff/review'],
    ...['GET /staff/refunds', 'GET /staff/catalogue', 'GET /staff/catalogue/:id'],
    ...['POST /staff/catalogue/:id', 'POST /staff/catalogue/:id/withdraw'],
    ...['GET /staff/support', 'GET /staff/support/:id', 'POST /staff/support/:id/answer'],
    'POST /staff/support/:id/close',
  ],
  auditor: [
    ...['GET /audit/', 'GET /audit/erasures', 'GET /audit/erasures/:id', 'GET /audit/replay'],
    ...['GET /audit/openings', 'GET /audit/retention', 'GET /audit/approvals'],
  ],
  ops: [
    ...['GET /ops/', 'GET /ops/processes', 'GET /ops/jobs', 'GET /ops/services', 'GET /ops/keys'],
    ...['POST /ops/rebuild', 'POST /ops/abort', 'POST /ops/confirm', 'POST /ops/retry', 'POST /ops/skip'],
    'POST /ops/jobs/retry',
    ...['GET /ops/approvals/', 'POST /ops/approvals/', 'POST /ops/approvals/:id/approve'],
    ...['POST /ops/approvals/:id/decline', 'POST /ops/approvals/:id/take-back', 'POST /ops/approvals/:id/do'],
  ],
  'privacy-officer': [
    ...['GET /officer/', 'GET /officer/:id', 'POST /officer/:id/answer', 'POST /officer/:id/extend'],
    ...['POST /officer/:id/erase', 'POST /officer/:id/picture'],
    ...['GET /officer/approvals/', 'POST /officer/approvals/', 'POST /officer/approvals/:id/approve'],
    ...['POST /officer/approvals/:id/decline', 'POST /officer/approvals/:id/take-back'],
    'POST /officer/approvals/:id/do',
  ],
};

const ruleOf = new Map<string, Rule>();
for (const rule of ['anyone', 'self', 'owner', 'link', 'signed', 'account'] as const)
  for (const route of routes[rule]) ruleOf.set(route, rule);
for (const role of ['staff', 'auditor', 'ops', 'privacy-officer'] as const)
  for (const route of routes[role]) ruleOf.set(route, role);

/** @returns undefined for a route that nobody thought about: then nobody may */
export const ruleFor = (method: string, route: string): Rule | undefined =>
  ruleOf.get(`${method === 'HEAD' ? 'GET' : method} ${route}`);

/** Every route that is thought about. */
export const routesRuled: readonly string[] = [...ruleOf.keys()];

type Ruled = { readonly method: string; readonly path: string; readonly rule: Rule };

const ruled = [...ruleOf].map(([route, rule]) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, path, rule, fits: patternOf(path) };
});

/** `/orders/:token` fits one step, `/assets/*` any number; a slash at the end says nothing. */
function patternOf(path: string): RegExp {
  const plain = path.replaceAll('.', '\\.').replace(/\/$/, '');
  return new RegExp(`^${plain.replaceAll(/:\w+/g, '[^/]+').replace('*', '.*')}/?$`);
}

/** Every route of an address, whatever its method. */
export const ruledAt = (pathname: string): readonly Ruled[] =>
  ruled.filter(({ fits }) => fits.test(pathname));

export type MayDo = 'yes' | 'sign-in' | 'passkey' | 'no';

/** What an `owner` or a link may see, the handler finds out. */
export function mayDo(rule: Rule, session: Session | undefined): MayDo {
  if (['anyone', 'self', 'owner', 'link', 'signed'].includes(rule)) return 'yes';
  if (session === undefined || session.account === null) return 'sign-in';
  if (rule === 'account' || session.roles.some((role) => role === rule)) return 'yes';
  return session.provedBy === 'passkey' ? 'no' : 'passkey';
}
