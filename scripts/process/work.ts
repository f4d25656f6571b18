/** Every process and effect with its checkpoint and its jobs, and what an operator has to look at. */
import type { Sql } from '../../src/eventsourcing/database.ts';
import type { FailedJob, QueueState } from '../../src/eventsourcing/jobs.ts';
import type { Parked } from '../../src/eventsourcing/parking.ts';
import { table } from '../terminal/table.ts';

export type WorkState = {
  readonly name: string;
  readonly kind: 'process' | 'effect' | 'calendar';
  readonly is: 'up to date' | 'behind' | 'parked' | 'never run' | 'by the calendar';
  readonly due: number;
  readonly later: number;
  readonly active: number;
  readonly failed: number;
};

type Named = { readonly name: string };
type Known = {
  readonly head: bigint;
  readonly queues: readonly QueueState[];
  readonly parked: readonly Parked[];
  readonly processes: readonly Named[];
  readonly effects: readonly Named[];
};

export async function workOf(sql: Sql, known: Known): Promise<readonly WorkState[]> {
  const rows = await sql<{ name: string; position: bigint }[]>`
    select name, position from progress.checkpoints where kind in ('process', 'effect')`;
  const positions = new Map(rows.map(({ name, position }) => [name, position]));
  const { head, parked } = known;
  const read = (name: string): WorkState['is'] => {
    const position = positions.get(name);
    if (parked.some((one) => one.name === name)) return 'parked';
    if (position === undefined) return 'never run';
    return position < head ? 'behind' : 'up to date';
  };
  const none = { due: 0, later: 0, active: 0, failed: 0 };
  const jobsOf = (name: string) => known.queues.find(({ queue }) => queue === name) ?? none;
  const stateOf = (name: string, kind: WorkState['kind'], is: WorkState['is']): WorkState => {
    const { due, later, active, failed } = jobsOf(name);
    return { name, kind, is, due, later, active, failed };
  };
  const named = new Set([...known.processes, ...known.effects].map(({ name }) => name));
  return [
    ...known.processes.map(({ name }) => stateOf(name, 'process', read(name))),
    ...known.effects.map(({ name }) => stateOf(name, 'effect', read(name))),
    ...known.queues
      .filter(({ queue }) => !named.has(queue))
      .map(({ queue }) => stateOf(queue, 'calendar', 'by the calendar')),
  ];
}

export function statusText(
  work: readonly WorkState[],
  parked: readonly Parked[],
  failed: readonly FailedJob[],
): string {
  const rows = work.map(({ name, is, due, later, active, failed }) => [name, is, due, later, active, failed]);
  return [
    table(['process or effect', 'is', 'due', 'later', 'active', 'given up'], rows),
    ...parked.map(
      ({ name, stream, type, eventId, reason }) =>
        `${name} stands before ${type} ${eventId} of ${stream}: ${reason}`,
    ),
    ...failed.map(
      ({ queue, job, because, failedAt }) =>
        `${queue} gave up job ${job} at ${failedAt}: ${because ?? 'no reason is known'}`,
    ),
    ...(parked.length + failed.length === 0
      ? []
      : ['bun run process retry NAME, or: bun run process skip NAME']),
  ].join('\n');
}
