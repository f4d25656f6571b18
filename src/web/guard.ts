/** Asks the table who may, before any handler runs; what is refused is logged, by its route alone. */
import { refuse, seeOther, wantsJson } from './answers.tsx';
import {
  forbidden,
  noSuchMethod,
  notFound,
  type Problem,
  readingOnly,
  signInNeeded,
} from './problems/problem.ts';
import { bearsAccessToken } from './session.ts';
import type { Shop } from './shop.ts';
import { arrivalOf } from './visit.ts';
import { type MayDo, mayDo, ruledAt, ruleFor } from './who-may.ts';

/** @param route as it was declared, `/orders/:token` @returns undefined where it may go on */
export async function guard(shop: Shop, request: Request, route: string): Promise<Response | undefined> {
  const rule = ruleFor(request.method, route);
  if (rule === undefined) return refused(shop, request, route, forbidden);
  if (bearsAccessToken(request) && !['GET', 'HEAD'].includes(request.method))
    return refused(shop, request, route, readingOnly);
  if (['anyone', 'self', 'owner', 'link', 'signed'].includes(rule)) return undefined;
  const may = mayDo(rule, await shop.sessions.of(request));
  return may === 'yes' ? undefined : sentAway(shop, request, route, may);
}

/**
 * What no route answers to. That an address has other methods is told to whoever may use one of them; to everybody else
 * what its door says.
 */
export async function unrouted(shop: Shop, request: Request): Promise<Response> {
  const there = ruledAt(new URL(request.url).pathname);
  const [first] = there;
  if (first === undefined || there.some(({ method }) => method === request.method))
    return refuse(shop, request, notFound);
  const session = await shop.sessions.of(request);
  const verdicts = there.map(({ rule }) => mayDo(rule, session));
  const may = verdicts.find((one) => one === 'yes') ?? mayDo(first.rule, session);
  if (may !== 'yes') return sentAway(shop, request, first.path, may);
  const methods = new Set(there.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])));
  return refuse(shop, request, noSuchMethod([...methods]));
}

async function sentAway(
  shop: Shop,
  request: Request,
  route: string,
  may: Exclude<MayDo, 'yes'>,
): Promise<Response> {
  if (may === 'sign-in' && request.method === 'GET' && !wantsJson(request)) return seeOther('/sign-in');
  return refused(shop, request, route, problems[may]);
}

const problems: Readonly<Record<'sign-in' | 'passkey' | 'no', Problem>> = {
  'sign-in': signInNeeded,
  passkey: {
    ...{ status: 403, type: 'passkey-needed', title: 'This door opens to a passkey alone.' },
    safe: ['Sign out, and sign in with the passkey that you added when you were invited.'],
  },
  no: forbidden,
};

function refused(shop: Shop, request: Request, route: string, problem: Problem): Promise<Response> {
  const { trace } = arrivalOf(request);
  shop.log.info({ trace, method: request.method, route, because: problem.type }, 'refused at the door');
  return refuse(shop, request, problem);
}
