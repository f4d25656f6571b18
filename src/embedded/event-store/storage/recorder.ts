/** Writes events into the log, inside a transaction of the writer: gives each its position, time and checksum. */
import type { Database } from './database.ts';
import type { EventLog } from './event-log.ts';
import type { Gaps } from './gaps.ts';
import { checksumOf, type LogRecord, recordLength } from './record.ts';
import type { Streams } from './streams.ts';

export type Recorder = {
  /**
   * @param first revision of the first of them
   * @returns the position of the last; of none, a position of their own
   */
  record(
    stream: string,
    first: number,
    events: readonly Pick<LogRecord, 'id' | 'type' | 'isJson' | 'data' | 'metadata'>[],
  ): number;
  /** Where the next event will be. */
  end(): number;
  /** Asks the file anew, after a transaction was taken back. */
  recover(): void;
};

export const recorderOf = (
  database: Database,
  log: EventLog,
  gaps: Gaps,
  streams: Streams,
  nowUs: () => number,
): Recorder => {
  const insert = database.prepare(
    'insert into event (position, stream, revision, id, type, json, created, data, metadata, checksum) ' +
      'values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  let end = endOf(log, gaps);
  const put = (number: number, record: LogRecord) => {
    insert.run(
      record.position,
      number,
      record.revision,
      record.id,
      record.type,
      record.isJson ? 1 : 0,
      record.createdUs,
      record.data,
      record.metadata,
      checksumOf(record),
    );
    end = record.position + recordLength(record);
  };
  return {
    record: (stream, first, events) => {
      let position = end;
      if (events.length === 0) {
        end += emptyLength;
        gaps.add(position, end);
        return position;
      }
      const number = streams.numberFor(stream);
      for (const [index, event] of events.entries()) {
        position = end;
        put(number, { ...event, stream, position, revision: first + index, createdUs: nowUs() });
      }
      streams.wrote(stream, number, first + events.length - 1);
      return position;
    },
    end: () => end,
    recover: () => {
      end = endOf(log, gaps);
    },
  };
};

/** What an append of no events takes up, so that its answer has a position. */
const emptyLength = 64;
/** Position 0 is the beginning of the log and no event's: "after 0" is everything. */
export const firstPosition = 64;

const endOf = (log: EventLog, gaps: Gaps): number => {
  const last = log.last();
  return Math.max(last === undefined ? firstPosition : last.position + recordLength(last), gaps.end());
};
