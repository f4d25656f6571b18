/** What both oils share: the picture to be imitated at several softnesses, its directions, and a painted backdrop. */
import type { Sitter } from '../compose/prepare.ts';
import { type Background, graded, type Reach } from '../manner.ts';
import { blend, blur, calmFlow, flowOf, kuwahara, like, noise, table } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import type { Plan } from './brushwork.ts';
import { focusOf } from './style.ts';

export type Backdrop = {
  /** Edge, glow, and what is stirred in. */
  readonly colours: readonly number[];
  /** The glow's place beside the face, and its reach, in widths. */
  readonly beside: number;
  readonly spread: number;
};

/** A plain ground is the middle tone alone. */
export const groundOf = (ground: readonly number[], background: Background): readonly number[] =>
  background === 'plain' ? [...ground.slice(3, 6), ...ground.slice(3, 6), ...ground.slice(3, 6)] : ground;

const size: Reach = [0.75, 1, 1.35];
const variety: Reach = [0.5, 1, 1.6];
/** Brushes below this paint features, and stay as they are. */
const broadFrom = 4;

/** Broader strokes of more broken colour, or narrower and calmer ones; the likeness is left alone. */
export const bolder = (plans: readonly Plan[], intensity: number): readonly Plan[] =>
  plans.map((plan) =>
    plan.radius < broadFrom
      ? plan
      : {
          ...plan,
          radius: plan.radius * graded(intensity, size),
          lightness: plan.lightness * graded(intensity, variety),
          hue: plan.hue * graded(intensity, variety),
        },
  );

export function backdrop(shop: Workshop, sitter: Sitter, ground: Backdrop, seed: number): Image {
  const { width: w, height: h } = sitter.photo;
  const focus = focusOf(sitter);
  const dst = shop.image(w, h, 3);
  const colours = table(shop, ground.colours);
  const [fx, fy] = [focus.x / w + ground.beside, focus.y / h - 0.05];
  shop.run('backdrop', h, { dst, colours, fx, fy, spread: ground.spread, seed, w, h });
  shop.release(colours);
  return dst;
}

/** The subject over its backdrop; the edge is drawn in a little, so that no rim of the old background stays. */
export function over(shop: Workshop, subject: Image, alpha: Image, ground: Image): Image {
  const choked = like(shop, alpha, 1);
  shop.run('ramp', alpha.height, { alpha, choked, lo: 0.3, hi: 1, linear: true, w: alpha.width });
  const dst = blend(shop, ground, subject, choked);
  shop.release(choked);
  return dst;
}

/** Directions of three scales, the background's own turned by `sway`. */
export type Flows = { readonly fine: Image; readonly mid: Image; readonly coarse: Image };

export type Sway = {
  /** 1 about the head, 0 straight. */
  readonly about: number;
  readonly angle: number;
  readonly stir: number;
  readonly cell: number;
};

export function flows(shop: Workshop, base: Image, sitter: Sitter, sway: Sway, seed: number): Flows {
  const u = base.width / 1024;
  const fine = calmFlow(shop, base, 3 * u, 22 * u, 1.5);
  const mid = calmFlow(shop, base, 7 * u, 30 * u, 1);
  const coarse = flowOf(shop, base, 18 * u);
  const stir = noise(shop, base, { cell: base.width / sway.cell, seed: seed + 21, octaves: 2, gain: 0.5 });
  const { x: cx, y: cy } = focusOf(sitter);
  const { alpha } = sitter;
  for (const [flow, edge] of [
    [mid, 0.35],
    [coarse, 0.5],
  ] as const)
    shop.run('swirl', base.height, {
      ...{
        flow,
        alpha,
        stir,
        w: base.width,
        cx,
        cy,
        about: sway.about,
        angle: sway.angle,
        amount: sway.stir,
        edge,
      },
    });
  shop.release(stir);
  return { fine, mid, coarse };
}

/** A Kuwahara-filtered picture, and blurs of it for the brushes from broad to fine. */
export function references(
  shop: Workshop,
  picture: Image,
): { readonly base: Image; readonly soft: readonly Image[] } {
  const u = picture.width / 1024;
  const flow = flowOf(shop, picture, 2.2 * u);
  const base = kuwahara(shop, picture, flow, 4 * u);
  shop.release(flow);
  const soft = [18, 9, 4, 2, 1.1, 0.7].map((sigma) => blur(shop, base, Math.max(0.6, sigma * u)));
  return { base, soft };
}
