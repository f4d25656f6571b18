/** What the studio takes in, and what it refuses: by content, never by name. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { type Engine, type Inspection, type RefusalReason, startEngine } from '../../src/studio/engine.ts';
import { astronaut, bytes, chelsea, grey, heic, similarity } from './photos.ts';

setDefaultTimeout(60_000);

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ workers: 2 });
});
afterAll(() => engine.stop());

const accepted = async (photo: Uint8Array, subject: 'person' | 'pet' = 'person') => {
  const inspected = await engine.inspect(photo, subject);
  if (inspected.is === 'refused') throw new Error(inspected.reason);
  return inspected;
};

/** Not the whole inspection: an accepted photo would fill the screen. */
const verdict = (inspected: Inspection) => (inspected.is === 'refused' ? inspected.reason : 'accepted');

const large = () => sharp(astronaut).resize(1024);

describe('a photo of a person is accepted', () => {
  test.each([
    ['JPEG', () => large().jpeg({ quality: 90 })],
    ['PNG', () => large().png()],
    ['PNG of 16 bits', () => large().toColourspace('rgb16').png()],
    ['WebP', () => large().webp()],
    ['AVIF', () => large().avif({ effort: 0 })],
    ['CMYK JPEG', () => large().toColourspace('cmyk').jpeg()],
    ['Display P3 JPEG', () => large().withIccProfile('p3').jpeg()],
    ['greyscale JPEG', () => large().greyscale().jpeg()],
    ['PNG with alpha', () => large().ensureAlpha(0.9).png()],
  ])('as %s', async (_, make) => {
    const { photo, faces, faceHeightPx } = await accepted(await bytes(make()));
    expect(faces).toBe(1);
    expect(faceHeightPx).toBeGreaterThan(150);
    expect((await sharp(photo).metadata()).space).toBe('srgb');
  });

  test('as HEIC, as phones make it', async () => {
    const { width, height, faces } = await accepted(heic);
    expect({ width, height, faces }).toEqual({ width: 800, height: 800, faces: 1 });
    expect(await engine.inspect(heic.subarray(0, 9_000), 'person')).toEqual({
      is: 'refused',
      reason: 'broken',
    });
  });

  test.each([
    [2, () => large().flop()],
    [3, () => large().rotate(180)],
    [4, () => large().flip()],
    [5, () => large().rotate(270).flop()],
    [6, () => large().rotate(270)],
    [7, () => large().rotate(90).flop()],
    [8, () => large().rotate(90)],
  ])('upright, however the camera was held: Exif orientation %d', async (orientation, turned) => {
    const { photo, faces } = await accepted(await bytes(turned().withMetadata({ orientation }).jpeg()));
    expect(faces).toBe(1);
    const [there, here] = await Promise.all([grey(photo, 64, 64), grey(astronaut, 64, 64)]);
    expect(similarity(there, here, 64)).toBeGreaterThan(0.9);
  });

  test('of forty megabytes exactly, of which most is behind the picture; and nothing of that is kept', async () => {
    const jpeg = await bytes(large().jpeg());
    const archive = new TextEncoder().encode('PK\u0003\u0004 <script>canary</script>');
    const polyglot = new Uint8Array(40_000_000);
    polyglot.set(jpeg);
    polyglot.set(archive, jpeg.length);
    const { photo } = await accepted(polyglot);
    expect(photo.length).toBeLessThan(2_000_000);
    expect(Buffer.from(photo).includes('canary')).toBe(false);
  });

  test('without where, when and with what it was taken', async () => {
    const exif = {
      IFD0: { Copyright: 'canary', Artist: 'canary' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
    };
    const { photo } = await accepted(await bytes(large().withExif(exif).jpeg()));
    const meta = await sharp(photo).metadata();
    expect([meta.exif, meta.xmp, meta.iptc]).toEqual([undefined, undefined, undefined]);
    expect(Buffer.from(photo).includes('canary')).toBe(false);
  });

  test('no larger than any style can use', async () => {
    const { width } = await accepted(await bytes(sharp(astronaut).resize(4200).jpeg()));
    expect(width).toBe(4096);
  });
});

test('a pet is accepted as a pet', async () => {
  const { faces, faceHeightPx } = await accepted(chelsea, 'pet');
  expect({ faces, faceHeightPx }).toEqual({ faces: 0, faceHeightPx: null });
});

describe('refused, with the reason', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><rect width="900" height="900"/></svg>';
  const small = () => sharp(astronaut).resize(64);
  const whole = () => bytes(large().jpeg());

  test.each<readonly [string, RefusalReason, () => Promise<Uint8Array> | Uint8Array]>([
    ['a cat that is said to be a person', 'no-face', () => chelsea],
    [
      'an empty wall',
      'no-face',
      () => bytes(sharp({ create: { width: 900, height: 900, channels: 3, background: '#bba' } }).jpeg()),
    ],
    ['nothing at all', 'format-not-allowed', () => new Uint8Array()],
    ['text', 'format-not-allowed', () => new TextEncoder().encode('not a photo')],
    ['SVG', 'format-not-allowed', () => new TextEncoder().encode(svg)],
    ['GIF', 'format-not-allowed', () => bytes(small().gif())],
    ['TIFF', 'format-not-allowed', () => bytes(small().tiff())],
    ['PDF', 'format-not-allowed', () => new TextEncoder().encode('%PDF-1.7\n1 0 obj <<>> endobj')],
    ['a film in a container as HEIC has it', 'format-not-allowed', () => container('isom')],
    ['an empty container that says it is HEIC', 'broken', () => container('heic')],
    [
      'SVG behind the first bytes of a PNG',
      'broken',
      () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...new TextEncoder().encode(svg)]),
    ],
    ['half a JPEG', 'broken', async () => (await whole()).subarray(0, 40_000)],
    ['half a PNG', 'broken', async () => (await bytes(large().png())).subarray(0, 40_000)],
    ['half a WebP', 'broken', async () => (await bytes(large().webp())).subarray(0, 9_000)],
    ['half an AVIF', 'broken', async () => (await bytes(large().avif({ effort: 0 }))).subarray(0, 9_000)],
    ['a PNG with another picture’s checksum', 'broken', async () => damaged(await bytes(large().png()))],
    ['a JPEG with a hole', 'broken', async () => (await whole()).fill(0xff, 300, 900)],
    ['a moving WebP', 'animated', frames],
    ['a moving PNG', 'animated', async () => apng(await bytes(large().png()))],
    ['a thumbnail', 'too-small', () => bytes(sharp(astronaut).resize(200).jpeg())],
    [
      'a face in a crowd scene',
      'face-too-small',
      () =>
        bytes(
          sharp(astronaut)
            .resize(190)
            .extend({ top: 200, bottom: 210, left: 205, right: 205, background: '#345' })
            .jpeg({ quality: 95 }),
        ),
    ],
    ['a blurred face', 'blurred', () => bytes(large().blur(14).jpeg())],
    ['more than 40 MB', 'too-large', () => new Uint8Array(40_000_001)],
    ['a bomb of 400 megapixels', 'too-many-pixels', () => bomb(20_000, 20_000)],
    ['one line of pixels more than 100 megapixels', 'too-many-pixels', () => bomb(10_000, 10_001)],
    [
      'a JPEG that says it is of 3,600 megapixels',
      'too-many-pixels',
      async () => swollen(await bytes(small().jpeg())),
    ],
  ])('%s', async (_, reason, photo) => {
    expect(verdict(await engine.inspect(await photo(), 'person'))).toBe(reason);
  });

  test('a pet of which nothing can be told', async () => {
    const noise = sharp({
      create: {
        width: 800,
        height: 800,
        channels: 3,
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
        background: '#888',
      },
    });
    expect(verdict(await engine.inspect(await bytes(noise.jpeg()), 'pet'))).toBe('no-clear-subject');
  });
});

test('advice, where the photo could be better', async () => {
  const small = await accepted(await bytes(sharp(astronaut).jpeg()));
  expect(small.advice).toContain('face-small');
  const dark = await accepted(await bytes(large().linear(0.22, 0).jpeg({ quality: 95 })));
  expect(dark.advice).toContain('dark');
  const [lying, leaning] = [90, 12].map((angle) => large().rotate(angle, { background: '#8a8a8a' }).jpeg());
  if (lying === undefined || leaning === undefined) throw new Error('no photo');
  expect((await accepted(await bytes(lying))).advice).toContain('lying');
  expect((await accepted(await bytes(leaning))).advice).not.toContain('lying');
});

/** The box with which ISO base media files begin (ISO/IEC 14496-12, 4.3), and nothing behind it. */
function container(brand: string): Uint8Array {
  const box = Buffer.alloc(24);
  box.writeUInt32BE(24, 0);
  box.write(`ftyp${brand}`, 4, 'latin1');
  box.write(`${brand}mif1`, 16, 'latin1');
  return new Uint8Array(box);
}

/** A byte in the middle of the pixels is another. */
function damaged(png: Uint8Array): Uint8Array {
  const middle = png.length >> 1;
  png[middle] = (png[middle] ?? 0) ^ 0xff;
  return png;
}

/** The frame header (ITU-T T.81, B.2.2) says 60,000 × 60,000. */
function swollen(jpeg: Uint8Array): Uint8Array {
  const bytes = Buffer.from(jpeg);
  bytes.writeUInt32BE(0xea60_ea60, bytes.indexOf(Buffer.from([0xff, 0xc0])) + 5);
  return new Uint8Array(bytes);
}

/** Two frames. */
async function frames(): Promise<Uint8Array> {
  const same = { width: 400, height: 400, fit: 'fill' } as const;
  const stills = await Promise.all(
    [astronaut, chelsea].map((one) => sharp(one).resize(same).png().toBuffer()),
  );
  return await bytes(sharp(stills, { join: { animated: true } }).webp({ loop: 0, delay: [100, 100] }));
}

/** A PNG that says it is animated. */
function apng(png: Uint8Array): Uint8Array {
  const control = chunk('acTL', new Uint8Array([0, 0, 0, 2, 0, 0, 0, 0]));
  return new Uint8Array(Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]));
}

/** Few bytes that would become many: a PNG of one colour. */
function bomb(width: number, height: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(new Uint8Array((Math.ceil(width / 8) + 1) * height));
  const signature = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', new Uint8Array())]),
  );
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(Bun.hash.crc32(body));
  return Buffer.concat([length, body, check]);
}
