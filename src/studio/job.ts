/** What the studio is asked, and what it answers: the words that the shop and the studio share. */
import type { Crop, SubjectKind } from './compose/prepare.ts';
import type { Manner } from './manner.ts';
import type { StyleId } from './styles/index.ts';

export type { Crop, SubjectKind } from './compose/prepare.ts';
export type { Manner } from './manner.ts';
export type { StyleId } from './styles/index.ts';

/** What was painted and how, so that a print is the same picture: kept sealed with the portrait. */
export type Recipe = Manner & {
  readonly style: StyleId;
  /** One of the style's; an empty string is its first. */
  readonly variant: string;
  readonly seed: number;
  /** `null` lets the studio compose; what it chose is in `Painted.recipe`. */
  readonly crop: Crop | null;
  /** The engine's version. */
  readonly engine: string;
};

export type RefusalReason =
  | 'no-face'
  | 'no-clear-subject'
  | 'too-small'
  | 'face-too-small'
  | 'blurred'
  | 'broken'
  | 'animated'
  | 'format-not-allowed'
  | 'too-many-pixels'
  | 'too-large';

export type Advice =
  | 'face-small' // fine on a screen; a print stays small
  | 'soft' // a little out of focus
  | 'dark'
  | 'lying' // the face lies on its side, or stands on its head
  | 'several-faces'
  | 'cut-at-top' // the photo cuts the head: its own background stays
  | 'background-kept'; // the subject fills the photo

export type Inspection =
  | {
      readonly is: 'accepted';
      /** Upright sRGB JPEG of quality 95, without metadata: what the shop keeps. */
      readonly photo: Uint8Array;
      readonly width: number;
      readonly height: number;
      readonly faces: number;
      /** Of the largest face; in `photo`'s pixels. */
      readonly faceHeightPx: number | null;
      readonly advice: readonly Advice[];
    }
  | { readonly is: 'refused'; readonly reason: RefusalReason };

export type Progress = {
  readonly stage: 'wait' | 'prepare' | 'compose' | 'cut-out' | 'light' | 'strokes' | 'finish';
  readonly done: number;
  readonly total: number;
};

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'tiff';

export type PaintJob = {
  /** As `inspect` gave it. */
  readonly photo: Uint8Array;
  readonly subject: SubjectKind;
  readonly recipe: Recipe;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly format: ImageFormat;
  /** Written into the file; it changes no pixel. */
  readonly dpi?: number;
  /** What is cut away after printing, on every side: the picture's edge, mirrored outwards, beside width and height. */
  readonly bleedPx?: number;
  readonly watermark: boolean;
  /** Quick and small, to see a crop or a variant at once: other strokes than those of the portrait itself. */
  readonly draft?: boolean;
  /**
   * The picture itself, painted elsewhere: it is brought to size, marked and signed instead of being painted. Whatever
   * it is, it is opened in the engine's own process.
   */
  readonly original?: Uint8Array;
};

export type Painted = {
  readonly image: Uint8Array;
  readonly contentType: string;
  /** In pixels, with whatever bleeds. */
  readonly width: number;
  readonly height: number;
  /** With everything resolved: painting it again gives the same picture. */
  readonly recipe: Recipe;
  readonly seconds: number;
};

/** A picture as it came from whoever paints elsewhere: preview and prints of the portrait are finished from it. */
export type Commissioned = {
  readonly original: Uint8Array;
  /** With everything resolved, and who painted it. */
  readonly recipe: Recipe;
  readonly seconds: number;
};

/** How a company took on a commission: enough to find the picture again without paying twice, and to say who painted it. */
export type Begun = {
  /** The company's own name of it; null where it has none. */
  readonly reference: string | null;
  /** Company, model and version, as a recipe names its engine. */
  readonly engine: string;
};

/** Companies that paint for the studio where it is set to let them; each is called as its file in `providers/`. */
export type PaintingCompany = 'replicate' | 'openai';

/** What of the photo a picture shows, for whoever paints elsewhere: a JPEG without metadata. */
export type Framed = { readonly image: Uint8Array; readonly crop: Crop };

/** Pixels of one picture: below, nothing can be seen; above, nothing can be printed. */
export const sizeLimits = { sideMin: 64, sideMax: 12_000, pixelsMax: 64e6, bleedMax: 1000 } as const;
