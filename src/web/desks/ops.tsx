/** `/ops`: how far the read models are, a rebuild with its phases, and what stands still. Sees no clear text. */
import { DataTable } from '../components/data-table.tsx';
import { type Figure, Figures, Phases } from '../components/desk.tsx';
import { PostButton } from '../components/form.tsx';
import { count, percent } from '../components/format.ts';
import { Status, type Tone } from '../components/notes.tsx';
import { LookAgain } from '../components/waiting.tsx';

export const rebuildPhases = [
  'Prepare',
  'Replay',
  'Catch up',
  'Index',
  'Compare',
  'Swap',
  'Keep old',
] as const;

export type ReadModel = {
  readonly name: string;
  readonly version: number;
  readonly rows: number;
  readonly behind: string;
  readonly lastRebuild: string;
  readonly state: string;
  readonly tone: Tone;
};

export type OpsPageProps = {
  /** "Shop open, version 0.1.0". */
  readonly shop: { readonly says: string; readonly tone: Tone };
  readonly figures: readonly Figure[];
  readonly rebuild?:
    | {
        readonly name: string;
        readonly phase: (typeof rebuildPhases)[number];
        readonly events: number;
        readonly total: number;
        readonly perSecond: number;
        readonly secondsLeft: number;
      }
    | undefined;
  readonly parked: readonly {
    readonly name: string;
    readonly event: string;
    readonly reason: string;
    readonly since: string;
  }[];
  readonly readModels: readonly ReadModel[];
};

/** Posts: `/ops/rebuild` with `name`; `/ops/abort`; `/ops/retry` with `name`. */
export const OpsPage = ({ shop, figures, rebuild, parked, readModels }: OpsPageProps) => (
  <div class="wrap">
    <div class="page-head">
      <div class="row row--between">
        <h1>Read models</h1>
        <Status tone={shop.tone}>{shop.says}</Status>
      </div>
    </div>
    <Figures of={figures} />
    {rebuild === undefined ? null : <Rebuilding {...rebuild} />}
    {parked.map((one) => (
      <Parked key={one.name} {...one} />
    ))}
    <section class="panel mt-5">
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
          { name: 'Last rebuild', cell: ({ lastRebuild }) => lastRebuild },
          { name: 'State', cell: ({ state, tone }) => <Status tone={tone}>{state}</Status> },
          {
            name: 'Do',
            cell: ({ name }) => (
              <PostButton to="/ops/rebuild" fields={{ name }} kind="text" label={`Rebuild ${name}`}>
                Rebuild
              </PostButton>
            ),
          },
        ]}
      />
    </section>
  </div>
);

type RebuildingProps = NonNullable<OpsPageProps['rebuild']>;

const Rebuilding = ({ name, phase, events, total, perSecond, secondsLeft }: RebuildingProps) => (
  <section class="panel" aria-labelledby="rb">
    <div class="row row--between mb-4">
      <h2 id="rb">Rebuilding {name}</h2>
      <PostButton to="/ops/abort" fields={{ name }} kind="danger" small>
        Abort, keep the live one
      </PostButton>
    </div>
    <Phases of={rebuildPhases} at={rebuildPhases.indexOf(phase)} label="Phases of the rebuild" />
    <div class="stack gap-2 mt-5">
      <progress value={percent(events, total)} max={100} aria-label={phase} class="bar-l" />
      <p class="row row--between soft gap-row">
        <span>
          <b class="ink">{count(events)}</b> of {count(total)} events
        </span>
        <span>
          <b class="ink">{count(perSecond)}</b> a second
        </span>
        <span>
          <b class="ink">{count(secondsLeft)} s</b> left
        </span>
        <span>The live one answers every page until the swap</span>
      </p>
    </div>
    <LookAgain seconds={2} />
  </section>
);

const Parked = ({ name, event, reason, since }: OpsPageProps['parked'][number]) => (
  <section class="panel panel--bad mt-5" aria-label={`Parked: ${name}`}>
    <h2>Parked: {name}</h2>
    <p>One event could not be folded. Only this read model stands still; the pages that use it say so.</p>
    <dl class="defs mb-4">
      <div>
        <dt>Event</dt>
        <dd class="mono">{event}</dd>
      </div>
      <div>
        <dt>Reason</dt>
        <dd>{reason}</dd>
      </div>
      <div>
        <dt>Behind since</dt>
        <dd>{since}</dd>
      </div>
    </dl>
    <PostButton to="/ops/retry" fields={{ name }} kind="quiet" small>
      Try again
    </PostButton>
  </section>
);
