/** `/account` and its posts: what is known about whoever is signed in, and what they change about it. */
import { ordersOf } from '../../../projections/orders.ts';
import { portraitsOf } from '../../../projections/portraits.ts';
import { isRefused } from '../../eventsourcing/decider.ts';
import { Holder } from '../../modules/accounts/account.events.ts';
import { account } from '../../modules/accounts/account.ts';
import { spelling } from '../../personal-data/lookup.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { formFields } from '../form-fields.ts';
import { forbidden } from '../problems/problem.ts';
import { actorOf, sessionName } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, contextFor, type Visit, visitOf } from '../visit.ts';
import { AccountPage, type AccountPageProps, InvitedPage, ProvePage } from './account.tsx';
import { tell } from './entering.ts';
import { mayChangeKeys, type Owner, ownerIn } from './owner.ts';
import { nextIn } from './passkey-routes.ts';
import { sendAddressLink } from './send-link.ts';
import { FollowPage } from './sign-in.tsx';
import { newSecret } from './sign-in-links.ts';
import { browserCookie, browserOf, Email } from './sign-in-pages.tsx';
import { desks, refusals, roleNames, savedWords, ways } from './words.ts';

export async function showAccount(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const owner = ownerIn(visit);
  if (owner === undefined) return seeOther('/sign-in');
  return accountPage(shop, visit, owner, {});
}

async function accountPage(
  shop: Shop,
  visit: Visit,
  owner: Owner,
  about: { readonly addressSent?: boolean; readonly addressError?: string },
): Promise<Response> {
  const [role] = owner.roles;
  const props: AccountPageProps = {
    ...(await factsOf(shop, owner)),
    desk: role && { label: `To the desk: ${roleNames[role]}`, href: desks[role] },
    saved: wordsFor(savedWords, visit.url.searchParams.get('saved')),
    refused: wordsFor(refusals, visit.url.searchParams.get('refused')),
    ...{ addressSent: false, ...about },
  };
  const status = about.addressError === undefined ? 200 : 422;
  return html(shop, visit, { title: 'Your account', page: <AccountPage {...props} />, status });
}

/** Whatever stands in an address: what an object has besides its own is no word of ours. */
const wordsFor = (words: Readonly<Record<string, string>>, said: string | null): string | undefined =>
  Object.entries(words).find(([name]) => name === said)?.[1];

async function factsOf(shop: Shop, owner: Owner) {
  const { reads } = shop;
  const portraits = await Promise.all(owner.people.map((person) => portraitsOf(reads.portraits, person)));
  const sessions = await shop.sessions.listOf(owner.account);
  return {
    email: await emailOf(shop, owner),
    orders: (await ordersOf(reads.orders, owner.people)).length,
    portraits: portraits.flat().filter(({ status }) => status === 'painted').length,
    passkeys: await shop.passkeys.ofAccount(owner.account),
    sessions: sessions.map((one) => ({
      ...one,
      by: one.by === null ? '' : ways[one.by],
      isThis: one.name === sessionName(owner.id),
    })),
  };
}

/** As it opens today: for signing in, which is also for whoever is restricted. */
export async function emailOf(shop: Shop, { account: id, ...session }: Owner): Promise<string | undefined> {
  const found = await shop.stateOf(account, id);
  if (found.status !== 'open') return undefined;
  const opened = await shop.openAs(actorOf(session))(found.contact, 'account.access');
  return opened.is === 'value' ? opened.value.email : undefined;
}

/** Fields: `which`, the name of a session or `others`. */
export async function postEndSessions(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const owner = ownerIn(visit);
  if (owner === undefined) return seeOther('/sign-in');
  const which = (await formFields(request))?.['which'] ?? '';
  const gone = await shop.sessions.endOf(
    owner.account,
    which === 'others' ? { except: owner.id } : { name: which },
  );
  const { account: accountId } = owner;
  if (gone > 0) {
    const ended = { type: 'EndSessions', accountId, sessions: gone } as const;
    await tell(shop, owner, accountId, ended, causeOf(shop, visit, owner));
  }
  return seeOther('/account?saved=sessions');
}

/** Fields: `email`. Nothing changes before the link that was sent there is used. */
export async function postAddress(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const owner = ownerIn(visit);
  if (owner === undefined) return seeOther('/sign-in');
  if (!(await mayChangeKeys(shop, owner))) return seeOther('/account/prove?next=/account');
  const email = Email.safeParse((await formFields(request))?.['email']?.trim());
  if (!email.success)
    return accountPage(shop, visit, owner, { addressError: 'Type the whole e-mail address.' });
  const browser = browserOf(shop, request) ?? newSecret();
  const cause = causeOf(shop, visit, owner);
  sendAddressLink(shop, { session: owner, email: email.data, browser, cause });
  const answer = await accountPage(shop, visit, owner, { addressSent: true });
  answer.headers.append('set-cookie', browserCookie(shop, browser));
  return answer;
}

/** Shows a button, and uses nothing up. */
export async function showAddressLink(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const found = await shop.signInLinks.look(token, browserOf(shop, request), ['address']);
  if (found !== 'good') return seeOther(`/account?refused=link-${found}`);
  const page = <FollowPage title="Use this address" action={`/account/address/${token}`} />;
  return html(shop, visit, { title: 'Use this address', page });
}

/** The new address is claimed before it is said, and the old one is let go after. */
export async function postAddressLink(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const owner = ownerIn(visit);
  if (owner === undefined) return seeOther('/sign-in');
  const followed = await shop.signInLinks.use(token, browserOf(shop, request), ['address']);
  if (typeof followed === 'string') return seeOther(`/account?refused=link-${followed}`);
  if (followed.does !== 'address' || followed.account !== owner.account)
    return seeOther('/account?refused=link-unknown'); // somebody else signed in here since
  const refused = await moveAddress(shop, owner, followed.email, causeOf(shop, visit, owner));
  if (refused !== undefined) return seeOther(`/account?refused=${refused}`);
  await shop.sessions.endOf(owner.account, { except: owner.id }); // they came in by an address that is no more
  return seeOther('/account?saved=address');
}

async function moveAddress(
  shop: Shop,
  owner: Owner,
  email: string,
  cause: string,
): Promise<string | undefined> {
  const before = await emailOf(shop, owner);
  const reserved = await shop.lookUp.reserve('email', email, owner.subject);
  if (reserved.is === 'taken') return 'address-taken';
  const holder = Holder.parse({ ref: owner.subject, contact: { email, name: null } });
  const command = { type: 'ProveAddress', accountId: owner.account, holder } as const;
  const context = contextFor(owner, cause, 'prove-address', 'account.access');
  const outcome = await shop.handle(account, owner.account, command, context);
  if (isRefused(outcome)) return outcome.refused;
  if (before !== undefined && !isSameAddress(before, email))
    await shop.lookUp.release('email', before, owner.subject);
  return undefined;
}

/** Else the one that was just claimed is let go. */
const isSameAddress = (one: string, other: string): boolean => spelling.email(one) === spelling.email(other);

/** Where an invitation leads. */
export async function showInvited(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const owner = ownerIn(visit);
  if (owner === undefined) return refuse(shop, request, forbidden);
  const found = await shop.stateOf(account, owner.account);
  const role = found.status === 'open' ? found.roles[0] : undefined;
  if (role === undefined) return seeOther('/account');
  return html(shop, visit, { title: 'Add your passkey', page: <InvitedPage role={roleNames[role]} /> });
}

export async function showProve(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const owner = ownerIn(visit);
  if (owner === undefined) return seeOther('/sign-in');
  const hasPasskey = (await shop.passkeys.ofAccount(owner.account)).length > 0;
  const found = await shop.stateOf(account, owner.account);
  const hasRole = found.status === 'open' && found.roles.length > 0; // there a letter proves nothing: see `mayChangeKeys`
  const email = hasRole ? undefined : await emailOf(shop, owner);
  const page = <ProvePage {...{ hasPasskey, hasRole, next: nextIn(visit), email }} />;
  return html(shop, visit, { title: 'Prove that it is you', page });
}
