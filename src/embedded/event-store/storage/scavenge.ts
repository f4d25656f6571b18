/**
 * Removes what deletes, tombstones, `$tb`, `$maxCount` and `$maxAge` have hidden, so that its bytes leave the file. It
 * works in small transactions between those of the clients. Unlike the original it also removes the last event of a
 * stream when that is hidden: `stream.removed_to` remembers where the numbering goes on.
 */
import { isMetadataStream, isSoftDeleted, streamOfMetadata } from '../semantics/stream-metadata.ts';
import { visibleOf } from '../semantics/truncation.ts';
import type { Database } from './database.ts';
import { gapsOf } from './gaps.ts';
import { recordLength, tombstoneRevision } from './record.ts';
import type { Store } from './store.ts';

export type Scavenged = { readonly events: number; readonly bytes: number };

export type Scavenger = {
  /** One at a time. @returns undefined if one is running @param stopped looked at between two steps */
  run(stopped: () => boolean): Promise<Scavenged>;
};

const eventsPerStep = 200;
const pagesPerStep = 500;

export const scavengerOf = (database: Database, store: Store, nowUs: () => number): Scavenger => {
  const gaps = gapsOf(database);
  const nextStream = database.prepare(
    'select number, name from stream where number > ? order by number limit 1',
  );
  const hidden = database.prepare(
    'select position, revision, type, length(data) as data, length(metadata) as metadata from event ' +
      `where stream = ? and revision < ${tombstoneRevision} and (revision < ? or created < ?) limit ${eventsPerStep}`,
  );
  const remove = database.prepare('delete from event where position = ?');
  const removedTo = database.prepare('update stream set removed_to = max(removed_to, ?) where number = ?');

  const hiddenBounds = (name: string) => {
    const { last, metadata } = store.streams.state(name);
    const described = isMetadataStream(name) ? store.streams.state(streamOfMetadata(name)).last : undefined;
    if (last === tombstoneRevision || described === tombstoneRevision || isSoftDeleted(metadata))
      return { first: tombstoneRevision, createdFromUs: 0 };
    return visibleOf(last, metadata, nowUs());
  };
  const step = (number: number, name: string): Scavenged => {
    const bounds = hiddenBounds(name);
    const rows = hidden.all(number, bounds.first, bounds.createdFromUs);
    let bytes = 0;
    for (const row of rows) {
      const position = Number(row['position']);
      const length = lengthOf(name, row);
      remove.run(position);
      gaps.add(position, position + length);
      removedTo.run(Number(row['revision']), number);
      bytes += length;
    }
    if (rows.length > 0) store.streams.forget();
    return { events: rows.length, bytes };
  };
  return {
    run: async (stopped) => {
      let [events, bytes] = [0, 0];
      for (let at = nextStream.get(0); at !== undefined && at !== null && !stopped(); ) {
        const [number, name] = [Number(at['number']), String(at['name'])];
        const done = await store.writer.write(() => step(number, name));
        events += done.events;
        bytes += done.bytes;
        if (done.events < eventsPerStep) at = nextStream.get(number);
      }
      await giveBack(database, store, stopped);
      return { events, bytes };
    },
  };
};

const lengthOf = (stream: string, row: { readonly [column: string]: unknown }): number =>
  recordLength({
    stream,
    type: String(row['type']),
    data: { length: Number(row['data']) },
    metadata: { length: Number(row['metadata']) },
  });

/** Gives free pages back to the file system, and empties the write-ahead log, which holds the old pages. */
const giveBack = async (database: Database, store: Store, stopped: () => boolean): Promise<void> => {
  const free = database.prepare('pragma freelist_count');
  const count = () => Number(free.get()?.['freelist_count'] ?? 0);
  for (let left = count(); left > 0 && !stopped(); left -= pagesPerStep)
    await store.writer.write(() => void database.prepare(`pragma incremental_vacuum(${pagesPerStep})`).all());
  database.prepare('pragma wal_checkpoint(truncate)').all();
};
