/** The whole way in a real browser: from a photo to a print, and to being erased; on a phone, with and without script. */
import { afterAll, describe, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { hasBrowser, openBrowser, openPage } from '../web/browser.ts';
import { eventually, shopOfThisFile } from './opened-shop.ts';
import { mails } from './visitor.ts';

const photo = `${import.meta.dir}/../fixtures/photos/astronaut.png`;
const inTime = { timeout: 150_000 };

if (hasBrowser) await journeys();
else console.log('no /usr/bin/chromium: nobody walked through the shop in a browser');

async function journeys(): Promise<void> {
  const [browser, shop] = await Promise.all([openBrowser(), shopOfThisFile()]);
  afterAll(() => browser.close(), 60_000);

  async function sendPhoto(page: Page): Promise<void> {
    await page.goto(`${shop.url}/create`);
    await page.setInputFiles('#photo', photo);
    await page.check('#mine');
    await page.selectOption('#country', 'DE');
    await page.check('#age');
    await page.getByRole('button', { name: 'Start painting' }).click();
    await page.waitForURL(/\/studio\//, inTime);
  }

  const paid = async (page: Page): Promise<void> => {
    await page.fill('#email', 'ada.canary@example.org');
    await page.selectOption('#country', 'DE');
    await page.getByRole('button', { name: 'Show its prices' }).click();
    await page.fill('#name', 'Ada Canary');
    await page.fill('#line1', '1 Canary Street');
    await page.fill('#postalCode', '10115');
    await page.fill('#city', 'Berlin');
    await page.getByRole('button', { name: /^Order and pay/ }).click();
    await page.waitForURL(/\/sandbox\/pay\//, inTime);
    await page.getByRole('button', { name: /^Pay €/ }).click();
    await page.waitForURL(/\/checkout\/done\//, inTime);
  };

  /** Once an address is known, a code that was sent to it proves who asks. */
  const erased = async (page: Page): Promise<void> => {
    await page.goto(`${shop.url}/account/privacy`);
    await page.locator('th', { hasText: 'Your photo' }).waitFor();
    await page.getByRole('button', { name: 'Show what would happen' }).click();
    await page.getByRole('button', { name: 'Send me the code' }).click();
    const code = await eventually('the code', async () =>
      (await mails(shop))
        .map(({ text }) => /^ *(\d{6,8}) *$/m.exec(text)?.[1])
        .find((one) => one !== undefined),
    );
    await page.fill('#code', code);
    await page.getByRole('button', { name: /^Erase \d+ things? now$/ }).click();
    await page.getByRole('heading', { name: 'Erasure receipt' }).waitFor(inTime);
  };

  describe('on a phone', () => {
    test('somebody has portraits, buys a print, follows it, and is erased', async () => {
      const { page, complaints } = await openPage(browser, { width: 390, scheme: 'dark' });
      await sendPhoto(page);
      await page.getByText('portraits of your sitter').waitFor(inTime);
      await page.getByRole('link', { name: 'See it on a wall' }).click();
      await page.getByRole('button', { name: 'Put in the basket' }).click();
      await page.getByRole('link', { name: 'Check and pay' }).click();
      await paid(page);
      await page.getByRole('heading', { name: 'Thank you. It is ordered and paid.' }).waitFor();
      await page.getByRole('link', { name: 'Follow the order' }).click();
      await page.getByText('Paid in full').waitFor();
      await erased(page);
      await page.getByRole('button', { name: 'Verify now' }).click();
      await page.getByText('Valid.').waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    }, 400_000);
  });

  describe('without script', () => {
    test('the same way works with plain forms', async () => {
      const { page, complaints } = await openPage(browser, { width: 1280, scheme: 'light', script: false });
      await sendPhoto(page);
      await page.getByRole('link', { name: 'Compare with the photo' }).waitFor(inTime); // the page loads itself again
      await page.goto(`${page.url()}/product?kind=file`);
      await page.getByRole('button', { name: 'Put in the basket' }).click();
      await page.getByRole('link', { name: 'Check and pay' }).click();
      await page.fill('#email', 'ada.canary@example.org');
      await page.check('#fileAtOnce');
      await page.getByRole('button', { name: /^Order and pay/ }).click();
      await page.getByRole('button', { name: /^Pay €/ }).waitFor();
      await page.goto(`${shop.url}/checkout`); // as the button back would have it
      await page.getByText('waits for its payment').waitFor();
      await page.getByRole('link', { name: 'Look at the order' }).click();
      await page.getByRole('link', { name: /^Pay €.* now$/ }).click();
      await page.getByRole('button', { name: /^Pay €/ }).click();
      await page.waitForURL(/\/checkout\/done\//, inTime);
      await page.getByRole('link', { name: 'Follow the order' }).click();
      expect(complaints).toEqual([]);
      await page.context().close();
    }, 400_000);
  });
}
