/** What a stream's metadata says, read as the original reads it: what does not fit is ignored. */

export type StreamMetadata = {
  readonly maxCount: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  /** `$tb`: the first revision that is left; `deletedBefore` for a soft-deleted stream */
  readonly truncateBefore: number | undefined;
  readonly acl: unknown;
};

/** 2^63 - 1 as `$tb`: everything is hidden, the stream is soft-deleted. */
export const deletedBefore = Number.MAX_SAFE_INTEGER;

export const noMetadata: StreamMetadata = {
  maxCount: undefined,
  maxAgeSeconds: undefined,
  truncateBefore: undefined,
  acl: undefined,
};

/** Metadata streams keep their last event only. */
export const metadataOfMetadataStreams: StreamMetadata = { ...noMetadata, maxCount: 1 };

export const metadataStreamOf = (stream: string): string => `$$${stream}`;
export const isMetadataStream = (stream: string): boolean => stream.startsWith('$$');
export const streamOfMetadata = (metadataStream: string): string => metadataStream.slice(2);

export const parseMetadata = (data: Uint8Array, isJson: boolean): StreamMetadata => {
  if (!isJson || data.length === 0) return noMetadata;
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString());
    return typeof value === 'object' && value !== null ? metadataOf(value) : noMetadata;
  } catch {
    return noMetadata;
  }
};

const metadataOf = (value: object): StreamMetadata => {
  const said = new Map<string, unknown>(Object.entries(value));
  return {
    maxCount: wholeNumber(said.get('$maxCount'), 1),
    maxAgeSeconds: wholeNumber(said.get('$maxAge'), 1),
    truncateBefore: wholeNumber(said.get('$tb'), 0),
    acl: said.get('$acl'),
  };
};

const wholeNumber = (value: unknown, least: number): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= least
    ? Math.min(value, Number.MAX_SAFE_INTEGER)
    : undefined;

export const isSoftDeleted = ({ truncateBefore }: StreamMetadata): boolean =>
  truncateBefore === deletedBefore;

/** What a soft delete leaves: all other metadata is gone. */
export const softDeleted: Uint8Array = Buffer.from('{"$tb":9223372036854775807}');

/** The same metadata for a stream that begins again at a revision; undefined where it is no JSON object. */
export const undeleted = (data: Uint8Array, from: number): Uint8Array | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Buffer.from(JSON.stringify({ ...value, $tb: from }))
      : undefined;
  } catch {
    return undefined;
  }
};
