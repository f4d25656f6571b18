/** Coming in, and to each desk, in a real browser: by keyboard alone, with the browser's own authenticator. */
import { afterAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { hasBrowser, openBrowser, openPage, type View } from '../web/browser.ts';
import { invitation } from './at-work.ts';
import { openShopBehindProxy, shopOfThisFile } from './opened-shop.ts';
import { pathInLetter, signInLink } from './surfer.ts';

if (hasBrowser) await journeys();
else console.log('no /usr/bin/chromium: nobody came in by keyboard');

/** A person with a device that knows them (the WebAuthn domain of the DevTools protocol). */
async function person(browser: Browser, view: View) {
  const { page, complaints } = await openPage(browser, view);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const device = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true } as const;
  const owner = { hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { ...device, ...owner } });
  return { page, complaints };
}

/** Goes there by Tab, as far as it takes; what is passed on the way can be seen to be passed. */
async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  for (let i = 0; i < 100; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const here = document.activeElement;
      if (!(here instanceof HTMLElement) || here === document.body) return undefined;
      const { outlineStyle, boxShadow } = getComputedStyle(here);
      const says = `${here.id} ${here.textContent.trim()}`.trim();
      return { says, isSeen: outlineStyle !== 'none' || boxShadow !== 'none' };
    });
    if (at === undefined) continue;
    expect(at).toEqual({ ...at, isSeen: true });
    if (wanted.test(at.says)) return;
  }
  throw new Error(`Tab does not lead to ${wanted}`);
}

async function press(page: Page, wanted: RegExp, leadsTo: RegExp): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press('Enter');
  await page.waitForURL(leadsTo, { timeout: 60_000 });
}

/** Nothing stands beyond the edge of the screen. */
const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

async function journeys(): Promise<void> {
  const [browser, shop] = await Promise.all([openBrowser(), shopOfThisFile(openShopBehindProxy)]);
  afterAll(() => browser.close(), 60_000);
  const within = await shop.enter();

  test('a customer comes in by link, adds a passkey, and comes back with it', async () => {
    const email = 'ada.by.keyboard@example.org';
    await within.shop.lookUp.give('email', email, SubjectRef.parse(crypto.randomUUID()));
    const { page, complaints } = await person(browser, { width: 390, scheme: 'light' });
    await page.goto(`${shop.url}/sign-in`);
    await tabTo(page, /^email\b/);
    await page.keyboard.type(email);
    await page.keyboard.press('Enter');
    await page.goto(`${shop.url}${await pathInLetter(shop, email, signInLink)}`);
    await press(page, /^Sign in$/, /\/account$/);
    expect(await fits(page)).toBe(true);
    await press(page, /Add a passkey/, /saved=passkey/);
    await press(page, /^Sign out$/, /:\d+\/$/);
    await page.goto(`${shop.url}/sign-in`);
    await press(page, /passkey/i, /\/account$/);
    expect(await page.textContent('main')).toContain(email);
    expect(complaints).toEqual([]);
  });

  const desks = [
    ['staff', '/staff/orders', { width: 1280, scheme: 'light' }],
    ['auditor', '/audit', { width: 390, scheme: 'dark' }],
    ['ops', '/ops', { width: 390, scheme: 'light' }],
    ['privacy-officer', '/officer', { width: 1280, scheme: 'dark' }],
  ] as const;
  test.each(desks)(
    '%s is invited, adds a passkey, and is at the desk the next day',
    async (role, desk, view) => {
      const { page, complaints } = await person(browser, view);
      await page.goto(`${shop.url}${await invitation(within.shop, role, `${role}.by.keyboard@example.org`)}`);
      await press(page, /^Sign in$/, /\/account\/passkeys$/);
      await press(page, /passkey/i, new RegExp(`${desk}/?$`));
      expect(await fits(page)).toBe(true);
      if (role !== 'staff') {
        await press(page, /^Approvals$/, /\/approvals$/);
        expect(await fits(page)).toBe(true);
      }
      await press(page, /^Sign out$/, /:\d+\/$/);
      await page.goto(`${shop.url}/sign-in`);
      await press(page, /passkey/i, new RegExp(`${desk}/?$`));
      expect(complaints).toEqual([]);
    },
  );
}
