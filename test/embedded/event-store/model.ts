/** What a log with streams should do, as small as it can be said: lists of events, and what hides them. */

export type ModelExpected = 'any' | 'no_stream' | 'stream_exists' | bigint;
export type Outcome =
  | { readonly is: 'written'; readonly last: number }
  | { readonly is: 'wrong-version' }
  | { readonly is: 'deleted' };
export type Limits = { readonly maxCount?: number; readonly truncateBefore?: number };

type Stream = {
  readonly events: string[];
  limits: Limits;
  hasMetadata: boolean;
  isDeleted: boolean;
  isTombstoned: boolean;
};

export type Model = ReturnType<typeof newModel>;

export const newModel = () => {
  const streams = new Map<string, Stream>();
  /** The whole log: stream and type of each event. */
  const log: string[] = [];
  const streamOf = (name: string): Stream => {
    const stream = streams.get(name) ?? {
      events: [],
      limits: {},
      hasMetadata: false,
      isDeleted: false,
      isTombstoned: false,
    };
    streams.set(name, stream);
    return stream;
  };
  const writeMetadata = (name: string, limits: Limits) => {
    Object.assign(streamOf(name), { limits, hasMetadata: true });
    log.push(`$$${name} $metadata`);
  };
  const refusal = (stream: Stream, expected: ModelExpected): Outcome | undefined => {
    const last = stream.events.length - 1;
    const exists = last >= 0 || stream.hasMetadata;
    if (stream.isTombstoned || (expected === 'stream_exists' && stream.isDeleted)) return { is: 'deleted' };
    const fits =
      expected === 'any' ||
      (expected === 'stream_exists' && exists) ||
      (expected === 'no_stream' && (last < 0 || stream.isDeleted)) ||
      (typeof expected === 'bigint' && Number(expected) === last);
    return fits ? undefined : { is: 'wrong-version' };
  };
  const revive = (name: string) => {
    const stream = streamOf(name);
    stream.isDeleted = false;
    writeMetadata(name, { ...stream.limits, truncateBefore: stream.events.length });
  };
  return {
    log,
    streams,
    append: (name: string, expected: ModelExpected, types: readonly string[]): Outcome => {
      const stream = streamOf(name);
      const refused = refusal(stream, expected);
      if (refused !== undefined) return refused;
      const first = stream.events.length;
      stream.events.push(...types);
      log.push(...types.map((type) => `${name} ${type}`));
      if (stream.isDeleted) {
        stream.isDeleted = false;
        writeMetadata(name, { ...stream.limits, truncateBefore: first });
      }
      return { is: 'written', last: stream.events.length - 1 };
    },
    /** The same events again change nothing. */
    again: (name: string, expected: ModelExpected, last: number): Outcome => {
      const { isTombstoned, isDeleted } = streamOf(name);
      const isGone = isTombstoned || (expected === 'stream_exists' && isDeleted);
      return isGone ? { is: 'deleted' } : { is: 'written', last };
    },
    remove: (name: string, expected: ModelExpected): Outcome => {
      const stream = streamOf(name);
      const refused = refusal(stream, expected);
      if (refused !== undefined) return refused;
      if (stream.events.length === 0 && !stream.hasMetadata) return { is: 'wrong-version' };
      stream.isDeleted = true;
      writeMetadata(name, {});
      return { is: 'written', last: stream.events.length - 1 };
    },
    tombstone: (name: string): Outcome => {
      const stream = streamOf(name);
      if (stream.isTombstoned) return { is: 'deleted' };
      stream.isTombstoned = true;
      log.push(`${name} $streamDeleted`);
      return { is: 'written', last: -1 };
    },
    limit: (name: string, limits: Limits): Outcome => {
      const stream = streamOf(name);
      if (stream.isTombstoned) return { is: 'deleted' };
      writeMetadata(name, limits);
      if (stream.isDeleted) revive(name);
      return { is: 'written', last: -1 };
    },
    /** What a reader of the stream sees, oldest first. */
    read: (name: string): readonly string[] | 'not-found' | 'deleted' => {
      const { events, limits, isDeleted, isTombstoned } = streamOf(name);
      if (isTombstoned) return 'deleted';
      if (isDeleted || events.length === 0) return 'not-found';
      const byCount = limits.maxCount === undefined ? 0 : events.length - limits.maxCount;
      return events.slice(Math.max(0, byCount, limits.truncateBefore ?? 0));
    },
  };
};
