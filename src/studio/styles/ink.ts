/** Outlines as a signed field, below 0 where ink runs, so that a print can threshold it at full sharpness. */
import { along, blur, flowOf, like, luminance, rangesOf, resample } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';

export type Pen = {
  /** Half width of a line, working pixels. */
  readonly sigma: number;
  /** How strongly edges are exaggerated before the threshold. */
  readonly sharpness: number;
  readonly threshold: number;
  /** How much higher the threshold is on eyes, brows and lips. */
  readonly features: number;
  /** How far a line is smoothed along itself. */
  readonly reach: number;
  /** 0: one threshold; towards 1: lower in dark surroundings, so that dark skin and shade keep their forms. */
  readonly adapt: number;
  /** Smoothing of the directions. */
  readonly flow: number;
};

/** Outlines are computed a little larger than the picture: twice as crisp, and no slower to print. */
const enlargement = 1.6;

/** Flow-guided difference of Gaussians (Kang et al. 2007; Winnemöller et al. 2012). @param base gives the directions */
export function outlines(shop: Workshop, picture: Image, base: Image, detail: Image, pen: Pen): Image {
  const w = Math.round(picture.width * enlargement);
  const h = Math.round(picture.height * enlargement);
  const bright = luminance(shop, picture);
  const large = resample(shop, bright, w, h, true);
  const direction = flowOf(shop, base, pen.flow);
  const flow = resample(shop, direction, w, h, false);
  const across = like(shop, large, 1);
  const sigma = pen.sigma * enlargement;
  const ranges = rangesOf(shop, large);
  shop.run(
    'dogAcross',
    h,
    { large, across, flow, ranges, w, h, sigma, ratio: 1.6, p: pen.sharpness },
    { rowsAtOnce: 16 },
  );
  const smooth = along(shop, across, flow, pen.reach * enlargement, pen.threshold + pen.features);
  const around = blur(shop, large, Math.max(6, sigma * 14));
  shop.run('threshold', h, {
    ...{ smooth, around, detail, dw: detail.width, dh: detail.height },
    ...{ limit: pen.threshold, more: pen.features, adapt: pen.adapt, w, h },
  });
  shop.release(bright, large, direction, flow, ranges, across, around);
  return smooth;
}
