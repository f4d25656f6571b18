/** The document around a page, and the promises of its weight. */
import { describe, expect, test } from 'bun:test';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildIslands } from '../../scripts/build-islands.ts';
import { Island } from '../../src/web/components/island.tsx';
import { type DocumentProps, renderDocument } from '../../src/web/document.tsx';
import { styleSheet } from '../../src/web/style-sheet.ts';

const given: DocumentProps = {
  title: 'Sample',
  nonce: 'n0nce',
  page: <p>Hello</p>,
  basketCount: 1,
  simulated: true,
  path: '/styles',
  styleSheet: '/assets/atelier.abc.css',
  islands: { photo: '/islands/photo-1.js', compare: '/islands/compare-1.js' },
};

describe('a document', () => {
  test('loads only the islands that are on its page, as modules with the nonce of the response', () => {
    const text = renderDocument({ ...given, page: <Island name="photo">x</Island> });
    expect(text).toContain('<script type="module" src="/islands/photo-1.js" nonce="n0nce"></script>');
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(renderDocument(given)).not.toContain('<script');
  });

  test('is not deceived by a text that looks like an island', () => {
    const text = renderDocument({
      ...given,
      page: <p title={' data-island="photo"'}>{' data-island="photo"'}</p>,
    });
    expect(text).not.toContain('<script');
  });

  test('says on every page that money and printing are simulated, as long as they are', () => {
    expect(renderDocument(given)).toContain('Simulated payments and printing.');
    expect(renderDocument({ ...given, simulated: false })).not.toContain('Simulated');
  });

  test('tells no address to anybody, and keeps private pages out of indexes', () => {
    expect(renderDocument(given)).toContain('<meta name="referrer" content="no-referrer"/>');
    expect(renderDocument(given)).not.toContain('noindex');
    for (const path of [
      '/studio/x',
      '/orders/x',
      '/support/x',
      '/requests/x',
      '/account/privacy',
      '/sign-in/x',
    ])
      expect(renderDocument({ ...given, path })).toContain('<meta name="robots" content="noindex"/>');
  });

  test('follows the scheme that was chosen, looks again where it is told to, and marks where one is', () => {
    const text = renderDocument({ ...given, theme: 'dark', refreshSeconds: 3 });
    expect(text).toContain('<html lang="en" data-theme="dark">');
    expect(text).toContain('<noscript><meta http-equiv="refresh" content="3"/></noscript>');
    expect(text).toContain('<a href="/styles" aria-current="page">Styles</a>');
  });

  test('escapes its title', () => {
    expect(renderDocument({ ...given, title: '</title><script>' })).toContain('&lt;/title>&lt;script>');
  });
});

describe('weights', () => {
  const gzipped = (text: string | Uint8Array): number => gzipSync(text, { level: 9 }).length;

  test('the style sheet is at most 15 kB gzipped', async () => {
    const { text, href } = await styleSheet();
    expect(href).toMatch(/^\/assets\/atelier\.[0-9a-f]{12}\.css$/);
    expect(gzipped(text)).toBeLessThanOrEqual(15_000);
  });

  test('the two fonts that every page loads are at most 70 kB', async () => {
    const fonts = join(import.meta.dir, '../../src/web/assets/fonts');
    const files = ['hedvig-letters-serif-latin.woff2', 'hanken-grotesk-latin.woff2'];
    const sizes = await Promise.all(files.map(async (file) => (await readFile(join(fonts, file))).length));
    expect(sizes.reduce((a, b) => a + b)).toBeLessThanOrEqual(70_000);
  });

  test('every island is at most 15 kB, and 15 kB gzipped with all that it shares', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'islands-'));
    const islands = await buildIslands(folder);
    expect(Object.keys(islands).toSorted()).toEqual([
      'adjust',
      'age',
      'compare',
      'painting',
      'passkey',
      'photo',
      'product',
      'reload',
      'styles',
    ]);
    const files = await readdir(folder);
    const texts = new Map(
      await Promise.all(
        files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const),
      ),
    );
    const withShared = (file: string): string =>
      [file, ...[...(texts.get(file) ?? '').matchAll(/"\.\/(shared-\w+\.js)"/g)].map(([, name = '']) => name)]
        .map((name) => texts.get(name) ?? '')
        .join('\n');
    for (const file of files) expect(texts.get(file)?.length).toBeLessThanOrEqual(15_000);
    for (const file of Object.values(islands)) expect(gzipped(withShared(file))).toBeLessThanOrEqual(15_000);
  });
});
