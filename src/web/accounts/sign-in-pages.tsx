/** `/sign-in`: a link is asked for, followed, and used with one press of a button; `/sign-out`. */
import { z } from 'zod';
import { html, refuse, seeOther } from '../answers.tsx';
import { formFields } from '../form-fields.ts';
import { cookieOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { networkName } from './attempts.ts';
import { deviceOf } from './device.ts';
import { enter, enterByAddress } from './entering.ts';
import { sendSignInLink } from './send-link.ts';
import { FollowPage, SignInPage, type SignInPageProps } from './sign-in.tsx';
import { type NoWay, newSecret } from './sign-in-links.ts';

export const Email = z.email().max(254);

/** Of one network, within an hour: a household that has forgotten everything needs no more. */
const linksPerHour = 20;
const followedPerHour = 100;

export async function showSignIn(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  if (visit.session?.account != null) return seeOther('/account');
  return signInPage(shop, visit, {});
}

const signInPage = (shop: Shop, visit: Visit, props: SignInPageProps, status = 200) =>
  html(shop, visit, { title: 'Sign in', page: <SignInPage {...props} />, status });

/** Fields: `email`. The answer is the same for every address that is one. */
export async function postSignIn(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const typed = (await formFields(request))?.['email']?.trim();
  const email = Email.safeParse(typed);
  if (!email.success)
    return signInPage(shop, visit, { email: typed, error: 'Type your whole e-mail address.' }, 422);
  const network = networkName(visit.arrival.address);
  if (!(await shop.attempts.may('sign-in-link', network, linksPerHour)))
    return refuse(shop, request, tooMany);
  const visitor = await visitorOf(shop, visit);
  const browser = browserOf(shop, request) ?? newSecret();
  const cause = causeOf(shop, visit, visitor.session);
  sendSignInLink(shop, { session: visitor.session, email: email.data, browser, cause, network });
  const answer = await signInPage(shop, { ...visit, session: visitor.session }, { sent: true });
  answer.headers.append('set-cookie', browserCookie(shop, browser));
  return withCookie(shop, visitor, answer);
}

const tooMany = {
  ...{ status: 429, type: 'too-many-attempts', retryAfterSeconds: 3600 },
  title: 'There were many attempts from your network. Wait an hour, then try again.',
} as const;

const letsIn = ['sign-in', 'invitation'] as const;

/** Shows a button, and uses nothing up: programs that look at letters follow their links, too. */
export async function showLink(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const found = await shop.signInLinks.look(token, browserOf(shop, request), letsIn);
  if (found !== 'good') return noWay(shop, visit, found);
  const page = <FollowPage title="Sign in" action={`/sign-in/${token}`} />;
  return html(shop, visit, { title: 'Sign in', page });
}

export async function postLink(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const network = networkName(visit.arrival.address);
  if (!(await shop.attempts.may('sign-in', network, followedPerHour))) return refuse(shop, request, tooMany);
  const followed = await shop.signInLinks.use(token, browserOf(shop, request), letsIn);
  if (typeof followed === 'string') return noWay(shop, visit, followed);
  const { session } = await visitorOf(shop, visit);
  const coming = { session, device: deviceOf(request), cause: causeOf(shop, visit, session) };
  const isInvited = followed.does === 'invitation';
  const begun = isInvited
    ? await enter(shop, { ...coming, by: 'invitation' }, followed.account)
    : await enterByAddress(shop, { ...coming, by: 'link' }, followed.email);
  const answer = seeOther(isInvited ? '/account/passkeys' : '/account');
  answer.headers.append('set-cookie', shop.sessions.cookie(begun));
  return answer;
}

const noWay = (shop: Shop, visit: Visit, link: NoWay) => signInPage(shop, visit, { link }, 410);

/** The session is over, also for whoever copied its cookie. */
export async function postSignOut(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  if (session !== undefined) await shop.sessions.end(session.id);
  const answer = seeOther('/');
  answer.headers.append('set-cookie', shop.sessions.cookieGone());
  return answer;
}

const isSecure = ({ publicUrl }: Shop): boolean => publicUrl.startsWith('https:');
const cookieName = (shop: Shop): string => (isSecure(shop) ? '__Host-sign-in' : 'sign-in');

export const browserOf = (shop: Shop, request: Request): string | undefined =>
  cookieOf(request, cookieName(shop));

/** Binds a link to the browser that asked for it; as long as a link lives, and a little. */
export const browserCookie = (shop: Shop, secret: string): string =>
  `${cookieName(shop)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=1800${isSecure(shop) ? '; Secure' : ''}`;
