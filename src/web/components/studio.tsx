/** The studio's view of one photo: easel, stages, and what can be done meanwhile. Page and island draw the same. */
import { type Easel, isSettled, ready, titleOf } from './easel.ts';
import { LinkButton, PostButton } from './form.tsx';
import { PageHead, Steps } from './layout.tsx';
import { Note } from './notes.tsx';
import { Image } from './picture.tsx';
import type { Picture, Portrait } from './shapes.ts';
import { doingOf, Stages, shareOf } from './stages.tsx';

export type StudioProps = {
  /** `/studio/<token>`: every link and form of the page lies below it. */
  readonly base: string;
  /** The stream of all portraits of the photo. */
  readonly events: string;
  readonly photo: Picture;
  /** "512 × 512 px. Sharp, well lit, one face." */
  readonly photoSays: string;
  readonly keptDays: number;
  readonly easel: Easel;
  readonly says: string;
  readonly lost?: boolean;
};

export const Studio = (props: StudioProps) => (
  <div class="studio">
    <PageHead title={titleOf(props.easel)} over={<Steps at={2} />} />
    <div class="split split--side">
      <div class="stack gap-5">
        <OnEasel easel={props.easel} base={props.base} />
        <Next easel={props.easel} base={props.base} />
      </div>
      <aside class="stack gap-5" aria-label="How far it is">
        <Sitter {...props} />
        <Stages of={props.easel.stages} made={madeIn(props)} />
        {props.lost === true ? <Note tone="warn">Reconnecting; the painting goes on.</Note> : null}
        <p class="vh" role="status">
          {props.says}
        </p>
        <p class="s soft">
          You may leave. The portraits wait for you on this page for {props.keptDays} days, and only you have
          its link.
        </p>
        <Stop {...props} />
      </aside>
    </div>
  </div>
);

const madeIn = ({ easel, base }: StudioProps) =>
  new Map(
    ready(easel).map(({ id, style, src = '' }) => [style, { src, href: `${base}/compare?portrait=${id}` }]),
  );

const Sitter = ({ photo, photoSays }: StudioProps) => (
  <div class="row no-wrap items-start">
    <Image of={photo} class="thumb" eager />
    <p class="s">
      <strong>Your photo</strong>
      <br />
      <span class="soft">{photoSays}</span>
      <br />
      <a href="/create">Take another photo</a>
    </p>
  </div>
);

/** Whichever was ready first stands in front, and stays there; before, the sheet that is being painted. */
function OnEasel({ easel, base }: { easel: Easel; base: string }) {
  const [first, ...others] = easel.portraits.toSorted(
    (a, b) => rank(a) - rank(b) || (a.seconds ?? 0) - (b.seconds ?? 0),
  );
  return (
    <div class="easel">
      <div class="easel-row">
        {first === undefined ? null : (
          <figure>
            <Sheet portrait={first} easel={easel} base={base} />
          </figure>
        )}
        {others.length === 0 ? null : (
          <div class="stack side-easels">
            {others.map((one) => (
              <Sheet key={one.id} portrait={one} easel={easel} base={base} />
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

const rank = ({ status }: Portrait): number =>
  ['ready', 'painting', 'waiting', 'stopped', 'erased'].indexOf(status);

function Sheet({ portrait, easel, base }: { portrait: Portrait; easel: Easel; base: string }) {
  if (portrait.status !== 'ready' || portrait.src === undefined)
    return (
      <span class="sheetprint full">
        <Unpainted portrait={portrait} easel={easel} />
      </span>
    );
  const veil = easel.unveiled.includes(portrait.id) ? ' unveil' : '';
  return (
    <a class={`sheetprint full${veil}`} href={`${base}/compare?portrait=${portrait.id}`}>
      <Image of={{ src: portrait.src, alt: portrait.alt }} first />
    </a>
  );
}

function Unpainted({ portrait, easel }: { portrait: Portrait; easel: Easel }) {
  const stage = easel.stages.find(({ id }) => id === portrait.style);
  if (portrait.status === 'stopped') return <span class="unpainted">{portrait.label} stopped</span>;
  if (stage?.state !== 'now') return <span class="unpainted">{portrait.label} waits for the easel</span>;
  return (
    <span class="unpainted">
      <progress value={shareOf(stage)} max={100} aria-label={portrait.label} />
      {stage.doing === undefined ? portrait.label : doingOf(stage)}
    </span>
  );
}

/** Its place is kept until there is something to see: nothing jumps under the finger. */
function Next({ easel, base }: { easel: Easel; base: string }) {
  const [first = { id: '' }] = ready(easel);
  if (first.id === '' && isSettled(easel)) return null;
  return (
    <p class={first.id === '' ? 'row unseen' : 'row'}>
      <LinkButton icon="frame" href={`${base}/product?portrait=${first.id}`}>
        See it on a wall
      </LinkButton>
      <LinkButton kind="quiet" href={`${base}/compare?portrait=${first.id}`}>
        Compare with the photo
      </LinkButton>
    </p>
  );
}

const Stop = ({ easel, base }: StudioProps) => (
  <div class="row gap-5 s">
    {isSettled(easel) ? null : (
      <PostButton to={`${base}/stop`} kind="text">
        Stop painting
      </PostButton>
    )}
    <PostButton to={`${base}/erase`} kind="text-danger">
      Erase this photo now
    </PostButton>
  </div>
);
