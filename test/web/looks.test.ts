/** Every page in a real browser, narrow and wide, light and dark: nothing refused, nothing sideways, nobody shut out. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { hasBrowser, inBrowser, openBrowser, openPage } from './browser.ts';
import { type Gallery, openGallery } from './gallery.ts';
import { pages } from './pages.ts';

const axe = hasBrowser ? await readFile(require.resolve('axe-core/axe.min.js'), 'utf8') : '';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Between light and dark only this can differ. */
const contrast = ['color-contrast'];

let gallery: Gallery;
let browser: Browser;

/** What axe-core finds, as `rule: element`. */
async function found(page: Page, options: object): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`);
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

inBrowser(() => {
  beforeAll(async () => {
    [gallery, browser] = await Promise.all([openGallery(), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    gallery.stop();
  });

  for (const width of [390, 1280])
    test(`every page is fit to be seen and heard at ${width} px, in light and dark`, async () => {
      const { page, complaints } = await openPage(browser, { width, scheme: 'light' });
      const wrong: string[] = [];
      for (const { name } of pages) {
        await page.goto(`${gallery.url}/${name}`, { waitUntil: 'load' });
        wrong.push(...(await lookedAt(page)).map((one) => `${name}: ${one}`));
      }
      await page.context().close();
      expect(wrong).toEqual([]);
      expect(complaints).toEqual([]);
    }, 240_000);
});

/** In both schemes, and at 320 px, the width of 400 % zoom (WCAG 1.4.10). */
async function lookedAt(page: Page): Promise<readonly string[]> {
  const light = await found(page, { runOnly: rules });
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await found(page, { runOnly: contrast });
  await page.emulateMedia({ colorScheme: 'light' });
  const asOpened = page.viewportSize();
  const wide = (await sideways(page)) > 0 ? ['scrolls sideways'] : [];
  if (asOpened === null || asOpened.width > 400) return [...light, ...dark, ...wide];
  await page.setViewportSize({ ...asOpened, width: 320 });
  const narrow = (await sideways(page)) > 0 ? ['scrolls sideways at 320 px'] : [];
  await page.setViewportSize(asOpened);
  return [...light, ...dark, ...wide, ...narrow];
}

test('the browser looked, or it is said that none is installed', () => {
  if (!hasBrowser) console.log('no /usr/bin/chromium: the pages were not looked at in a browser');
  expect(pages.length).toBeGreaterThanOrEqual(49);
});
