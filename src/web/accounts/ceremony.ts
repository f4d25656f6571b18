/** The two ceremonies of WebAuthn, for this shop's name alone, and never without the person (user verification). */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { AccountId, PasskeyId } from '../../modules/accounts/account.events.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import type { AskedFor, Passkey } from './passkeys.ts';

/** EdDSA, ES256, RS256 (IANA COSE). */
const algorithms = [-8, -7, -257];

const here = ({ publicUrl }: Shop) => ({ origin: publicUrl, rpID: new URL(publicUrl).hostname });

const text = z.string().max(20_000);
const results = z
  .record(z.string(), z.unknown())
  .default({})
  .transform(() => ({}));
const credential = { id: text, rawId: text, type: z.literal('public-key'), clientExtensionResults: results };

/** What the browser sends: hostile, like everything that it sends. */
export const Registration = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: text,
    attestationObject: text,
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
});
export const Authentication = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: text.optional(),
  }),
});

/** @param name what the device shows beside the shop's name */
export async function registrationOptions(shop: Shop, session: Session, account: AccountId, name: string) {
  const there = await shop.passkeys.ofAccount(account);
  const options = await generateRegistrationOptions({
    ...{ rpName: 'Portrait123', rpID: here(shop).rpID, userName: name, attestationType: 'none' },
    userID: new TextEncoder().encode(account),
    excludeCredentials: there.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  });
  await shop.challenges.keep(session.id, 'add', options.challenge);
  return options;
}

/** @returns undefined where it proves nothing */
export async function registered(
  shop: Shop,
  session: Session,
  response: z.output<typeof Registration>,
): Promise<Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'backedUp'> | undefined> {
  const expectedChallenge = await shop.challenges.take(session.id, 'add');
  if (expectedChallenge === undefined) return undefined;
  const { origin, rpID } = here(shop);
  const transports = response.response.transports ?? [];
  const { registrationInfo } = await verifyRegistrationResponse({
    response: { ...response, response: { ...response.response, transports } },
    ...{ expectedChallenge, expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true },
    supportedAlgorithmIDs: algorithms,
  }).catch(() => ({ registrationInfo: undefined })); // malformed, forged or foreign: all the same to whoever sent it
  if (registrationInfo === undefined) return undefined;
  const { credential, credentialBackedUp } = registrationInfo;
  return {
    ...{ credentialId: credential.id, publicKey: credential.publicKey, counter: credential.counter },
    ...{ transports, backedUp: credentialBackedUp },
  };
}

/** @param of whose passkeys; without, whichever the person has for this shop */
export async function authenticationOptions(
  shop: Shop,
  session: Session,
  askedFor: AskedFor,
  of?: AccountId,
) {
  const there = of === undefined ? [] : await shop.passkeys.ofAccount(of);
  const options = await generateAuthenticationOptions({
    ...{ rpID: here(shop).rpID, userVerification: 'required' },
    allowCredentials: there.map(({ credentialId }) => ({ id: credentialId })),
  });
  await shop.challenges.keep(session.id, askedFor, options.challenge);
  return options;
}

export type Authenticated = { readonly account: AccountId; readonly passkey: PasskeyId };

/** @returns undefined where it proves nothing */
export async function authenticated(
  shop: Shop,
  session: Session,
  askedFor: AskedFor,
  response: z.output<typeof Authentication>,
): Promise<Authenticated | undefined> {
  const expectedChallenge = await shop.challenges.take(session.id, askedFor);
  const known = await shop.passkeys.byCredential(response.id);
  if (expectedChallenge === undefined || known === undefined) return undefined;
  const { origin, rpID } = here(shop);
  const { id, account, credentialId, publicKey, counter } = known;
  const { userHandle, ...signed } = response.response;
  const verified = await verifyAuthenticationResponse({
    response: { ...response, response: userHandle === undefined ? signed : { ...signed, userHandle } },
    ...{ expectedChallenge, expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true },
    credential: { id: credentialId, publicKey, counter },
  }).catch(() => undefined);
  if (verified?.verified !== true) return undefined;
  await shop.passkeys.use(id, verified.authenticationInfo.newCounter);
  return { account, passkey: id };
}
