/** Server-side filters on $all: by prefix or regular expression, on stream name or event type. */
import type { LogRecord } from '../storage/record.ts';

export type Filter = (record: Pick<LogRecord, 'stream' | 'type'>) => boolean;

export type Expression = { readonly regex: string; readonly prefix: readonly string[] };

/**
 * The regular expression stands before the prefixes.
 * @throws SyntaxError if it is none
 */
export const filterOf = (on: 'stream' | 'type', { regex, prefix }: Expression): Filter => {
  if (regex !== '') {
    const pattern = new RegExp(regex, 'u');
    return (record) => pattern.test(record[on]);
  }
  return (record) => prefix.some((start) => record[on].startsWith(start));
};

export const everything: Filter = () => true;
