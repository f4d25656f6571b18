/** What every request passes before it is read, and every answer before it leaves. */
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { refuse } from './answers.tsx';
import { bounded, isBrokenOff, isTooLong } from './body-limit.ts';
import { forbidden, noAddress, notFound, type Problem, problemOf, tooLong } from './problems/problem.ts';
import { redacted } from './redacted.ts';
import type { Shop } from './shop.ts';
import { arrive } from './visit.ts';

export type Peer = {
  readonly address: string;
  /** Lets this answer be silent for as long as it wants. */
  readonly lift: () => void;
};

export type Door = (request: Request, peer: Peer) => Promise<Response>;

type Options = {
  /** How many of our own proxies stand in front: so many last names of `X-Forwarded-For` are to be believed. */
  readonly trustedProxyHops: number;
};

export function door(shop: Shop, handle: (request: Request) => Promise<Response>, options: Options): Door {
  const { protocol } = new URL(shop.publicUrl);
  return async (sent, peer) => {
    const isAddressed = URL.canParse(sent.url);
    const request = isAddressed ? bounded(sent) : elsewhere(shop, sent);
    const trace = randomBytes(8).toString('hex');
    const startedMs = performance.now();
    arrive(request, { address: addressOf(request, peer, options), trace, lift: peer.lift });
    const no = isAddressed ? reasonNot(shop, request) : noAddress;
    const response = await (no === undefined
      ? answer(shop, request, handle, trace)
      : refuse(shop, request, no));
    tell(shop, request, response.status, trace, performance.now() - startedMs);
    return finished(response, protocol === 'https:', trace);
  };
}

/** With an address that can be spoken of. */
const elsewhere = ({ publicUrl }: Shop, { method, headers }: Request): Request =>
  new Request(publicUrl, {
    method: method === 'HEAD' ? method : 'GET',
    headers: { accept: headers.get('accept') ?? '' },
  });

/** What is seen before anything is read. */
function reasonNot(shop: Shop, request: Request): Problem | undefined {
  if (isForged(shop, request)) return forbidden;
  if (isTooLong(request)) return tooLong(request);
  return isText(new URL(request.url).pathname) ? undefined : notFound;
}

/** Bytes that are no UTF-8 name nothing (RFC 3986, 2.5). */
function isText(pathname: string): boolean {
  try {
    return decodeURIComponent(pathname) !== '';
  } catch {
    return false;
  }
}

async function answer(
  shop: Shop,
  request: Request,
  handle: (request: Request) => Promise<Response>,
  trace: string,
): Promise<Response> {
  try {
    return await handle(request);
  } catch (error) {
    return failed(shop, request, error, trace);
  }
}

/** The code goes to the log, with the trace; the answer says what can be done. */
export function failed(shop: Shop, request: Request, error: unknown, trace: string): Promise<Response> {
  const problem = isBrokenOff(error) ? tooLong(request) : problemOf(error);
  const at = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6).join(' ') : '';
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  shop.log.error(
    { trace, code, name: error instanceof Error ? error.name : typeof error, at },
    'a request failed',
  );
  return refuse(shop, request, problem);
}

/** Another site's page cannot post here in a visitor's name (OWASP ASVS 5.0, 3.5.1). Webhooks prove themselves. */
function isForged({ publicUrl }: Shop, request: Request): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return false;
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/webhooks/') || request.headers.has('authorization')) return false;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = request.headers.get('origin');
  if (origin === null || origin === publicUrl) return false;
  return publicUrl.startsWith('https:') || origin !== new URL(request.url).origin; // on a desk the shop has many names
}

function addressOf(request: Request, { address }: Peer, { trustedProxyHops }: Options): string {
  if (trustedProxyHops === 0) return address;
  const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  const hop = (hops.at(-trustedProxyHops) ?? '').replace(/^\[(.*)\](:\d+)?$|^([^:]*):\d+$/, '$1$3'); // some name the port, too
  return isIP(hop) === 0 ? address : hop;
}

/** Method, path without what opens anything, and how it ended: nothing of a person. */
function tell({ log }: Shop, request: Request, status: number, trace: string, ms: number): void {
  const path = redacted(new URL(request.url).pathname);
  if (path.startsWith('/assets/')) return;
  log.info({ trace, method: request.method, path, status, ms: Math.round(ms) }, 'request');
}

const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), microphone=(), payment=()',
} as const;

/** What is no page may do nothing, wherever it is opened. */
const nothing = "default-src 'none'; frame-ancestors 'none'";
const oneYear = 'max-age=31536000';

/** Over https none travels without (RFC 6265bis, 4.1.2.5), wherever it was set. */
function secureCookies(headers: Headers): void {
  const cookies = headers.getSetCookie();
  headers.delete('set-cookie');
  for (const cookie of cookies)
    headers.append('set-cookie', /; Secure(;|$)/.test(cookie) ? cookie : `${cookie}; Secure`);
}

function finished(response: Response, secure: boolean, trace: string): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(everywhere)) headers.set(name, value);
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', nothing);
  if (secure) headers.set('strict-transport-security', oneYear);
  if (secure) secureCookies(headers);
  headers.set('x-trace', trace);
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}
