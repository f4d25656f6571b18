/** Runs one standard projection: reads the log, and writes what it emits, together with how far it has read. */
import { causeOf, type Emitted, isProjected, type Projection } from '../semantics/projections.ts';
import { metadataStreamOf, metadataType } from '../semantics/stream-metadata.ts';
import { newEvent, randomId } from '../storage/new-event.ts';
import type { ProjectionStatus, SavedProjections } from '../storage/projections.ts';
import type { LogRecord, NewEvent } from '../storage/record.ts';
import type { Append, Store } from '../storage/store.ts';
import { uuidText } from '../wire/uuid.ts';

export type Running = {
  readonly projection: Projection;
  readonly status: ProjectionStatus;
  /** Whether somebody ever started or stopped it. */
  readonly isTouched: boolean;
  /** All before this position is done. */
  readonly position: number;
  readonly saved: number;
  readonly processed: number;
  /** Reads on to the end of the log, if it runs. */
  catchUp(): Promise<void>;
  enter(status: ProjectionStatus): Promise<void>;
};

const pageSize = 200;

export const runningOf = (projection: Projection, store: Store, table: SavedProjections): Running => {
  const before = table.load(projection.name);
  const state = {
    projection,
    isTouched: before !== undefined,
    status: before?.status ?? 'Stopped',
    position: before?.position ?? 0,
    saved: before?.position ?? 0,
    processed: 0,
  };
  let current: Promise<void> | undefined;

  const step = async (): Promise<boolean> => {
    while (!store.isSettled) await store.settled();
    const { records, more } = store.log.forwards(state.position, pageSize);
    const final = records.at(-1);
    if (final === undefined) return false;
    const next = final.position + 1;
    const emitted = records.filter(isProjected).flatMap((record) => eventsOf(projection, record));
    if (emitted.length > 0) {
      await store.transact((append) => {
        for (const { stream, event } of emitted) emit(store, append, stream, event);
        table.save(projection.name, { status: state.status, position: next });
      });
      state.saved = next;
    }
    state.position = next;
    state.processed += records.length;
    return more;
  };
  const run = async () => {
    while (state.status === 'Running' && (await step()));
  };
  return Object.assign(state, {
    catchUp: () => {
      current ??= run().finally(() => {
        current = undefined;
      });
      return current;
    },
    enter: async (status: ProjectionStatus) => {
      state.status = status;
      await current;
      await store.transact(() => table.save(projection.name, { status, position: state.position }));
      state.isTouched = true;
      state.saved = state.position;
    },
  });
};

const eventsOf = (projection: Projection, record: LogRecord) => {
  const emitted = projection.emit(record);
  return emitted === undefined
    ? []
    : [{ stream: emitted.stream, event: eventOf(projection, record, emitted) }];
};

const eventOf = (projection: Projection, record: LogRecord, { type, data, extra }: Emitted): NewEvent => ({
  id: randomId(),
  type,
  isJson: false,
  data: Buffer.from(data),
  metadata: Buffer.from(JSON.stringify({ ...causeOf(projection, record, uuidText(record.id)), ...extra })),
});

/** Everybody whom the server knows may read the streams of projections. */
const readableByAll = { $acl: { $r: '$all', $mr: '$all' } };

const emit = ({ streams }: Store, append: Append, stream: string, event: NewEvent): void => {
  const metadataStream = metadataStreamOf(stream);
  if (streams.state(stream).last < 0 && streams.state(metadataStream).last < 0)
    append(metadataStream, 'any', [newEvent(metadataType, readableByAll)]);
  append(stream, 'any', [event]);
};
