/** Buckets, and the versions of the objects in them, as rows. */
import { randomUUID } from 'node:crypto';
import { type Catalogue, filesOf, type Loose, type Row } from './catalogue.ts';
import { Refusal } from './refusal.ts';

export type Versioning = '' | 'Enabled' | 'Suspended';

/** Of an object: what a client sees beside its bytes. */
export type Described = { readonly contentType: string; readonly metadata: Readonly<Record<string, string>> };

export type Version = Described & {
  readonly bucket: string;
  readonly key: string;
  readonly id: string;
  /** The name of the file that holds its bytes; null: a delete marker */
  readonly file: string | null;
  readonly bytes: number;
  readonly etag: string;
  readonly crc32: string | null;
  /** ISO 8601 */
  readonly created: string;
  readonly isLatest: boolean;
};

export type Entry = Omit<Version, 'id' | 'created' | 'isLatest'>;

export function createBucket({ run }: Catalogue, name: string): void {
  run('insert into bucket (name) values (?) on conflict do nothing', name);
}

export const hasBucket = ({ all }: Catalogue, name: string): boolean =>
  all('select 1 from bucket where name = ?', name).length > 0;

/** @throws Refusal NoSuchBucket */
export function versioningOf({ all }: Catalogue, bucket: string): Versioning {
  const [row] = all('select versioning from bucket where name = ?', bucket);
  if (row === undefined) throw new Refusal('NoSuchBucket');
  const { versioning } = row;
  return versioning === 'Enabled' || versioning === 'Suspended' ? versioning : '';
}

export function setVersioning({ run }: Catalogue, bucket: string, versioning: Versioning): void {
  run('update bucket set versioning = ? where name = ?', versioning, bucket);
}

/** For a `select` from `version`; its index by key makes the newest a matter of one look. */
export const newestSeq = `(select max(seq) from version newer
  where newer.bucket = version.bucket and newer.key = version.key)`;

/** The newest version, or that one; a delete marker is one too. */
export function findVersion(
  { all }: Catalogue,
  bucket: string,
  key: string,
  id?: string,
): Version | undefined {
  const select = `select *, seq = ${newestSeq} as is_latest from version where bucket = ? and key = ?`;
  const found =
    id === undefined
      ? all(`${select} order by seq desc limit 1`, bucket, key)
      : all(`${select} and id = ?`, bucket, key, id);
  return found.map(versionOf)[0];
}

/** @param beside what else must be done, or nothing is @throws Refusal PreconditionFailed */
export function putVersion(
  catalogue: Catalogue,
  entry: Entry,
  onlyIfNew: boolean,
  beside: () => Loose = () => [],
) {
  return catalogue.transaction(() => {
    const there = findVersion(catalogue, entry.bucket, entry.key);
    if (onlyIfNew && there !== undefined && there.file !== null) throw new Refusal('PreconditionFailed');
    const { id, loose } = add(catalogue, entry);
    return { id, loose: [...loose, ...beside()] };
  });
}

/** Without versions an object goes; with them a marker hides what stays. */
export function removeObject(catalogue: Catalogue, bucket: string, key: string) {
  return catalogue.transaction((): { readonly marker?: string; readonly loose: Loose } => {
    if (versioningOf(catalogue, bucket) === '') return { loose: drop(catalogue, bucket, key, 'null') };
    const nothing = { file: null, bytes: 0, etag: '', crc32: null, contentType: '', metadata: {} };
    const { id, loose } = add(catalogue, { bucket, key, ...nothing });
    return { marker: id, loose };
  });
}

export function removeVersion(catalogue: Catalogue, bucket: string, key: string, id: string) {
  return catalogue.transaction(() => {
    const version = findVersion(catalogue, bucket, key, id);
    const wasMarker = version !== undefined && version.file === null;
    return { wasMarker, loose: drop(catalogue, bucket, key, id) };
  });
}

function add(catalogue: Catalogue, { bucket, key, file, bytes, etag, crc32, contentType, metadata }: Entry) {
  const id = versioningOf(catalogue, bucket) === 'Enabled' ? randomUUID() : 'null';
  const loose = id === 'null' ? drop(catalogue, bucket, key, id) : [];
  catalogue.run(
    `insert into version (bucket, key, id, file, bytes, etag, crc32, content_type, metadata, created)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[bucket, key, id, file, bytes, etag, crc32, contentType],
    ...[JSON.stringify(metadata), new Date().toISOString()],
  );
  return { id, loose };
}

const drop = ({ all }: Catalogue, bucket: string, key: string, id: string): Loose =>
  filesOf(all('delete from version where bucket = ? and key = ? and id = ? returning file', bucket, key, id));

export function versionOf(row: Row): Version {
  const text = (column: string) => String(row[column]);
  const orNull = (column: string) => (row[column] === null ? null : text(column));
  return {
    ...{ bucket: text('bucket'), key: text('key'), id: text('id'), file: orNull('file') },
    ...{ bytes: Number(row['bytes']), etag: text('etag'), crc32: orNull('crc32') },
    ...{
      contentType: text('content_type'),
      metadata: JSON.parse(text('metadata')),
      created: text('created'),
    },
    isLatest: Number(row['is_latest']) === 1,
  };
}
