/** How each read model stands: beside the head of the log, beside its code, and what is kept of it. */
import type { Parked } from '../../src/eventsourcing/parking.ts';
import type { ReadModelState } from '../../src/eventsourcing/progress.ts';
import { table } from '../terminal/table.ts';

export type State = ReadModelState & {
  readonly is: 'up to date' | 'behind' | 'parked' | 'of another version' | 'not built';
};

export const stateOf =
  (head: bigint, parked: readonly Parked[]) =>
  (readModel: ReadModelState): State => ({ ...readModel, is: isOf(readModel, head, parked) });

function isOf(
  { name, position, isToday }: ReadModelState,
  head: bigint,
  parked: readonly Parked[],
): State['is'] {
  if (position === null) return 'not built';
  if (!isToday) return 'of another version';
  if (parked.some((one) => one.name === name)) return 'parked';
  return position < head ? 'behind' : 'up to date';
}

export function stateText(states: readonly State[], parked: readonly Parked[]): string {
  const rows = states.map(({ name, version, is, rows, next, hasOld }) => [
    ...[name, version, is, rows],
    [next === null ? '' : 'a new one', hasOld ? 'the one before' : ''].filter(Boolean).join(', ') || null,
  ]);
  const stuck = parked.filter(({ name }) => states.some((state) => state.name === name));
  const notes = stuck.map(
    ({ name, stream, type, eventId, reason }) =>
      `${name} stands before ${type} ${eventId} of ${stream}: ${reason}\n  bun run process retry ${name}, or: bun run process skip ${name}`,
  );
  return [table(['read model', 'version', 'is', 'rows', 'beside it'], rows), ...notes].join('\n');
}
