/** What islands add, seen in a browser; and that without script everything is there as well. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { inBrowser, openBrowser, openPage, until, type View } from './browser.ts';
import { type Gallery, openGallery } from './gallery.ts';

const photo = join(import.meta.dir, '../../src/web/assets/samples/astronaut-whole-700.webp');
const wide: View = { width: 1280, scheme: 'light' };

let gallery: Gallery;
let browser: Browser;

async function at(name: string, view: View = wide): Promise<{ page: Page; complaints: string[] }> {
  const opened = await openPage(browser, view);
  await opened.page.goto(`${gallery.url}/${name}`, { waitUntil: 'load' });
  return opened;
}

/** The two boxes that nobody ticks for anybody. */
async function declare(page: Page): Promise<void> {
  await page.check('#mine');
  await page.check('#age');
}

const text = (page: Page, selector: string): Promise<string | null> =>
  page.locator(selector).first().textContent();

inBrowser(() => {
  beforeAll(async () => {
    [gallery, browser] = await Promise.all([openGallery(), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    gallery.stop();
  });

  test('portraits arrive on the easel while somebody looks, and a cut line is taken up where it broke', async () => {
    const { page, complaints } = await at('painting');
    await until(() => gallery.seen.lastEventIds.length, 1);
    gallery.tell(7, 'progress', { id: 'engraving', done: 1500, total: 1840, doing: 'Laying lines' });
    await page.getByText('Laying lines, 1,500 of 1,840').first().waitFor();
    gallery.tell(8, 'done', {
      ...{ id: 'pt_engraving', style: 'engraving', label: 'Engraving', seconds: 2.9 },
      ...{
        src: '/assets/samples/astronaut-engraving-700.webp',
        alt: 'Your portrait: Engraving, with a watermark',
      },
    });
    await page.getByRole('heading', { name: 'Two are on the easel' }).waitFor();
    gallery.cut();
    await page.getByText('Reconnecting; the painting goes on.').waitFor();
    await until(() => gallery.seen.lastEventIds.at(-1), '8');
    gallery.tell(9, 'failed', {
      ...{ id: 'pt_pop-art', style: 'pop-art', label: 'Pop art' },
      ...{ reason: 'The face came out unlike the photo.', remedy: 'It does not count.' },
    });
    await page.getByRole('heading', { name: 'Two portraits of your sitter' }).waitFor();
    expect(await page.getByText('The face came out unlike the photo.').count()).toBe(1);
    expect(await page.getByText('Stop painting').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a photo is shown before it is sent, and a refusal says why and takes the focus', async () => {
    const { page, complaints } = await at('create');
    await page.setInputFiles('#photo', photo);
    await page.getByText('astronaut-whole-700.webp').waitFor();
    expect(await page.locator('.drop-thumb').count()).toBe(1);
    await declare(page);
    gallery.answer = {
      status: 422,
      body: {
        type: 'photo-refused',
        refusal: {
          title: 'The photo is blurred.',
          because: 'The eyes are not sharp.',
          remedy: 'Use more light.',
        },
        also: 'This did not use up a free painting.',
      },
    };
    await page.getByRole('button', { name: 'Start painting' }).click();
    await page.getByRole('heading', { name: 'The photo is blurred.' }).waitFor();
    await until(() => page.evaluate('document.activeElement.id'), 'refused');
    expect(gallery.seen.posts.at(-1)?.accept).toBe('application/json');
    expect(gallery.seen.posts.at(-1)?.body).toContain('name="subject"');
    expect(complaints.filter((one) => !one.includes('422'))).toEqual([]);
    await page.context().close();
  });

  test('what is missing is said where it is missing, before anything is sent, and the photo stays', async () => {
    const { page, complaints } = await at('create');
    const before = gallery.seen.posts.length;
    await page.getByRole('button', { name: 'Start painting' }).click();
    await page.getByRole('alert').getByText('3 things need another look').waitFor();
    expect(await text(page, '#photo-error')).toBe('Choose a photo first.');
    await page.setInputFiles('#photo', photo);
    await page.getByRole('button', { name: 'Start painting' }).click();
    await page.getByRole('alert').getByText('2 things need another look').waitFor();
    expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe('alert');
    expect(await page.getAttribute('#mine', 'aria-describedby')).toBe('mine-error');
    expect(await text(page, '#mine-error')).toStartWith('Say that the photo is yours');
    expect(await page.locator('.drop-thumb').count()).toBe(1);
    expect(gallery.seen.posts.length).toBe(before);
    await declare(page);
    gallery.answer = { status: 422, body: { errors: [{ field: 'age', says: 'Not old enough.' }] } };
    await page.getByRole('button', { name: 'Start painting' }).click();
    await page.getByRole('alert').getByText('One thing needs another look').waitFor();
    expect(await page.locator('#mine-error').count()).toBe(0);
    expect(await text(page, '[data-note]')).toBe('Free. No account needed.');
    expect(complaints.filter((one) => !one.includes('422'))).toEqual([]);
    await page.context().close();
  });

  test('a photo that is taken goes on to its easel', async () => {
    const { page } = await at('create');
    await page.setInputFiles('#photo', photo);
    await declare(page);
    gallery.answer = { status: 201, body: { location: '/painting' } };
    await page.getByRole('button', { name: 'Start painting' }).click();
    await page.waitForURL('**/painting');
    await page.context().close();
  });

  test('a fourth style is refused in words, and the age of the chosen country is said', async () => {
    const { page } = await at('create-six');
    await page.locator('input[name=style]').nth(3).click();
    expect(await page.locator('input[name=style]').nth(3).isChecked()).toBe(false);
    expect(await text(page, '[data-island=styles] [role=status]')).toContain('3 is the most for one photo');
    expect(await text(page, '[data-age]')).toBe('I am 16 or older.');
    await page.selectOption('#country', 'FR');
    expect(await text(page, '[data-age]')).toBe('I am 15 or older.');
    await page.context().close();
  });

  test('the line between photo and portrait moves with the keyboard and by two buttons', async () => {
    const { page, complaints } = await at('compare');
    const pos = () => page.evaluate("document.querySelector('.compare').style.getPropertyValue('--pos')");
    await page.locator('.compare input').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await pos()).toBe('49%');
    await page.getByRole('button', { name: 'Portrait only' }).click();
    expect(await pos()).toBe('0%');
    expect(await page.getAttribute('.compare input', 'aria-valuetext')).toBe('0 percent photo');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the sketch follows the hand before it is drawn anew', async () => {
    const { page } = await at('adjust');
    const moved = () => page.evaluate("document.querySelector('.sketch img').style.transform");
    await page.locator('#across').focus();
    await page.keyboard.press('ArrowRight');
    expect(await moved()).toBe('scale(1) translate(-1%, 0%)');
    await page.locator('#zoom').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await moved()).toBe('scale(0.99) translate(-1%, 0%)');
    await page.context().close();
  });

  test('the wall shows the choice while it is made: size, frame, price', async () => {
    const { page, complaints } = await at('product');
    await page.getByText('60 × 75 cm').click();
    await page.getByRole('heading', { name: 'Framed print' }).waitFor();
    await until(() => text(page, '.price b'), '€189.00');
    expect(await text(page, '.dim .h')).toBe('74 cm');
    await page.getByText('Gilt', { exact: true }).click();
    await until(() => text(page, '.dim .h'), '77 cm');
    expect(await page.locator('.room .frame--gilt.w-60.mat-5').count()).toBe(1);
    await page.getByText('File only').click();
    await until(() => text(page, '.price b'), '€19.00');
    expect(await page.locator('.room').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('without script the pictures lie side by side, the list is real, and the page looks again', async () => {
    const still: View = { ...wide, script: false };
    const compared = await at('compare', still);
    const boxes = await Promise.all(
      [0, 1].map((i) => compared.page.locator('.compare img').nth(i).boundingBox()),
    );
    expect((boxes[1]?.x ?? 0) - (boxes[0]?.x ?? 0)).toBeGreaterThan(100);
    await compared.page.context().close();

    const painting = await at('painting', still);
    expect(await painting.page.getByText('Laying lines, 1,140 of 1,840').count()).toBeGreaterThan(0);
    expect(await painting.page.content()).toContain('http-equiv="refresh"');
    await painting.page.context().close();
  });

  test('without script a choice is shown by asking for the page again, and is bought by a post', async () => {
    const { page } = await at('product', { ...wide, script: false });
    await page.getByText('60 × 75 cm').click();
    const [asked] = await Promise.all([
      page.waitForRequest((request) => request.url().includes('/product?')),
      page.getByRole('button', { name: 'Show this choice' }).click(),
    ]);
    expect(asked.method()).toBe('GET');
    expect(new URL(asked.url()).searchParams.get('size')).toBe('60x75');
    await page.context().close();
  });
});
