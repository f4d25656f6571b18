/** `/ops/processes` and `/ops/jobs`. Ids, names and codes: nothing of a person stands in a job. */
import type { FailedJob, QueueState } from '../../../eventsourcing/jobs.ts';
import type { Skipped } from '../../../eventsourcing/progress.ts';
import { DataTable } from '../../components/data-table.tsx';
import { PostButton } from '../../components/form.tsx';
import { count, exactTime } from '../../components/format.ts';
import { PageHead } from '../../components/layout.tsx';
import { Status } from '../../components/notes.tsx';
import { Parked, type ParkedReader } from './parked.tsx';

export type ActingReader = {
  readonly name: string;
  readonly kind: 'process' | 'effect';
  readonly behind: string;
  readonly isParked: boolean;
};

type ProcessesPageProps = {
  readonly readers: readonly ActingReader[];
  readonly parked: readonly ParkedReader[];
  readonly skipped: readonly Skipped[];
};

const kinds = { process: 'sends commands', effect: 'puts jobs to work' } as const;

export const ProcessesPage = ({ readers, parked, skipped }: ProcessesPageProps) => (
  <div class="wrap">
    <PageHead title="Processes" lede="Each reads the log by itself: what stops one stops no other." />
    {parked.map((one) => (
      <Parked key={one.name} {...one} />
    ))}
    <section class="panel mt-5">
      <DataTable
        caption="All processes"
        rows={readers}
        keyOf={({ name }) => name}
        nothing="None has begun yet."
        columns={[
          { name: 'Name', cell: ({ name }) => name },
          { name: 'Does', cell: ({ kind }) => kinds[kind] },
          { name: 'Behind', cell: ({ behind }) => behind },
          {
            name: 'State',
            cell: ({ isParked }) =>
              isParked ? <Status tone="bad">Parked</Status> : <Status tone="ok">Reading</Status>,
          },
        ]}
      />
    </section>
    <section class="panel mt-5">
      <DataTable
        caption="Passed over, because somebody said so"
        rows={skipped}
        keyOf={({ name, position }) => `${name}${position}`}
        nothing="Nothing was ever skipped."
        columns={[
          { name: 'Reader', cell: ({ name }) => name },
          { name: 'Event', cell: ({ type, stream }) => <span class="mono">{`${type}, ${stream}`}</span> },
          { name: 'Reason', cell: ({ reason }) => <span class="mono">{reason}</span> },
          { name: 'By', cell: ({ by }) => <span class="mono">{by}</span> },
          { name: 'When', cell: ({ at }) => exactTime(at) },
        ]}
      />
    </section>
  </div>
);

type JobsPageProps = { readonly queues: readonly QueueState[]; readonly failed: readonly FailedJob[] };

export const JobsPage = ({ queues, failed }: JobsPageProps) => (
  <div class="wrap">
    <PageHead
      title="Jobs"
      lede="A job that fails is tried again, ever more slowly; after its last try it waits here for a person."
    />
    <section class={failed.length === 0 ? 'panel' : 'panel panel--bad'}>
      <DataTable
        caption="Gave up"
        rows={failed}
        keyOf={({ job }) => job}
        nothing="None."
        columns={[
          { name: 'Job', cell: ({ job }) => <span class="mono">{job}</span> },
          { name: 'Queue', cell: ({ queue }) => queue },
          { name: 'Because', cell: ({ because }) => <span class="mono">{because ?? 'not told'}</span> },
          { name: 'When', cell: ({ failedAt }) => exactTime(failedAt) },
        ]}
      />
    </section>
    <section class="panel mt-5">
      <DataTable
        caption="All queues"
        rows={queues}
        keyOf={({ queue }) => queue}
        nothing="None yet."
        columns={[
          { name: 'Queue', cell: ({ queue }) => queue },
          { name: 'Due', cell: ({ due }) => count(due), number: true },
          { name: 'Later', cell: ({ later }) => count(later), number: true },
          { name: 'In work', cell: ({ active }) => count(active), number: true },
          { name: 'Gave up', cell: (queue) => <GaveUp {...queue} />, number: true },
        ]}
      />
    </section>
  </div>
);

const GaveUp = ({ queue, failed }: QueueState) =>
  failed === 0 ? (
    <>0</>
  ) : (
    <span class="row gap-3">
      {count(failed)}
      <PostButton to="/ops/jobs/retry" fields={{ name: queue }} kind="text" about={queue}>
        Try again
      </PostButton>
    </span>
  );
