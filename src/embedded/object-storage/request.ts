/** A request as S3 reads it: the path is taken as it was sent, because the signature covers that. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

export type Request = {
  readonly method: string;
  /** Decoded; the key may hold anything, `..` too: it never becomes a path of the file system. */
  readonly bucket: string;
  readonly key: string;
  readonly segments: readonly string[];
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
};

const keyBytesMax = 1024;

export function requestOf(incoming: IncomingMessage): Request {
  const { method = 'GET', url = '/', headers } = incoming;
  const [path = '', search = ''] = splitAt(url, '?');
  const segments = path.split('/').slice(1).map(decoded);
  const [bucket = '', ...rest] = segments;
  const key = rest.join('/');
  if (Buffer.byteLength(key) > keyBytesMax) throw new Refusal('KeyTooLongError');
  const pairs = search.split('&').filter((pair) => pair !== '');
  const query = new Map(
    pairs.map((pair) => splitAt(pair, '=')).map(([name, value]) => [decoded(name), decoded(value)]),
  );
  return { method, bucket, key, segments, query, headers, body: incoming };
}

function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refusal('InvalidURI');
  }
}

export const headerOf = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.join(', ');
};

/** @returns undefined if it is not there @throws Refusal InvalidArgument */
export function countOf(query: ReadonlyMap<string, string>, name: string, max: number): number | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Refusal('InvalidArgument');
  return Math.min(Number(text), max);
}
