/** How this room answers: a page, JSON, a way on, or a problem; each for a person or for a program. */
import type { VNode } from 'preact';
import type { DeskBarProps } from './components/desk.tsx';
import { renderDocument } from './document.tsx';
import { documentOf } from './problems/document.ts';
import { ProblemPage, problemTitle } from './problems/pages.tsx';
import type { Problem } from './problems/problem.ts';
import { cookieOf } from './session.ts';
import type { Shop } from './shop.ts';
import { type Visit, visitOf } from './visit.ts';

/** @typeParam T what the OpenAPI document says of it, where it is in there */
export const json = <T,>(body: T, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });

/** After a post: the browser asks for the page anew (RFC 9110, 15.4.4). */
export const seeOther = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });

type Page = {
  readonly title: string;
  readonly page: VNode;
  readonly status?: number;
  readonly refreshSeconds?: number | undefined;
  /** A desk has a bar of its own instead of the shop's head and foot. */
  readonly desk?: DeskBarProps | undefined;
};

export async function html(
  shop: Shop,
  visit: Visit,
  { title, page, status = 200, refreshSeconds, desk }: Page,
) {
  const text = renderDocument({
    ...{
      title,
      page,
      refreshSeconds,
      desk,
      nonce: visit.nonce,
      path: visit.url.pathname,
      simulated: shop.simulated,
    },
    basketCount: await basketCount(shop, visit),
    styleSheet: shop.looks.styleSheet.href,
    islands: shop.looks.islands,
    theme: themeOf(visit.request),
  });
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy(visit.nonce, shop.payOrigin),
    'cache-control': 'no-store',
  };
  return new Response(text, { status, headers });
}

async function basketCount(shop: Shop, { session }: Visit): Promise<number> {
  if (session === undefined) return 0;
  const [row] = await shop.sql<{ n: number }[]>`
    select jsonb_array_length(basket) as n from session where id = ${session.id}`;
  return row?.n ?? 0;
}

function themeOf(request: Request): 'light' | 'dark' | undefined {
  const theme = cookieOf(request, 'theme');
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}

/**
 * Scripts by nonce, everything else from here, and pictures that were chosen but not yet sent. A form may lead to the
 * payment company, since browsers hold redirects to `form-action` too.
 */
const policy = (nonce: string, payOrigin: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    `form-action 'self' ${payOrigin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

/** RFC 9457 for a program, a page for a person. */
export async function refuse(shop: Shop, request: Request, problem: Problem): Promise<Response> {
  const { status, retryAfterSeconds, allow } = problem;
  const answer = wantsJson(request)
    ? json(documentOf(shop, request, problem), status, { 'content-type': 'application/problem+json' })
    : await problemPage(shop, request, problem);
  if (retryAfterSeconds !== undefined) answer.headers.set('retry-after', String(retryAfterSeconds));
  if (allow !== undefined) answer.headers.set('allow', allow.join(', '));
  const challenge = challengeOf(request, problem);
  if (challenge !== undefined) answer.headers.set('www-authenticate', challenge);
  return answer;
}

/** How a program proves who it is; no browser asks for a password at this (RFC 9110, 11.6.1; RFC 6750, 3). */
function challengeOf({ headers }: Request, { status, type }: Problem): string | undefined {
  const scheme = 'Bearer realm="Portrait123"';
  if (type === 'insufficient-scope') return `${scheme}, error="insufficient_scope"`;
  if (status !== 401) return undefined;
  return headers.has('authorization') ? `${scheme}, error="invalid_token"` : scheme;
}

export const wantsJson = (request: Request): boolean =>
  new URL(request.url).pathname.startsWith('/api/') ||
  /^application\/(problem\+)?json\b/.test(request.headers.get('accept') ?? '');

async function problemPage(shop: Shop, request: Request, problem: Problem): Promise<Response> {
  const visit = await visitOf(shop, request).catch(() => anonymous(request));
  const { status, type, title, safe, retryAfterSeconds } = problem;
  const given = {
    status,
    type,
    title,
    safe,
    retryAfterSeconds,
    trace: visit.arrival.trace,
    again: againOf(visit, status),
    at: shop.clock(),
  };
  return html(shop, visit, { title: problemTitle(problem), page: <ProblemPage {...given} />, status });
}

/** A page that only was not to be had just now; what was posted is not sent twice by a link. */
const againOf = ({ request, url }: Visit, status: number): string | undefined =>
  request.method === 'GET' && (status === 429 || status >= 500) ? `${url.pathname}${url.search}` : undefined;

/** When even the sessions are out of reach. */
const anonymous = (request: Request): Visit => ({
  ...{ request, url: new URL(request.url), session: undefined, nonce: '' },
  arrival: { address: '', trace: '', lift: () => {} },
});
