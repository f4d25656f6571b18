/** Whether a photo can become a portrait, and what would make a better one. */
import sharp, { type Sharp } from 'sharp';
import type { Advice, RefusalReason, SubjectKind } from '../job.ts';
import { boundsOf, type Face, partOf } from './faces.ts';
import { type Look, rawOf } from './look.ts';

export type Judgement =
  | { readonly is: 'fit'; readonly advice: readonly Advice[] }
  | { readonly is: 'unfit'; readonly reason: RefusalReason };

const unfit = (reason: RefusalReason): Judgement => ({ is: 'unfit', reason });

/** Below, no likeness; below the second, a small print only. Set by looking at portraits of shrunk photos. */
const faceHeightPx = { refused: 56, small: 120 } as const;

/**
 * sharp's estimate on a face brought to 64 px and full contrast. A blur of 3 px on a face of 100 px gives 0.8, of 1.5 px
 * 1.7, none 4.2; a dark photo's noise adds to it, so that doubt decides for the photo.
 */
const sharpness = { blurred: 0.9, soft: 1.8 } as const;
const sideOfSharpness = 64;

/** The whole photo at 128 px: below, what was taken for a soft face is a shape in a blur. */
const wholeBlurred = 1.3;

const darkBelow = 50;

export async function judge(look: Look, subject: SubjectKind): Promise<Judgement> {
  const [face] = look.faces;
  if (subject === 'person' && face === undefined) return unfit('no-face');
  if (subject === 'pet' && !hasClearSubject(look)) return unfit('no-clear-subject');
  if (face !== undefined && face.box.height < faceHeightPx.refused && subject === 'person')
    return unfit('face-too-small');
  const seen = await examine(look);
  const shapeless = seen.whole < wholeBlurred && seen.sharpness < sharpness.soft * 1.5;
  if (seen.sharpness < sharpness.blurred || shapeless) return unfit('blurred');
  const advice: readonly (readonly [Advice, boolean])[] = [
    ['face-small', subject === 'person' && face !== undefined && face.box.height < faceHeightPx.small],
    ['soft', seen.sharpness < sharpness.soft],
    ['dark', seen.brightness < darkBelow],
    ['lying', face !== undefined && isLying(face)],
    ['several-faces', look.faces.length > 1],
  ];
  return { is: 'fit', advice: advice.flatMap(([code, holds]) => (holds ? [code] : [])) };
}

/** Its eyes stand one above the other, or its mouth above them. */
function isLying({ mesh }: Face): boolean {
  if (mesh.length === 0) return false;
  const [left, right, mouth] = (['leftEye', 'rightEye', 'lips'] as const).map((part) =>
    boundsOf(partOf(mesh, part)),
  );
  if (!left || !right || !mouth) return false;
  const [across, down] = [left.x - right.x, left.y - right.y].map(Math.abs);
  return (down ?? 0) > (across ?? 0) || mouth.y < Math.min(left.y, right.y);
}

/** Some of the photo is surely subject, and little of it is doubtful. */
function hasClearSubject({ maskValues }: Look): boolean {
  const mask = new Float32Array(maskValues, 0, 65_536);
  const sure = mask.reduce((n, v) => n + (v > 0.7 ? 1 : 0), 0) / mask.length;
  const doubtful = mask.reduce((n, v) => n + (v > 0.25 && v < 0.7 ? 1 : 0), 0) / mask.length;
  return sure > 0.04 && doubtful < sure * 1.5;
}

/** How sharp and how bright the first face is, or the middle of the photo. */
type Seen = { readonly sharpness: number; readonly whole: number; readonly brightness: number };

async function examine(look: Look): Promise<Seen> {
  const { width, height } = look;
  const box = look.faces[0]?.box ?? {
    x: width * 0.2,
    y: height * 0.2,
    width: width * 0.6,
    height: height * 0.6,
  };
  const left = Math.max(0, Math.floor(box.x));
  const top = Math.max(0, Math.floor(box.y));
  const region = {
    ...{ left, top },
    width: Math.max(1, Math.min(width - left, Math.floor(box.width))),
    height: Math.max(1, Math.min(height - top, Math.floor(box.height))),
  };
  const side = sideOfSharpness;
  const crop = rawOf(look).extract(region).resize(side, side, { fit: 'fill' });
  const [face, whole] = await Promise.all([
    sharpnessOf(crop),
    sharpnessOf(rawOf(look).resize(128, 128, { fit: 'inside' })),
  ]);
  const { channels } = await sharp(face.png).stats();
  return { sharpness: face.value, whole: whole.value, brightness: channels[0]?.mean ?? 128 };
}

async function sharpnessOf(picture: Sharp): Promise<{ readonly png: Uint8Array; readonly value: number }> {
  const png = await picture.greyscale().png().toBuffer();
  const { sharpness } = await sharp(await sharp(png).normalise().toBuffer()).stats();
  return { png, value: sharpness };
}
