/** From a look at a photo to a sitter on the easel: the crop, the cut-out, the map of features. */
import type { Box, Face } from '../vision/faces.ts';
import type { Look } from '../vision/look.ts';
import { filled } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import { darkSpots } from './attention.ts';
import { compose, type Extent, fitted, within } from './composition.ts';
import { foreground, gatherMasks, matte, type Place, tightened } from './cut-out.ts';
import { detailMap, eyeMap } from './features.ts';

export type SubjectKind = 'person' | 'pet';
/** Fractions of the upright photo; a little may lie outside it. */
export type Crop = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Everything a style needs, at the working size; faces in working pixels. */
export type Sitter = {
  readonly subject: SubjectKind;
  readonly crop: Crop;
  readonly faces: readonly Face[];
  readonly photo: Image;
  /** The subject's colours, without the old background shining through hair. */
  readonly fore: Image;
  /** Where there is paint: the subject, or all where the photo's background stays. */
  readonly alpha: Image;
  /** Where the subject is; the light is set on it. */
  readonly figure: Image;
  readonly detail: Image;
  readonly eyes: Image;
  /** The photo's own background stays. */
  readonly fill: boolean;
};

/** Strokes and lines are made at about this many pixels, whatever the size of the print. */
const workingPixels = { whole: 1024 * 1280, draft: 512 * 640 } as const;

/** Even numbers: some filters work on the half. */
export function workingSize(
  aspect: number,
  draft: boolean,
): { readonly width: number; readonly height: number } {
  const width = 2 * Math.round(Math.sqrt((draft ? workingPixels.draft : workingPixels.whole) * aspect) / 2);
  return { width, height: 2 * Math.round(width / aspect / 2) };
}

export type Stage = (stage: 'compose' | 'cut-out') => void;

export type Frame = {
  readonly subject: SubjectKind;
  readonly crop: Crop | null;
  /** The photo's own background is to stay, whatever could be cut out. */
  readonly ownBackground: boolean;
  /** Width ÷ height of the picture. */
  readonly aspect: number;
  /** Worked out at half the size: quick, and not quite the picture that will be. */
  readonly draft: boolean;
};

export function prepare(
  shop: Workshop,
  look: Look,
  { subject, crop: chosen, ownBackground, aspect, draft }: Frame,
  onStage: Stage,
): Sitter {
  onStage('compose');
  const composed = compose(look, subject, look.faces, extentOf(shop, look), aspect);
  const fill = composed.fill || ownBackground;
  const found = fill ? within(composed.crop, look) : composed.crop;
  const crop = chosen === null ? found : fitted(inPhoto(chosen, look), aspect);
  const { width, height } = workingSize(aspect, draft);
  const place: Place = { left: crop.x, top: crop.y, step: crop.width / width };
  const photo = cropped(shop, look, place, width, height);
  const faces = look.faces.map((face) => placed(face, place));
  onStage('cut-out');
  const whole = filled(shop, width, height, 1, 1);
  const figure = composed.fill ? whole : cutOut(shop, look, place, photo, faces);
  const alpha = fill ? whole : figure;
  const fore = fill ? photo : foreground(shop, photo, alpha);
  const detail = detailMap(shop, faces, figure);
  const eyes = eyeMap(shop, faces, photo);
  return {
    subject,
    crop: inShares(crop, look),
    faces,
    photo,
    fore,
    alpha,
    figure,
    detail,
    eyes,
    fill,
  };
}

export const imagesOf = ({ photo, fore, alpha, figure, detail, eyes }: Sitter): readonly Image[] => [
  photo,
  fore,
  alpha,
  figure,
  detail,
  eyes,
];

function cutOut(shop: Workshop, look: Look, place: Place, photo: Image, faces: readonly Face[]): Image {
  const coarse = gatherMasks(shop, look, place, photo.width, photo.height);
  const loose = matte(shop, photo, coarse, faces);
  const alpha = tightened(shop, loose, 1 / place.step);
  shop.release(coarse, loose);
  return alpha;
}

function cropped(shop: Workshop, look: Look, { left, top, step }: Place, w: number, height: number): Image {
  const src = shop.image(Math.ceil((look.width * look.height * 3) / 4), 1, 1);
  new Uint8Array(shop.floats(src).buffer, src.at, look.width * look.height * 3).set(new Uint8Array(look.rgb));
  const dst = shop.image(w, height, 3);
  const [pw, ph] = [look.width, look.height];
  shop.run('cropPhoto', height, { src, pw, ph, dst, w, left, top, step });
  shop.release(src);
  return dst;
}

const coarseWidth = 160;

/** Where the subject is, from the masks on a coarse grid. */
export function extentOf(shop: Workshop, look: Look): Extent {
  const step = look.width / coarseWidth;
  const height = Math.max(1, Math.round(look.height / step));
  const coarse = gatherMasks(shop, look, { left: 0, top: 0, step }, coarseWidth, height);
  const mask = shop.floats(coarse).slice(0, coarseWidth * height);
  const inside = [...mask].flatMap((v, i) => (v > 0.6 ? [i] : []));
  shop.release(coarse);
  const xs = inside.map((i) => i % coarseWidth);
  const ys = inside.map((i) => Math.floor(i / coarseWidth));
  const [left, right] = [bound(Math.min, xs), bound(Math.max, xs)];
  const [top, bottom] = [bound(Math.min, ys), bound(Math.max, ys)];
  const cell = (from: number, to: number) => ({ from: from * step, size: (to - from + 1) * step });
  const [across, down] = [cell(left, right), cell(top, bottom)];
  return {
    box:
      inside.length === 0
        ? undefined
        : { x: across.from, y: down.from, width: across.size, height: down.size },
    share: inside.length / (coarseWidth * height),
    atTop: inside.filter((i) => i < coarseWidth).length / coarseWidth,
    atLeft: left <= 0,
    atRight: right >= coarseWidth - 1,
    spots: look.faces.length > 0 ? [] : darkSpots(look, { mask, columns: coarseWidth, rows: height, step }),
  };
}

const bound = (which: (a: number, b: number) => number, values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => which(a, b));

const placed = ({ box, mesh, score }: Face, { left, top, step }: Place): Face => ({
  score,
  box: {
    x: (box.x - left) / step,
    y: (box.y - top) / step,
    width: box.width / step,
    height: box.height / step,
  },
  mesh: mesh.map(([x, y, z]) => [(x - left) / step, (y - top) / step, z / step]),
});

type Size = { readonly width: number; readonly height: number };

const inPhoto = (crop: Crop, photo: Size): Box => ({
  x: crop.x * photo.width,
  y: crop.y * photo.height,
  width: crop.width * photo.width,
  height: crop.height * photo.height,
});

const inShares = (box: Box, photo: Size): Crop => ({
  x: box.x / photo.width,
  y: box.y / photo.height,
  width: box.width / photo.width,
  height: box.height / photo.height,
});
