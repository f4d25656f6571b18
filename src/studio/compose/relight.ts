/**
 * The light a portraitist would have asked for: exposure set on the subject, shadows lifted towards a tone that suits
 * the style, a little light in the eyes, calm skin. It decides the likeness more than any brush does.
 */
import { blur, like } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import type { Sitter } from './prepare.ts';

export type Light = {
  /** How strongly local brightness is drawn towards `target`; 0 to 1. */
  readonly lift: number;
  readonly target: number;
  readonly eyes: number;
  /** Where the subject's darkest and lightest tones go. */
  readonly black: number;
  readonly white: number;
  /** Local contrast afterwards. */
  readonly clarity: number;
  /** How calm the skin becomes between the features. */
  readonly skin: number;
};

/** A new image of the subject; the sitter's own stays as it is. */
export function relight(shop: Workshop, sitter: Sitter, light: Light): Image {
  const { width: w, height: h } = sitter.fore;
  const exposed = expose(shop, sitter, light.black, light.white);
  const parts = like(shop, exposed, 2);
  shop.run('litParts', h, { exposed, alpha: sitter.alpha, parts, w });
  const lit = blur(shop, parts, w / 26);
  const lifted = like(shop, exposed, 3);
  const { detail, eyes } = sitter;
  const [amount, target, eye] = [light.lift, light.target, light.eyes];
  shop.run('lift', h, { exposed, lifted, lit, detail, eyes, amount, target, eye, w });
  const wide = blur(shop, lifted, w / 28);
  const clear = like(shop, exposed, 3);
  shop.run('clarity', h, { lifted, wide, clear, amount: light.clarity, w });
  shop.release(exposed, parts, lit, lifted, wide);
  return sitter.subject === 'person' && light.skin > 0 ? calmSkin(shop, sitter, clear, light.skin) : clear;
}

function calmSkin(shop: Workshop, sitter: Sitter, src: Image, amount: number): Image {
  const { width: w, height: h } = src;
  const faceWidth = sitter.faces[0]?.box.width ?? w * 0.3;
  const soft = blur(shop, src, Math.max(1.5, faceWidth / 75));
  const dst = like(shop, src, 3);
  shop.run('smoothSkin', h, { src, soft, detail: sitter.detail, dst, amount, w });
  shop.release(src, soft);
  return dst;
}

const bins = 512;

/** Sets black, white and middle by the subject's own percentiles. */
function expose(shop: Workshop, { fore, figure }: Sitter, lo: number, hi: number): Image {
  const tones = percentiles(shop, fore, figure, 0.5, [0.02, 0.5, 0.985]);
  const [black = 0, middle = 0.5, white = 1] = tones;
  const relative = Math.max(0.15, Math.min(0.85, (middle - black) / Math.max(0.02, white - black)));
  const gamma = 1 + (Math.log(0.47) / Math.log(relative) - 1) * 0.6;
  const dst = like(shop, fore, 3);
  shop.run('expose', fore.height, {
    ...{
      fore,
      dst,
      black,
      white: Math.max(white, black + 0.02),
      gamma,
      lo,
      hi,
      strength: 0.8,
      w: fore.width,
    },
  });
  return dst;
}

/** Brightness below which lie the given shares of the pixels where `where` exceeds `over`. */
export function percentiles(
  shop: Workshop,
  src: Image,
  where: Image,
  over: number,
  shares: readonly number[],
): readonly number[] {
  const counts = shop.image(bins, 1, 1);
  const { width: w, height, channels: c } = src;
  shop.run('histogram', height, { src, c, where, over, counts, bins, w }, { rowsAtOnce: height });
  const values = [...new Int32Array(shop.floats(counts).buffer, counts.at, bins)];
  shop.release(counts);
  const total = values.reduce((a, b) => a + b, 0);
  return shares.map((share) => {
    let sum = 0;
    const bin = values.findIndex((n) => {
      sum += n;
      return sum >= total * share;
    });
    return Math.max(0, bin) / bins;
  });
}
