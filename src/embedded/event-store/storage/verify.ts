/** Looks at every row of a file, and says what is wrong with it. */
import type { Database } from './database.ts';
import { eventLog } from './event-log.ts';
import { checksumOf, type LogRecord, recordLength, tombstoneRevision } from './record.ts';
import { firstPosition } from './recorder.ts';

export type Finding = { readonly position: number | undefined; readonly what: string };
export type Verified = { readonly events: number; readonly findings: readonly Finding[] };

const mostFindings = 1_000;
const pageSize = 1_000;

export const verify = (database: Database): Verified => {
  const findings: Finding[] = [...brokenTrees(database)];
  const note = (position: number | undefined, what: string) => {
    if (findings.length < mostFindings) findings.push({ position, what });
  };
  const events = verifyRecords(database, note);
  verifyStreams(database, note);
  return { events, findings };
};

type Note = (position: number | undefined, what: string) => void;

const brokenTrees = (database: Database): readonly Finding[] =>
  database
    .prepare('pragma integrity_check')
    .all()
    .map((row) => String(row['integrity_check']))
    .filter((line) => line !== 'ok')
    .map((what) => ({ position: undefined, what }));

/** Every record: its checksum, and that it begins where the one before it, or a gap, ended. */
const verifyRecords = (database: Database, note: Note): number => {
  const log = eventLog(database);
  const checksum = database.prepare('select checksum from event where position = ?');
  const gapAt = database.prepare('select next from gap where first = ?');
  let events = 0;
  let end = firstPosition;
  let from = 0;
  for (;;) {
    const { records, more } = log.forwards(from, pageSize);
    for (const record of records) {
      events += 1;
      from = record.position + 1;
      for (let next = gapAt.get(end)?.['next']; typeof next === 'number'; next = gapAt.get(end)?.['next'])
        end = next;
      if (record.position !== end) note(record.position, placeFault(record, end));
      if (Number(checksum.get(record.position)?.['checksum']) !== checksumOf(record))
        note(record.position, `the event does not match its checksum: ${nameOf(record)}`);
      end = record.position + recordLength(record);
    }
    if (!more) return events;
  }
};

const nameOf = ({ revision, stream }: LogRecord) =>
  `${revision === tombstoneRevision ? 'tombstone' : revision}@${stream}`;

const placeFault = (record: LogRecord, end: number) =>
  record.position > end
    ? `events are missing between ${end} and ${record.position}, before ${nameOf(record)}`
    : `the event begins before the one in front of it ends: ${nameOf(record)}`;

/** Every stream: revisions without a hole, but for what a scavenge removed. */
const verifyStreams = (database: Database, note: Note): void => {
  const holes = database.prepare(
    `select name, removed_to, position, revision, previous from (
       select stream, position, revision, lag(revision, 1, -1) over (partition by stream order by revision) as previous
       from event where revision < ${tombstoneRevision}
     ) join stream on number = stream where revision > previous + 1 and revision > removed_to + 1`,
  );
  for (const row of holes.iterate())
    note(
      Number(row['position']),
      `revisions are missing in ${row['name']} between ${row['previous']} and ${row['revision']}`,
    );
};
