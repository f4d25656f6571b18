/** What people read about accounts. A role, a way in, or a refusal without a sentence does not compile. */
import type { Role, Way } from '../../modules/accounts/account.events.ts';
import type { AccountRefusal } from '../../modules/accounts/account.ts';

export const roleNames: Readonly<Record<Role, string>> = {
  staff: 'staff',
  auditor: 'auditor',
  ops: 'operator',
  'privacy-officer': 'privacy officer',
};

export const desks: Readonly<Record<Role, string>> = {
  staff: '/staff/orders',
  auditor: '/audit',
  ops: '/ops',
  'privacy-officer': '/officer',
};

export const ways: Readonly<Record<Way, string>> = {
  link: 'a link',
  passkey: 'a passkey',
  invitation: 'an invitation',
};

export const savedWords: Readonly<Record<string, string>> = {
  passkey: 'The passkey is added. Next time you can sign in with it.',
  'passkey-removed': 'The passkey is removed. Delete it on your device, too.',
  sessions: 'Ended. Whoever was there has to sign in again.',
  address: 'From now on you sign in with the new address.',
};

type LinkRefusal = `link-${'unknown' | 'used' | 'expired' | 'other-browser'}`;

export const refusals: Readonly<Record<AccountRefusal | LinkRefusal | 'address-taken', string>> = {
  'account-already-open': 'This account is open already.',
  'account-unknown': 'There is no such account.',
  'account-closed': 'This account was erased.',
  'passkey-already-added': 'This passkey is here already.',
  'passkey-unknown': 'This passkey is not here any more.',
  'passkey-needed': 'A role is held with a passkey: add another one before you remove the last.',
  'role-already-granted': 'They have this role already.',
  'role-not-granted': 'They do not have this role.',
  'role-conflict': 'They have another role. Nobody checks their own work: use another account for this one.',
  'role-own': 'Nobody gives themselves a role.',
  'address-taken': 'Another account is reached at this address. Sign in with it instead.',
  'link-unknown': 'This link is none of ours, or not whole.',
  'link-used': 'This link was used already. Ask for another.',
  'link-expired': 'This link is over: it was good for 10 minutes. Ask for another.',
  'link-other-browser': 'This link belongs to the browser that asked for it. Open it there.',
};
