/** Whether a write may happen: expected revisions, deletion and idempotence, as the original decides them. */

export type Expected = 'any' | 'no-stream' | 'stream-exists' | number;

/** What the decision looks at. */
export type StreamView = {
  /** -1: no event */
  readonly last: number;
  readonly isTombstoned: boolean;
  readonly isSoftDeleted: boolean;
  /** Whether the stream has metadata: a stream that has nothing else exists all the same. */
  readonly hasMetadata: () => boolean;
  /** The latest revision under which the stream holds this event id. */
  readonly revisionOf: (id: Uint8Array) => number | undefined;
  /** Whether the stream holds this event id under this revision. */
  readonly holdsAt: (revision: number, id: Uint8Array) => boolean;
};

export type Decision =
  | { readonly is: 'write' }
  /** Everything was written before: `last` is the revision of the last of these events. */
  | { readonly is: 'written-before'; readonly last: number }
  | { readonly is: 'wrong-version' }
  | { readonly is: 'deleted' };

const write: Decision = { is: 'write' };
const wrongVersion: Decision = { is: 'wrong-version' };
const deleted: Decision = { is: 'deleted' };

export const decideWrite = (stream: StreamView, expected: Expected, ids: readonly Uint8Array[]): Decision => {
  if (stream.isTombstoned) return deleted;
  if (expected === 'stream-exists') {
    if (stream.isSoftDeleted) return deleted;
    if (stream.last < 0 && !stream.hasMetadata()) return wrongVersion;
    return decideAnywhere(stream, ids);
  }
  if (expected === 'any') return decideAnywhere(stream, ids);
  return decideAt(stream, expected === 'no-stream' ? -1 : expected, ids);
};

/** Under "any" and "stream exists" ids count wherever they stand, and the first one decides whether it is a retry. */
const decideAnywhere = (stream: StreamView, ids: readonly Uint8Array[]): Decision => {
  let last: number | undefined;
  for (const [index, id] of ids.entries()) {
    last = stream.revisionOf(id);
    if (last === undefined) return index === 0 ? write : wrongVersion;
  }
  return last === undefined ? write : { is: 'written-before', last };
};

const decideAt = (stream: StreamView, expected: number, ids: readonly Uint8Array[]): Decision => {
  if (expected === stream.last) return write;
  if (expected > stream.last) return wrongVersion;
  for (const [index, id] of ids.entries()) {
    if (stream.holdsAt(expected + 1 + index, id)) continue;
    const startsAgain = index === 0 && expected === -1 && stream.isSoftDeleted;
    return startsAgain ? write : wrongVersion;
  }
  if (ids.length === 0) return wrongVersion;
  return { is: 'written-before', last: expected + ids.length };
};
