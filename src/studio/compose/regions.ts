/** Which parts of a person are skin, hair and lips: for styles that give each its own colour. */
import { boundsOf, type Face, partOf } from '../vision/faces.ts';
import { blur, filled, flowOf, kuwahara } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import { guided } from './cut-out.ts';
import { fillPolygon, widened } from './features.ts';
import type { Sitter } from './prepare.ts';

/** Planes from 0 to 1; the lips at 0.6, what they enclose at 1. What is none of them is clothes, or an animal. */
export type Regions = {
  readonly skin: Image;
  readonly hair: Image;
  readonly lips: Image;
  /** How deep the skin's own tone is: 0 the lightest … 1 the darkest. */
  readonly depth: number;
};

type Planes = Pick<Regions, 'skin' | 'hair' | 'lips'>;

export function regionsOf(shop: Workshop, sitter: Sitter): Regions {
  const { width: w, height: h } = sitter.photo;
  const none = {
    skin: filled(shop, w, h, 1, 0),
    hair: filled(shop, w, h, 1, 0),
    lips: filled(shop, w, h, 1, 0),
  };
  const meshes = sitter.faces.map(({ mesh }) => mesh).filter((mesh) => mesh.length > 0);
  if (meshes.length === 0) return animal(shop, sitter, none);
  const oval = filled(shop, w, h, 1, 0);
  const { skin, lips } = none;
  for (const mesh of meshes) {
    fillPolygon(shop, oval, flat(mesh, 'oval'), 1);
    fillPolygon(shop, oval, widened(flat(mesh, 'oval'), 1.24, 0.4), 0.75); // ears
    fillPolygon(shop, lips, widened(flat(mesh, 'lips'), 1.03, 1.03), 0.6);
    fillPolygon(shop, lips, flat(mesh, 'innerLips'), 1);
  }
  const inside = blur(shop, oval, w / 60);
  const { fore, figure: alpha } = sitter;
  const [mr = 0.5, mg = 0.4, mb = 0.35] = skinMean(shop, sitter);
  const { y, height } = boundsOf(meshes.flatMap((mesh) => partOf(mesh, 'oval')));
  const [eyes, mouth] = [y + height * 0.45, y + height * 0.8];
  shop.run('skinLikeness', h, { fore, alpha, inside, mr, mg, mb, eyes, mouth, skin, w });
  const softSkin = guided(shop, sitter.photo, skin, { radius: w / 90, eps: 4e-4, factor: 2 });
  shop.release(skin, none.hair, oval, inside);
  return {
    skin: softSkin,
    hair: hairOf(shop, sitter, softSkin),
    lips: blur(shop, lips, Math.max(1, w / 700)),
    depth: depthOf(mr, mg, mb),
  };
}

/** An animal is all fur, but for what has a colour of its own: a nose is dyed as lips are, eyes as cloth. */
function animal(shop: Workshop, { fore, figure }: Sitter, { skin, hair, lips }: Planes): Regions {
  const { width: w, height: h } = fore;
  const flow = flowOf(shop, fore, (3 * w) / 1024);
  const flat = kuwahara(shop, fore, flow, (8 * w) / 1024);
  const [mr = 0.5, mg = 0.4, mb = 0.35] = meanOf(shop, flat, figure, 0.5, 1.01);
  const cool = filled(shop, w, h, 1, 0);
  shop.run('colourApart', h, { flat, figure, mr, mg, mb, warm: lips, cool, w });
  const soft = blur(shop, cool, w / 200);
  const warm = blur(shop, lips, w / 200);
  shop.run('fur', h, { figure, soft, warm, hair, lips, w });
  shop.release(flow, flat, cool, soft, warm);
  return { skin, hair, lips, depth: 0 };
}

/** By brightness, and less where there is little colour: that is a light skin in the dark rather. */
function depthOf(r: number, g: number, b: number): number {
  const [light, most] = [0.299 * r + 0.587 * g + 0.114 * b, Math.max(r, g, b)];
  const saturation = most > 0 ? (most - Math.min(r, g, b)) / most : 0;
  return rising(0.5, 0.2, light) * (0.45 + 0.55 * rising(0.3, 0.45, saturation));
}

function rising(from: number, to: number, value: number): number {
  const t = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Of the cheeks and forehead: inside the oval, off the features. */
const skinMean = (shop: Workshop, { fore, detail }: Sitter): readonly number[] =>
  meanOf(shop, fore, detail, 0.5, 0.6);

/** Red, green and blue where `where` lies between lo and hi. */
function meanOf(shop: Workshop, src: Image, where: Image, lo: number, hi: number): readonly number[] {
  const mean = shop.image(4, 1, 1);
  const { width: w, height } = src;
  shop.run('meanWhere', height, { src, where, lo, hi, mean, w }, { rowsAtOnce: height });
  const values = [...shop.floats(mean)];
  shop.release(mean);
  return values;
}

function hairOf(shop: Workshop, { faces, figure: alpha, photo, fore }: Sitter, skin: Image): Image {
  const { width: w, height: h } = photo;
  const raw = filled(shop, w, h, 1, 0);
  for (const { mesh } of faces.filter((face) => face.mesh.length > 0)) {
    const box = boundsOf(partOf(mesh, 'oval'));
    const [middle, chin, reach] = [box.x + box.width / 2, box.y + box.height * 1.02, box.width * 1.35];
    shop.run('hairPlace', h, { alpha, skin, middle, chin, reach, slope: box.height * 0.12, raw, w });
  }
  likeItsCrown(shop, raw, fore, faces);
  const hair = guided(shop, photo, raw, { radius: w / 90, eps: 4e-4, factor: 2 });
  shop.release(raw);
  return hair;
}

/** A collar beside the chin is no hair: below the eyes it must look like what grows above them. */
function likeItsCrown(shop: Workshop, hair: Image, fore: Image, faces: readonly Face[]): void {
  const { width: w, height: h } = hair;
  const { y, height } = boundsOf(faces.flatMap(({ mesh }) => partOf(mesh, 'oval')));
  const [eyes, mouth] = [y + height * 0.45, y + height * 0.8];
  const crown = Math.max(1, Math.min(h, Math.round(eyes)));
  const mean = shop.image(4, 1, 1);
  shop.run('meanWhere', crown, { fore, hair, lo: 0.8, hi: 1.01, mean, w }, { rowsAtOnce: crown });
  const [mr = 0, mg = 0, mb = 0, n = 0] = [...shop.floats(mean)];
  shop.release(mean);
  if (n > 200) shop.run('hairLikeness', h, { fore, hair, mr, mg, mb, eyes, mouth, w });
}

const flat = (mesh: Parameters<typeof partOf>[0], part: 'oval' | 'lips' | 'innerLips') =>
  partOf(mesh, part).map(([x, y]) => [x, y] as const);
