/** `/ops`: how far the read models are, rebuilds with their phases, and what stands still. Sees no clear text. */
import { DataTable } from '../../components/data-table.tsx';
import { type Figure, Figures, Phases } from '../../components/desk.tsx';
import { PostButton } from '../../components/form.tsx';
import { count, moment, percent } from '../../components/format.ts';
import { Note, Status, type Tone } from '../../components/notes.tsx';
import { LookAgain } from '../../components/waiting.tsx';
import { Parked, type ParkedReader } from './parked.tsx';

export const rebuildPhases = ['Replay', 'Index', 'Compare', 'Swap', 'Keep the old'] as const;
export type RebuildPhase = (typeof rebuildPhases)[number];

export type ReadModel = {
  readonly name: string;
  readonly version: string;
  readonly rows: number;
  readonly behind: string;
  readonly state: string;
  readonly tone: Tone;
  /** Whether the table before the last rebuild is still there. */
  readonly hasOld: boolean;
};

export type UnderWay = {
  readonly name: string;
  readonly phase: RebuildPhase;
  readonly events: number | null;
  /** Of the log, in percent. */
  readonly done: number;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
};

export type Rebuilt = {
  readonly name: string;
  readonly at: string;
  readonly is: 'equal' | 'differs' | 'new' | 'aborted' | 'failed';
  readonly says: string;
};

export type OpsPageProps = {
  readonly shop: { readonly says: string; readonly tone: Tone };
  readonly figures: readonly Figure[];
  readonly rebuilds: readonly UnderWay[];
  readonly ended: readonly Rebuilt[];
  readonly parked: readonly ParkedReader[];
  readonly readModels: readonly ReadModel[];
};

/** Posts: `/ops/rebuild`, `/ops/abort`, `/ops/confirm`, `/ops/retry` and `/ops/skip`, each with `name`. */
export const OpsPage = ({ shop, figures, rebuilds, ended, parked, readModels }: OpsPageProps) => (
  <div class="wrap">
    <div class="page-head">
      <div class="row row--between">
        <h1>Read models</h1>
        <Status tone={shop.tone}>{shop.says}</Status>
      </div>
    </div>
    <Figures of={figures} />
    {rebuilds.map((one) => (
      <Rebuilding key={one.name} {...one} />
    ))}
    {ended.map((one) => (
      <Ended key={one.name} {...one} />
    ))}
    {parked.map((one) => (
      <Parked key={one.name} {...one} />
    ))}
    <section class="panel mt-5">
      <All readModels={readModels} />
    </section>
    {rebuilds.length === 0 ? null : <LookAgain seconds={2} />}
  </div>
);

const All = ({ readModels }: Pick<OpsPageProps, 'readModels'>) => (
  <DataTable
    caption="All read models"
    rows={readModels}
    keyOf={({ name }) => name}
    nothing="None yet."
    columns={[
      { name: 'Name', cell: ({ name }) => name },
      { name: 'Version', cell: ({ version }) => version },
      { name: 'Rows', cell: ({ rows }) => count(rows), number: true },
      { name: 'Behind', cell: ({ behind }) => behind },
      { name: 'State', cell: ({ state, tone }) => <Status tone={tone}>{state}</Status> },
      { name: 'Before the last rebuild', cell: (one) => <Old {...one} /> },
      {
        name: 'Do',
        cell: ({ name }) => (
          <PostButton to="/ops/rebuild" fields={{ name }} kind="text" about={name}>
            Rebuild
          </PostButton>
        ),
      },
    ]}
  />
);

const Old = ({ name, hasOld }: ReadModel) =>
  hasOld ? (
    <span class="row gap-3">
      <PostButton to="/ops/confirm" fields={{ name }} kind="text" about={`the old ${name}`}>
        Drop it
      </PostButton>
      <PostButton to="/ops/abort" fields={{ name }} kind="text" about={`the old ${name}`}>
        Take it back
      </PostButton>
    </span>
  ) : (
    <span class="soft">not kept</span>
  );

const Rebuilding = ({ name, phase, events, done, perSecond, secondsLeft }: UnderWay) => (
  <section class="panel mb-5" aria-label={`Rebuilding ${name}`}>
    <div class="row row--between mb-4">
      <h2>Rebuilding {name}</h2>
      <PostButton to="/ops/abort" fields={{ name }} kind="danger" small>
        Abort, keep the live one
      </PostButton>
    </div>
    <Phases of={rebuildPhases} at={rebuildPhases.indexOf(phase)} label="Phases of the rebuild" />
    <div class="stack gap-2 mt-5">
      <progress value={done} max={100} aria-label={phase} class="bar-l" />
      <p class="row row--between soft gap-row" role="status">
        <span>
          {events === null ? null : (
            <>
              <b class="ink">{count(events)}</b> events,{' '}
            </>
          )}
          <b class="ink">{percent(done, 100)} %</b> of the log
        </span>
        {perSecond === null ? null : (
          <span>
            <b class="ink">{count(perSecond)}</b> a second
          </span>
        )}
        {secondsLeft === null ? null : (
          <span>
            <b class="ink">{count(secondsLeft)} s</b> left
          </span>
        )}
        <span>The live one answers every page until the swap</span>
      </p>
    </div>
  </section>
);

const tones = { equal: 'ok', new: 'ok', differs: 'bad', aborted: 'plain', failed: 'bad' } as const;

const Ended = ({ name, at, is, says }: Rebuilt) => (
  <div class="mb-5">
    <Note tone={tones[is]}>
      <p>
        <strong>{name}</strong>, {moment(at)}: {says}
      </p>
      {is === 'differs' ? (
        <div class="row gap-3 mt-3">
          <PostButton to="/ops/abort" fields={{ name }} kind="quiet" small>
            Drop the new one
          </PostButton>
          <PostButton to="/ops/rebuild" fields={{ name, anyway: 'yes' }} kind="danger" small>
            Build it again, and put it in place
          </PostButton>
        </div>
      ) : null}
    </Note>
  </div>
);
