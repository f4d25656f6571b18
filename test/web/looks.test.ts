/** Every page in a real browser, narrow and wide, light and dark: nothing refused, nothing sideways, nobody shut out. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { hasBrowser, inBrowser, openBrowser, openPage } from './browser.ts';
import { type Gallery, openGallery } from './gallery.ts';
import { pages } from './pages.ts';
import type { Shown } from './shown.ts';

const axe = hasBrowser ? await readFile(require.resolve('axe-core/axe.min.js'), 'utf8') : '';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Between light and dark only this can differ. */
const contrast = ['color-contrast'];
const height = 844;

let gallery: Gallery;
let browser: Browser;

/** What axe-core finds, as `rule: element`. */
const found = (page: Page, runOnly: readonly string[]): Promise<readonly string[]> =>
  page.evaluate(`axe.run(document, ${JSON.stringify({ runOnly, resultTypes: ['violations'] })})
    .then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`);

const sideways = async (page: Page): Promise<readonly string[]> =>
  (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
    ? ['scrolls sideways']
    : [];

inBrowser(() => {
  beforeAll(async () => {
    [gallery, browser] = await Promise.all([openGallery(), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    gallery.stop();
  });

  test('every page is fit to be seen and heard at 390 and 1280 px, in light and dark', async () => {
    const rest = [...pages];
    const wrong: string[] = [];
    const complaints: string[] = [];
    await Promise.all([surf(rest, wrong, complaints), surf(rest, wrong, complaints)]);
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
  }, 240_000);
});

/** A page that waits looks again in a few seconds: not while it is looked at. */
const standStill = `{ const { setTimeout } = window;
  window.setTimeout = (then, ms = 0, ...more) => ms < 1000 ? setTimeout(then, ms, ...more) : 0; };`;

/** One of the tabs that share the pages: each is opened once, and then made wide, dark and narrow. */
async function surf(rest: Shown[], wrong: string[], complaints: string[]): Promise<void> {
  const tab = await openPage(browser, { width: 390, scheme: 'light' });
  await tab.page.addInitScript({ content: standStill + axe });
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { name } = next;
    await tab.page.goto(`${gallery.url}/${name}`, { waitUntil: 'load' });
    for (const width of [390, 1280])
      wrong.push(...(await lookedAt(tab.page, width)).map((one) => `${name} at ${width} px: ${one}`));
    await tab.page.setViewportSize({ width: 320, height }); // 400 % zoom (WCAG 1.4.10)
    wrong.push(...(await sideways(tab.page)).map((one) => `${name} at 320 px: ${one}`));
  }
  complaints.push(...tab.complaints);
  await tab.page.context().close();
}

/** In both schemes; what is found in both is said once. */
async function lookedAt(page: Page, width: number): Promise<readonly string[]> {
  await page.setViewportSize({ width, height });
  const light = await found(page, rules);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await found(page, contrast);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...new Set([...light, ...dark, ...(await sideways(page))])];
}

test('the browser looked, or it is said that none is installed', () => {
  if (!hasBrowser) console.log('no /usr/bin/chromium: the pages were not looked at in a browser');
  expect(pages.length).toBeGreaterThanOrEqual(49);
});
