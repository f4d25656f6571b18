/** What may stand in `account-…`, for ever. Which people it holds is a row of the vault, and goes with them. */
import { z } from 'zod';
import { type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

export const AccountId = z.uuid().brand<'AccountId'>();
export type AccountId = z.output<typeof AccountId>;

/** Names a passkey here; the credential's own id stays with the passkey. */
export const PasskeyId = z.uuid().brand<'PasskeyId'>();
export type PasskeyId = z.output<typeof PasskeyId>;

/** What somebody may do beyond their own things. An auditor opens nothing; ops reads no clear text. */
export const Role = z.enum(['staff', 'auditor', 'ops', 'privacy-officer']);
export type Role = z.output<typeof Role>;

/** What brought somebody in: a link to their address, a passkey, or the command line of this machine. */
export const Way = z.enum(['link', 'passkey', 'invitation']);
export type Way = z.output<typeof Way>;

/** Whoever the account is called after; what they ordered as a guest before is joined to it. */
export const Holder = subject({ contact: personal('contact') });
const holder = subject({});

export const AccountOpened = event('AccountOpened', { accountId: AccountId, holder: Holder, by: Way });
export const AddressProved = event('AddressProved', { accountId: AccountId, holder: Holder });
/** `joined`: how many guests turned out to be the same person. */
export const SignedIn = event('SignedIn', {
  accountId: AccountId,
  holder,
  by: Way,
  joined: z.int().nonnegative(),
});
export const SessionsEnded = event('SessionsEnded', {
  accountId: AccountId,
  holder,
  sessions: z.int().positive(),
});
export const PasskeyAdded = event('PasskeyAdded', { accountId: AccountId, holder, passkeyId: PasskeyId });
export const PasskeyRemoved = event('PasskeyRemoved', { accountId: AccountId, holder, passkeyId: PasskeyId });
/** `by`: the account of whoever granted it; null: the command line. */
export const RoleGranted = event('RoleGranted', {
  accountId: AccountId,
  holder,
  role: Role,
  by: AccountId.nullable(),
});
export const RoleRevoked = event('RoleRevoked', {
  accountId: AccountId,
  holder,
  role: Role,
  by: AccountId.nullable(),
});
/** After an erasure: the address opens a new account, and never this one. */
export const AccountClosed = event('AccountClosed', { accountId: AccountId, holder });

const events = [
  AccountOpened,
  AddressProved,
  SignedIn,
  SessionsEnded,
  PasskeyAdded,
  PasskeyRemoved,
  RoleGranted,
  RoleRevoked,
  AccountClosed,
] as const;
export const accountStream = stream('account', events);
export type AccountEvent = EventOf<typeof events>;
