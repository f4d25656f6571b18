/** The frames between the engine and its process. */
import type { StudioFaultCode } from '../fault.ts';
import type { Crop, Inspection, PaintJob, Progress, Recipe, SubjectKind } from '../job.ts';

/** Keys and certificates as PEM; the chain begins with the signer's own. */
export type Signer = { readonly key: string; readonly certificates: readonly string[] };

/** Photo, or picture, travel as the body. */
export type PaperJob = Omit<PaintJob, 'photo' | 'original'>;

export type Request =
  | { readonly kind: 'start'; readonly threads: number; readonly memoryMax: number; readonly signer: Signer }
  | { readonly kind: 'inspect'; readonly id: number; readonly subject: SubjectKind }
  | { readonly kind: 'paint' | 'finish' | 'frame'; readonly id: number; readonly job: PaperJob }
  | { readonly kind: 'cancel'; readonly id: number };

type Accepted = Extract<Inspection, { readonly is: 'accepted' }>;

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'accepted'; readonly id: number; readonly inspection: Omit<Accepted, 'photo'> }
  | {
      readonly kind: 'refused';
      readonly id: number;
      readonly inspection: Extract<Inspection, { is: 'refused' }>;
    }
  | { readonly kind: 'framed'; readonly id: number; readonly crop: Crop }
  | { readonly kind: 'painted'; readonly id: number; readonly recipe: Recipe; readonly contentType: string }
  /** With id 0 it is the start that failed. */
  | { readonly kind: 'failed'; readonly id: number; readonly code: StudioFaultCode; readonly about: string };
