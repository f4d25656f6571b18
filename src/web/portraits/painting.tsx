/** `/studio/:token`: the portraits of one photo, while they are painted and after. */
import { type Easel, spoken } from '../components/easel.ts';
import { LinkButton } from '../components/form.tsx';
import { longDate } from '../components/format.ts';
import { Island } from '../components/island.tsx';
import { PageHead } from '../components/layout.tsx';
import { Gone } from '../components/notes.tsx';
import type { Picture, Portrait, Stage } from '../components/shapes.ts';
import { Studio } from '../components/studio.tsx';

export type PaintingPageProps = {
  /** The token of the path. */
  readonly token: string;
  /** Address of the event stream of all portraits of this photo. */
  readonly events: string;
  readonly photo: Picture;
  /** What the intake found, in a sentence: "512 × 512 px. Sharp, well lit, one face." */
  readonly photoSays: string;
  /** How many days after the last painting the photo is kept. */
  readonly keptDays: number;
  readonly stages: readonly Stage[];
  readonly portraits: readonly Portrait[];
};

/** Without script the document is given `refreshSeconds: 3` until all is settled. */
export function PaintingPage({ token, stages, portraits, ...given }: PaintingPageProps) {
  const easel: Easel = { stages, portraits, unveiled: [] };
  const props = { ...given, base: `/studio/${token}`, easel, says: spoken(easel) };
  return (
    <Island name="painting" class="wrap" given={props}>
      <Studio {...props} />
    </Island>
  );
}

export type ErasedPageProps = {
  readonly what: 'photo' | 'portrait';
  readonly on: string;
  readonly why: 'end-date' | 'asked';
};

/** 410: what was here is erased, and nobody can bring it back. */
export const ErasedPage = ({ what, on, why }: ErasedPageProps) => (
  <div class="wrap--text stack gap-5">
    <PageHead title={`This ${what} is erased`} />
    <Gone
      icon="keyBroken"
      title={`Its key was destroyed on ${longDate(on)}`}
      says={
        why === 'asked'
          ? 'You asked for it. Nobody can bring it back.'
          : 'That was its end date. Nobody can bring it back.'
      }
    >
      <LinkButton href="/create">Make a portrait</LinkButton>
    </Gone>
  </div>
);
