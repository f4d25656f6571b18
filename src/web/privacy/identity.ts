/**
 * Who proves that it is they, and how (GDPR Art. 12(6): no more than is needed): the session is proof for what it
 * made; once an address is known, a code sent to it; an account by having come in a moment ago.
 */
import { account } from '../../modules/accounts/account.ts';
import { isFresh } from '../accounts/stepping-up.ts';
import { proofCode } from '../letters/letters.ts';
import type { Problem } from '../problems/problem.ts';
import { actorOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import type { Identity } from './erase.tsx';
import { provenAddressOf } from './people.ts';

export async function identityOf(
  shop: Shop,
  session: Session | undefined,
  error?: string,
): Promise<Identity> {
  const contact = session && (await provableAt(shop, session));
  if (session === undefined || contact === undefined) return { by: 'session' };
  if (await shop.proofs.holds(session)) return { by: 'earlier-code' };
  return { by: 'code', sentTo: shortened(contact.email), sent: await shop.proofs.isSent(session), error };
}

/**
 * Where a code would prove anything: for an account the address that was proved, whatever an order says since, so that
 * a stolen cookie is not enough. Undefined where nothing more is to be proved.
 */
async function provableAt(shop: Shop, session: Session): Promise<{ readonly email: string } | undefined> {
  if (session.account === null) return provenAddressOf(shop, session);
  if (isFresh(shop, session)) return undefined;
  const found = await shop.stateOf(account, session.account);
  if (found.status !== 'open') return undefined;
  const opened = await shop.openAs(actorOf(session))(found.contact, 'account.access');
  return opened.is === 'value' ? opened.value : undefined;
}

/** "s…@example.com": enough to know it by, and nothing for who looks over the shoulder. */
const shortened = (email: string): string => email.replace(/^(.).*(@)/u, '$1…$2');

export type Proved = 'session' | 'code';

/** @param code as typed; undefined where none was asked for @returns why it is not proved */
export async function proveIdentity(
  shop: Shop,
  session: Session,
  code: string | undefined,
): Promise<{ readonly is: Proved } | { readonly is: 'not'; readonly because: keyof typeof notProved }> {
  if ((await provableAt(shop, session)) === undefined) return { is: 'session' };
  if (await shop.proofs.holds(session)) return { is: 'code' };
  if (code === undefined || code.trim() === '') return { is: 'not', because: 'code-needed' };
  const tried = await shop.proofs.try(session, code);
  if (tried === 'proved') return { is: 'code' };
  return { is: 'not', because: tried === 'wrong' ? 'code-wrong' : 'code-over' };
}

export const notProved = {
  'code-needed': 'Type the code that we sent to your address.',
  'code-wrong': 'This is not the code that we sent. Look at the newest e-mail from us.',
  'code-over': 'This code is used, too old, or was tried too often. Ask for a new one.',
} as const;

export const notSent =
  'We could not send a code now. You asked for several already, or the mail server is away: try again in an hour.';

export const proofProblem = (because: keyof typeof notProved): Problem => ({
  ...{ status: 403, type: because, title: notProved[because] },
  safe: ['Nothing was changed.', 'POST /api/v1/privacy/codes sends a code to the address that is known.'],
});

/** @returns whether one left; false where there were too many, or nobody to send it to */
export async function sendCode(shop: Shop, session: Session): Promise<boolean> {
  const contact = await provableAt(shop, session);
  const code = contact && (await shop.proofs.begin(session));
  if (contact === undefined || code === undefined) return false;
  const letter = proofCode({ ...shop.sender, code });
  const sent = await shop.mailer.send({ ...letter, to: contact.email, messageId: shop.newId() });
  return sent.is === 'sent';
}
