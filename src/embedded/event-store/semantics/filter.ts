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
    const pattern = patternOf(regex);
    return (record) => pattern.test(record[on]);
  }
  return (record) => prefix.some((start) => record[on].startsWith(start));
};

export const everything: Filter = () => true;

/** What .NET, whose expressions the original takes, writes otherwise than this language does. */
const anchors: { readonly [written: string]: string } = {
  '\\A': '(?<![^])',
  '\\z': '(?![^])',
  '\\Z': '(?=\\n?(?![^]))',
};

const patternOf = (regex: string): RegExp => {
  const [, flags = '', rest = regex] = /^\(\?([ims]+)\)(.*)$/s.exec(regex) ?? [];
  const source = rest.replace(/\\./gs, (written) => anchors[written] ?? written);
  try {
    return new RegExp(source, `u${flags}`);
  } catch {
    // more may be escaped there than Unicode patterns allow here
    return new RegExp(source, flags);
  }
};
