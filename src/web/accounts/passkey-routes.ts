/** What the island of passkeys asks: options first, then what the authenticator signed. JSON both ways. */
import { isRefused } from '../../eventsourcing/decider.ts';
import { PasskeyId } from '../../modules/accounts/account.events.ts';
import { account } from '../../modules/accounts/account.ts';
import { json, refuse, seeOther } from '../answers.tsx';
import { forbidden, type Problem } from '../problems/problem.ts';
import { actorOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, contextFor, type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { networkName } from './attempts.ts';
import {
  Authentication,
  authenticated,
  authenticationOptions,
  Registration,
  registered,
  registrationOptions,
} from './ceremony.ts';
import { deviceOf } from './device.ts';
import { enter, tell } from './entering.ts';
import { mayChangeKeys, type Owner, ownerIn } from './owner.ts';

const perHour = 100;
const nothingProved: Problem = {
  ...{ status: 400, type: 'passkey-not-accepted' },
  title: 'This passkey is not accepted here. Try another, or have a link sent.',
};
const tooMany: Problem = {
  ...{ status: 429, type: 'too-many-attempts', retryAfterSeconds: 3600 },
  title: 'There were many attempts from your network. Wait an hour, then try again.',
};

export async function postSignInOptions(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const visitor = await visitorOf(shop, visit);
  return withCookie(shop, visitor, json(await authenticationOptions(shop, visitor.session, 'sign-in')));
}

export async function postSignInPasskey(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const { session } = visit;
  if (!(await shop.attempts.may('passkey', networkName(visit.arrival.address), perHour)))
    return refuse(shop, request, tooMany);
  const response = Authentication.safeParse(await bodyOf(request));
  const proved =
    session !== undefined && response.success
      ? await authenticated(shop, session, 'sign-in', response.data)
      : undefined;
  if (session === undefined || proved === undefined) return refuse(shop, request, nothingProved);
  const cause = causeOf(shop, visit, session);
  const coming = { session, by: 'passkey', device: deviceOf(request), cause } as const;
  const begun = await enter(shop, coming, proved.account);
  const location = deskOf(begun) ?? '/account';
  return json({ location }, 200, { 'set-cookie': shop.sessions.cookie(begun) });
}

const desks = {
  staff: '/staff/orders',
  auditor: '/audit',
  ops: '/ops',
  'privacy-officer': '/officer',
} as const;
const deskOf = ({ roles: [role] }: Session): string | undefined => role && desks[role];

export async function postAddOptions(shop: Shop, request: Request): Promise<Response> {
  const session = await ownerOf(shop, request);
  if (session === undefined) return refuse(shop, request, forbidden);
  return json(await registrationOptions(shop, session, session.account, await nameOf(shop, session)));
}

async function ownerOf(shop: Shop, request: Request): Promise<Owner | undefined> {
  const owner = ownerIn(await visitOf(shop, request));
  return owner !== undefined && (await mayChangeKeys(shop, owner)) ? owner : undefined;
}

async function nameOf(shop: Shop, session: Owner): Promise<string> {
  const found = await shop.stateOf(account, session.account);
  if (found.status !== 'open') return 'Your account';
  const opened = await shop.openAs(actorOf(session))(found.contact, 'account.access');
  return opened.is === 'value' ? opened.value.email : 'Your account';
}

export async function postAddPasskey(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const session = await ownerOf(shop, request);
  if (session === undefined) return refuse(shop, request, forbidden);
  const response = Registration.safeParse(await bodyOf(request));
  const made = response.success ? await registered(shop, session, response.data) : undefined;
  if (made === undefined) return refuse(shop, request, nothingProved);
  const id = PasskeyId.parse(shop.newId());
  const { account: accountId } = session;
  const label = deviceOf(request);
  if (!(await shop.passkeys.add({ ...made, id, account: accountId, label })))
    return refuse(shop, request, nothingProved);
  const cause = causeOf(shop, visit, session);
  await tell(shop, session, accountId, { type: 'AddPasskey', accountId, passkeyId: id }, cause);
  const coming = { session, by: 'passkey', device: label, cause } as const;
  const begun = await enter(shop, coming, accountId); // with a passkey come the roles, and another token
  const location = deskOf(begun) ?? '/account?saved=passkey';
  return json({ location }, 201, { 'set-cookie': shop.sessions.cookie(begun) });
}

/** The account decides first: nobody with a role is left without a passkey. */
export async function postRemovePasskey(shop: Shop, request: Request, id: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const session = await ownerOf(shop, request);
  const passkeyId = PasskeyId.safeParse(id);
  if (session === undefined) return seeOther('/account/prove?next=/account');
  if (!passkeyId.success) return seeOther('/account');
  const command = { type: 'RemovePasskey', accountId: session.account, passkeyId: passkeyId.data } as const;
  const context = contextFor(session, causeOf(shop, visit, session), 'remove-passkey', 'account.access');
  const outcome = await shop.handle(account, session.account, command, context);
  if (isRefused(outcome)) return seeOther(`/account?refused=${outcome.refused}`);
  await shop.passkeys.remove(session.account, passkeyId.data);
  return seeOther('/account?saved=passkey-removed');
}

export async function postProveOptions(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  if (session === undefined || session.account === null) return refuse(shop, request, forbidden);
  return json(await authenticationOptions(shop, session, 'step-up', session.account));
}

/** Of their own account: a passkey of somebody else's proves nothing here. */
export async function postProvePasskey(shop: Shop, request: Request): Promise<Response> {
  const visit: Visit = await visitOf(shop, request);
  const { session } = visit;
  const response = Authentication.safeParse(await bodyOf(request));
  const proved =
    session !== undefined && response.success
      ? await authenticated(shop, session, 'step-up', response.data)
      : undefined;
  if (session === undefined || proved === undefined || proved.account !== session.account)
    return refuse(shop, request, nothingProved);
  await shop.sessions.prove(session, 'passkey');
  return json({ location: nextIn(visit) });
}

/** Only a path of this shop: never another site's. */
export function nextIn({ url }: Visit): string {
  const next = url.searchParams.get('next') ?? '/account';
  return /^\/(?![/\\])[\w/?=&.#-]*$/.test(next) ? next : '/account';
}

const bodyOf = (request: Request): Promise<unknown> => request.json().catch(() => undefined);
