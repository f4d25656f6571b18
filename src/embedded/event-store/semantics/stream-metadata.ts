/** What a stream's metadata says, read as the original reads it: where one value does not fit, all of it is ignored. */

export type StreamMetadata = {
  readonly maxCount: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  /** `$tb`: the first revision that is left; `deletedBefore` for a soft-deleted stream */
  readonly truncateBefore: number | undefined;
  readonly acl: StreamAcl | undefined;
};

/** Who may do what: names of users and groups. undefined: what the server says by default */
export type StreamAcl = { readonly [right in Right]: readonly string[] | undefined };
export type Right = 'read' | 'write' | 'delete' | 'metaRead' | 'metaWrite';

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

/** Types of the events that the server itself gives a meaning to. */
export const metadataType = '$metadata';
export const tombstoneType = '$streamDeleted';

export const metadataStreamOf = (stream: string): string => `$$${stream}`;
export const isMetadataStream = (stream: string): boolean => stream.startsWith('$$');
export const streamOfMetadata = (metadataStream: string): string => metadataStream.slice(2);

export const isSoftDeleted = ({ truncateBefore }: StreamMetadata): boolean =>
  truncateBefore === deletedBefore;

export const parseMetadata = (data: Uint8Array, isJson: boolean): StreamMetadata =>
  (isJson ? metadataOf(objectIn(data)) : undefined) ?? noMetadata;

type JsonObject = { readonly [name: string]: unknown };

const objectIn = (data: Uint8Array): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

/** undefined where a value is none that this name can have */
const metadataOf = (said: JsonObject | undefined): StreamMetadata | undefined => {
  if (said === undefined) return undefined;
  const fits =
    isWhole(said['$maxCount'], 1) &&
    isWhole(said['$maxAge'], 1) &&
    isWhole(said['$tb'], 0) &&
    isWhole(said['$cacheControl'], 1);
  const acl = aclOf(said['$acl']);
  if (!fits || acl === 'unfit') return undefined;
  return {
    maxCount: whole(said['$maxCount']),
    maxAgeSeconds: whole(said['$maxAge']),
    truncateBefore: whole(said['$tb']),
    acl,
  };
};

/** What `$settings` says of streams whose metadata leaves a right open: ordinary ones, and those of the system. */
export type DefaultAcls = { readonly user: StreamAcl | undefined; readonly system: StreamAcl | undefined };
export const noDefaults: DefaultAcls = { user: undefined, system: undefined };
export const settingsStream = '$settings';

export const parseSettings = (data: Uint8Array): DefaultAcls => {
  const said = objectIn(data);
  const [user, system] = [aclOf(said?.['$userStreamAcl']), aclOf(said?.['$systemStreamAcl'])];
  return user === 'unfit' || system === 'unfit' ? noDefaults : { user, system };
};

const isWhole = (value: unknown, least: number): boolean =>
  value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= least);

const whole = (value: unknown): number | undefined =>
  typeof value === 'number' ? Math.min(value, Number.MAX_SAFE_INTEGER) : undefined;

const aclOf = (value: unknown): StreamAcl | undefined | 'unfit' => {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'unfit';
  const said: JsonObject = { ...value };
  const rights = [said['$r'], said['$w'], said['$d'], said['$mr'], said['$mw']];
  if (!rights.every(isRoles)) return 'unfit';
  const [read, write, remove, metaRead, metaWrite] = rights.map(rolesOf);
  return { read, write, delete: remove, metaRead, metaWrite };
};

const isRoles = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'string' ||
  (Array.isArray(value) && value.every((role) => typeof role === 'string'));

const rolesOf = (value: unknown): readonly string[] | undefined => {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.map(String) : [String(value)];
};

/** What a soft delete leaves: all other metadata is gone. */
export const softDeleted: Uint8Array = Buffer.from('{"$tb":9223372036854775807}');

/** The same metadata for a stream that begins again at a revision; undefined where it is no JSON object. */
export const undeleted = (data: Uint8Array, from: number): Uint8Array | undefined => {
  const value = objectIn(data);
  return value === undefined ? undefined : Buffer.from(JSON.stringify({ ...value, $tb: from }));
};
