/** Photos for the studio's tests: the two free ones, and what is made of them. */
import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';

const read = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/photos/${name}`, import.meta.url)));

export const astronaut = read('astronaut.png');
export const chelsea = read('chelsea.png');
export const heic = read('astronaut.heic');

export const bytes = async (picture: Sharp): Promise<Uint8Array> => new Uint8Array(await picture.toBuffer());

/** RGB bytes of an encoded picture. */
export async function pixels(
  image: Uint8Array,
): Promise<{ readonly data: Uint8Array; readonly width: number; readonly height: number }> {
  const { data, info } = await sharp(image, { limitInputPixels: false })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** Brightness of a picture, brought to a size and blurred. */
export async function grey(
  image: Uint8Array,
  width: number,
  height: number,
  blurPx = 0,
): Promise<Float64Array> {
  const small = sharp(image, { limitInputPixels: false })
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .greyscale();
  const { data } = await (blurPx > 0.3 ? small.blur(blurPx) : small)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Float64Array.from(data);
}

/** Mean structural similarity over windows of 8 × 8 (Wang et al. 2004). */
export function similarity(a: Float64Array, b: Float64Array, width: number): number {
  const [side, c1, c2] = [8, 6.5025, 58.5225];
  const height = Math.floor(a.length / width);
  const scores: number[] = [];
  for (let y = 0; y + side <= height; y += 4)
    for (let x = 0; x + side <= width; x += 4) {
      const window = { n: 0, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
      for (let v = y; v < y + side; v++)
        for (let u = x; u < x + side; u++) {
          const [p, q] = [a[v * width + u] ?? 0, b[v * width + u] ?? 0];
          window.n++;
          window.a += p;
          window.b += q;
          window.aa += p * p;
          window.bb += q * q;
          window.ab += p * q;
        }
      const [ma, mb] = [window.a / window.n, window.b / window.n];
      const [va, vb] = [window.aa / window.n - ma * ma, window.bb / window.n - mb * mb];
      const cov = window.ab / window.n - ma * mb;
      scores.push(((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (va + vb + c2)));
    }
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
