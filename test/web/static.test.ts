/** Style sheets, fonts and pictures: what was seen is not sent again, and what is sent can be read (RFC 9110). */
import { afterAll, describe, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetOf, assetShelf, served } from '../../src/web/static.ts';

const folder = await mkdtemp(join(tmpdir(), 'portrait123-assets-'));
afterAll(() => rm(folder, { recursive: true }));

const sheet = assetOf(new TextEncoder().encode('@layer base;'.repeat(20)), 'text/css; charset=utf-8');
const picture = assetOf(new Uint8Array([1, 2, 3]), 'image/avif');
const ask = (asset: typeof sheet, headers: Record<string, string> = {}) =>
  served(new Request('http://localhost/', { headers }), asset, 'public');

describe('what was seen before', () => {
  const etag = `"${picture.tag}"`;
  test.each([etag, `W/${etag}`, `"other, one", W/"another" , ${etag}`, ' * '])('%s', async (seen) => {
    const answer = await ask(picture, { 'if-none-match': seen });
    expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([304, '', etag]);
  });

  test.each(['', '"other"', picture.tag, `"${picture.tag}`, `"x${picture.tag}"`])('is not %p', async (seen) =>
    expect((await ask(picture, { 'if-none-match': seen })).status).toBe(200),
  );

  test('is another one packed', async () => {
    const packed = await ask(sheet, { 'accept-encoding': 'gzip' });
    const etag = packed.headers.get('etag') ?? '';
    expect((await ask(sheet, { 'accept-encoding': 'gzip', 'if-none-match': etag })).status).toBe(304);
    expect((await ask(sheet, { 'if-none-match': etag })).status).toBe(200);
  });
});

describe('a text goes packed', () => {
  test.each(['gzip', 'br, GZIP;q=0.5', 'x-gzip', '*', 'deflate;q=0, *;q=0.1'])('to %s', async (accepted) => {
    const answer = await ask(sheet, { 'accept-encoding': accepted });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(Bun.gunzipSync(await answer.arrayBuffer())).toEqual(sheet.bytes);
  });

  test.each(['', 'br', 'gzip;q=0', 'gzip; q=0.000, *', '*;q=0', 'gzip;q=nonsense', 'not-gzip'])(
    'not to %p',
    async (accepted) => {
      const answer = await ask(sheet, { 'accept-encoding': accepted });
      expect(answer.headers.get('content-encoding')).toBeNull();
      expect(answer.headers.get('vary')).toBe('accept-encoding');
    },
  );

  test('and a picture as it is, to everybody', async () => {
    const answer = await ask(picture, { 'accept-encoding': 'gzip' });
    expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([null, null]);
  });
});

test('a file is read once while the shop is open, and one that was not there is looked for again', async () => {
  const shelf = assetShelf();
  const file = join(folder, 'mark.svg');
  expect(await shelf(file)).toBeUndefined();
  await writeFile(file, '<svg/>');
  const asset = await shelf(file);
  expect(asset?.type).toBe('image/svg+xml');
  await writeFile(file, '<svg>another</svg>');
  expect(await shelf(file)).toBe(asset);
  await writeFile(join(folder, 'secret.env'), 'A=1');
  expect(await shelf(join(folder, 'secret.env'))).toBeUndefined();
});
