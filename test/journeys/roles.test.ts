/** Who works here: invited, in by passkey alone, one desk each, and out at once. */
import { describe, expect, test } from 'bun:test';
import { accountAt } from '../../src/web/accounts/entering.ts';
import { revoke } from '../../src/web/accounts/inviting.ts';
import { atWork, commandLine, invitation } from './at-work.ts';
import { openShopBehindProxy, shopOfThisFile } from './opened-shop.ts';
import { addPasskey, knownCustomer, signIn, signInByPasskey, surfer } from './surfer.ts';

const shop = await shopOfThisFile(openShopBehindProxy);
const within = await shop.enter();

let people = 0;
const customer = () => knownCustomer(shop, within.shop, `customer.${++people}@example.org`);

const desks = {
  staff: '/staff/orders',
  auditor: '/audit',
  ops: '/ops',
  'privacy-officer': '/officer',
} as const;
const roles = ['staff', 'auditor', 'ops', 'privacy-officer'] as const;

describe('somebody who works here', () => {
  test.each(roles)('comes in by invitation, adds a passkey, and sits at the desk: %s', async (role) => {
    const { who, key } = await atWork(shop, within.shop, role);
    expect((await who.get(desks[role])).status).toBe(200);
    const tomorrow = surfer(shop);
    const answer = await (await signInByPasskey(tomorrow, key)).json();
    expect(answer).toEqual({ location: desks[role] });
    expect((await tomorrow.get(desks[role])).status).toBe(200);
  });

  test('has one desk, and no other', async () => {
    for (const role of roles) {
      const { who } = await atWork(shop, within.shop, role);
      for (const other of roles.filter((one) => one !== role))
        expect([other, (await who.get(desks[other])).status]).toEqual([other, 403]);
    }
  });

  test('does not come to the desk by a link to their mailbox', async () => {
    const { email } = await atWork(shop, within.shop, 'staff');
    const thief = surfer(shop); // reads their letters
    await signIn(shop, thief, email);
    expect((await thief.get('/staff/orders')).status).toBe(403);
    expect((await addPasskey(shop, thief)).answer.status).toBe(403);
    const way = await (await thief.get('/account/prove')).text();
    expect(way).toContain('with its passkey alone'); // and no letter is offered, which would prove nothing
    expect(way).not.toContain('Send me a link');
    expect((await thief.get('/staff/orders')).status).toBe(403);
  });

  test('nor by a passkey that was added to the account before there was a role', async () => {
    const ada = await customer();
    const { key } = await addPasskey(shop, ada);
    await invitation(within.shop, 'ops', ada.email);
    expect((await signInByPasskey(surfer(shop), key)).status).toBe(400);
  });

  test('is out at once when the role is taken away', async () => {
    const { who, email, key } = await atWork(shop, within.shop, 'auditor');
    const accountId = await accountAt(within.shop, email);
    if (accountId === undefined) throw new Error('no account');
    await revoke(within.shop, commandLine(), 'auditor', accountId);
    expect((await who.get('/audit')).headers.get('location')).toBe('/sign-in');
    const again = surfer(shop);
    await signInByPasskey(again, key);
    expect((await again.get('/audit')).status).toBe(403);
  });

  test('is signed out when nobody sat at the desk for an hour', async () => {
    const { who } = await atWork(shop, within.shop, 'staff');
    await within.shop.sql`update session set seen_at = seen_at - interval '61 minutes'`;
    expect((await who.get('/staff/orders')).headers.get('location')).toBe('/sign-in');
  });

  test('is invited once: the link works for whoever uses it first', async () => {
    const path = await invitation(within.shop, 'staff', `staff.${++people}@example.org`);
    expect((await surfer(shop).post(path)).headers.get('location')).toBe('/account/passkeys');
    expect((await surfer(shop).post(path)).status).toBe(410);
  });

  test('cannot change the address of the account by an invitation', async () => {
    const ada = await customer();
    const path = await invitation(within.shop, 'staff', `staff.${++people}@example.org`);
    const answer = await ada.post(path.replace('/sign-in/', '/account/address/'));
    expect(answer.headers.get('location')).toBe('/account?refused=link-unknown');
  });
});
