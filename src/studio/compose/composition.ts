/** Where the picture is cut out of the photo: pure arithmetic over boxes, in photo pixels. */
import type { Box, Face } from '../vision/faces.ts';
import { union } from '../vision/look.ts';
import { aimed, type Spot } from './attention.ts';

/** What a coarse look at the mask tells of the subject. */
export type Extent = {
  /** Undefined where no subject was found at all. */
  readonly box: Box | undefined;
  /** Share of the photo that is subject. */
  readonly share: number;
  /** Share of the upper border that is subject. */
  readonly atTop: number;
  readonly atLeft: boolean;
  readonly atRight: boolean;
  /** Dark spots of an animal, which may be its eyes and nose. */
  readonly spots: readonly Spot[];
};

export type Composition = {
  readonly crop: Box;
  /** The subject fills the photo or is cut by its top: its own background stays. */
  readonly fill: boolean;
};

type Frame = { readonly width: number; readonly height: number };

/** How much of the picture's height a single face takes. */
const faceShare = 0.36;

/**
 * @param aspect width ÷ height of the picture.
 */
export function compose(
  photo: Frame,
  subject: 'person' | 'pet',
  faces: readonly Face[],
  extent: Extent,
  aspect: number,
): Composition {
  const fill = extent.box === undefined || extent.atTop > 0.12 || extent.share > 0.72;
  if (fill) return { crop: fillCrop(photo, faces, extent, aspect), fill };
  const wanted =
    subject === 'person' && faces.length > 0
      ? peopleCrop(faces, extent, aspect)
      : animalCrop(extent.box ?? { x: 0, y: 0, ...photo }, aspect);
  return { crop: kept(wanted, photo, extent, aspect), fill };
}

/** The largest crop that the photo allows, about the face; an animal's is sought by its eyes. */
function fillCrop(photo: Frame, faces: readonly Face[], { box, spots }: Extent, aspect: number): Box {
  const height = Math.min(photo.height, photo.width / aspect);
  const width = height * aspect;
  if (faces.length === 0 && spots.length > 0) {
    const across = spots.map(({ x, weight }) => ({ at: x, weight }));
    const down = spots.map(({ y, weight }) => ({ at: y, weight }));
    return { x: aimed(across, width, photo.width), y: aimed(down, height, photo.height), width, height };
  }
  const about = faces.length > 0 ? union(faces.map((face) => face.box)) : (box ?? { x: 0, y: 0, ...photo });
  const x = between(about.x + about.width / 2 - width / 2, 0, photo.width - width);
  const y = between(about.y + about.height / 2 - height / 2, 0, photo.height - height);
  return { x, y, width, height };
}

/** One sitter: face a third of the height, its middle a little above the centre. A group: all, with even air. */
function peopleCrop(faces: readonly Face[], extent: Extent, aspect: number): Box {
  const all = union(faces.map(({ box }) => box));
  const tallest = Math.max(...faces.map(({ box }) => box.height));
  const middle = { x: all.x + all.width / 2, y: all.y + all.height / 2 };
  const head = extent.box?.y ?? all.y;
  if (faces.length === 1) {
    const height = tallest / faceShare;
    const top = middle.y + height * 0.06 - height / 2;
    const air = Math.max(0, head - height * 0.06);
    const bottom = top + height;
    return top > air && head > 4
      ? about(middle.x, air, bottom - air, aspect)
      : about(middle.x, top, height, aspect);
  }
  const height = Math.max((all.width + tallest * 1.05) / aspect, all.height + tallest * 2.2);
  const top = Math.max(middle.y + height * 0.12 - height / 2, head - height * 0.1);
  return about(middle.x, top, height, aspect);
}

/** An animal: all of it with a margin; where it is much taller than wide, its upper part. */
function animalCrop(box: Box, aspect: number): Box {
  const whole = Math.max(box.height * 1.12, (box.width * 1.12) / aspect);
  const height =
    box.height > box.width * 1.8 ? Math.max((box.width * 1.25) / aspect, box.height * 0.55) : whole;
  const top = height < whole ? box.y - height * 0.07 : box.y + box.height / 2 - height / 2;
  return about(box.x + box.width / 2, top, height, aspect);
}

const about = (x: number, y: number, height: number, aspect: number): Box => ({
  x: x - (height * aspect) / 2,
  y,
  width: height * aspect,
  height,
});

/** Where the photo cuts the subject, the picture's border must lie there too: nothing may end in mid-air. */
function kept(crop: Box, photo: Frame, { atLeft, atRight }: Extent, aspect: number): Box {
  let { x, y, width, height } = crop;
  if (atLeft && atRight && width > photo.width) {
    const middle = y + height / 2;
    width = photo.width;
    height = width / aspect;
    x = 0;
    y = middle - height / 2;
  }
  if (y + height > photo.height) y = photo.height - height;
  if (atLeft && x < 0) x = 0;
  if (atRight && x + width > photo.width) x = photo.width - width;
  return { x, y, width, height };
}

/** A frame that lies in the photo, as near as can be: beyond it there is no background to keep. */
export function within({ x, y, width, height }: Box, photo: Frame): Box {
  const scale = Math.min(1, photo.width / width, photo.height / height);
  const [w, h] = [width * scale, height * scale];
  const [left, top] = [x + (width - w) / 2, y + (height - h) / 2];
  return { x: between(left, 0, photo.width - w), y: between(top, 0, photo.height - h), width: w, height: h };
}

const between = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** A crop of one shape, made to fit a picture of another: as much of it as fits, with the same middle. */
export function fitted({ x, y, width, height }: Box, aspect: number): Box {
  const w = Math.min(width, height * aspect);
  const h = w / aspect;
  return { x: x + (width - w) / 2, y: y + (height - h) * 0.4, width: w, height: h };
}
