/** What a file holds, in numbers. */
import type { Database } from './database.ts';

export type Stats = {
  readonly events: number;
  readonly streams: number;
  readonly firstPosition: number | undefined;
  readonly lastPosition: number | undefined;
  readonly fileBytes: number;
  readonly freeBytes: number;
};

export const statsOf = (database: Database): Stats => {
  const one = (sql: string) => Object.values(database.prepare(sql).get() ?? {})[0];
  const count = (sql: string) => Number(one(sql) ?? 0);
  const position = (sql: string) => {
    const value = one(sql);
    return typeof value === 'number' ? value : undefined;
  };
  const pageBytes = count('pragma page_size');
  return {
    events: count('select count(*) from event'),
    streams: count('select count(distinct stream) from event'),
    firstPosition: position('select min(position) from event'),
    lastPosition: position('select max(position) from event'),
    fileBytes: count('pragma page_count') * pageBytes,
    freeBytes: count('pragma freelist_count') * pageBytes,
  };
};
