/** Lists what is in a bucket, page by page, in the order of the keys' UTF-8 bytes, as S3 does. */
import type { Catalogue } from './catalogue.ts';
import { Refusal } from './refusal.ts';
import { countOf, type Request } from './request.ts';
import { newestSeq, type Version, versioningOf, versionOf } from './versions.ts';
import { all, documentOf, element, type Xml } from './xml.ts';

const pageMax = 1000;
const highest = '\u{10ffff}';

type Page = {
  readonly contents: readonly Version[];
  readonly prefixes: readonly string[];
  /** Where the next one begins; undefined at the end */
  readonly next: string | undefined;
};

/** ListObjectsV2. @throws Refusal NotImplemented for its first version */
export function listObjects(catalogue: Catalogue, { bucket, query }: Request): string {
  versioningOf(catalogue, bucket);
  if (query.get('list-type') !== '2') throw new Refusal('NotImplemented');
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const max = countOf(query, 'max-keys', pageMax) ?? pageMax;
  const token = query.get('continuation-token');
  const after =
    token === undefined ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const { contents, prefixes, next } = pageOf(catalogue, bucket, { prefix, delimiter, after, max });
  return documentOf(
    element(
      'ListBucketResult',
      ...[element('Name', bucket), element('Prefix', prefix), element('Delimiter', delimiter)],
      element('MaxKeys', max),
      element('KeyCount', contents.length + prefixes.length),
      element('IsTruncated', next !== undefined),
      ...(next === undefined
        ? []
        : [element('NextContinuationToken', Buffer.from(next).toString('base64url'))]),
      all(contents.map((version) => element('Contents', ...described(version)))),
      all(prefixes.map((common) => element('CommonPrefixes', element('Prefix', common)))),
    ),
  );
}

type Wanted = {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  readonly max: number;
};

function pageOf(catalogue: Catalogue, bucket: string, { prefix, delimiter, after, max }: Wanted): Page {
  const [contents, prefixes]: [Version[], string[]] = [[], []];
  let cursor = after;
  for (;;) {
    const version = nextOf(catalogue, bucket, prefix, cursor);
    if (version === undefined) return { contents, prefixes, next: undefined };
    if (contents.length + prefixes.length >= max) return { contents, prefixes, next: cursor };
    const end = delimiter === '' ? -1 : version.key.indexOf(delimiter, prefix.length);
    if (end < 0) contents.push(version);
    else prefixes.push(version.key.slice(0, end + delimiter.length));
    cursor = end < 0 ? version.key : version.key.slice(0, end + delimiter.length) + highest;
  }
}

/** The first object after a key whose latest version is none but a marker. */
function nextOf(
  { all: rows }: Catalogue,
  bucket: string,
  prefix: string,
  after: string,
): Version | undefined {
  const found = rows(
    `select *, 1 as is_latest from version
     where bucket = ? and key > ? and key >= ? and file is not null
       and seq = ${newestSeq}
     order by key limit 1`,
    ...[bucket, after, prefix],
  );
  return found.map(versionOf).find(({ key }) => key.startsWith(prefix));
}

const described = ({ key, bytes, etag, created }: Version): readonly Xml[] => [
  element('Key', key),
  element('LastModified', created),
  element('ETag', `"${etag}"`),
  element('Size', bytes),
  element('StorageClass', 'STANDARD'),
];

/** ListObjectVersions: every version of every key, newest first, delete markers among them. */
export function listVersions(catalogue: Catalogue, { bucket, query }: Request): string {
  versioningOf(catalogue, bucket);
  const prefix = query.get('prefix') ?? '';
  const max = countOf(query, 'max-keys', pageMax) ?? pageMax;
  const found = versionsAfter(catalogue, bucket, prefix, query, max + 1);
  const page = found.slice(0, max);
  const last = found.length > max ? page.at(-1) : undefined;
  return documentOf(
    element(
      'ListVersionsResult',
      ...[element('Name', bucket), element('Prefix', prefix), element('MaxKeys', max)],
      element('IsTruncated', last !== undefined),
      ...(last === undefined
        ? []
        : [element('NextKeyMarker', last.key), element('NextVersionIdMarker', last.id)]),
      all(page.map(versionElement)),
    ),
  );
}

function versionsAfter(
  { all: rows }: Catalogue,
  bucket: string,
  prefix: string,
  query: Request['query'],
  count: number,
) {
  const key = query.get('key-marker') ?? '';
  const id = query.get('version-id-marker') ?? '';
  const [marker] = rows('select seq from version where bucket = ? and key = ? and id = ?', bucket, key, id);
  const found = rows(
    `select *, seq = ${newestSeq} as is_latest
     from version where bucket = ? and key >= ? and (key > ? or (key = ? and seq < ?))
     order by key, seq desc limit ?`,
    ...[bucket, prefix, key, key, Number(marker?.['seq'] ?? 0), count],
  );
  return found.map(versionOf).filter((version) => version.key.startsWith(prefix));
}

const versionElement = (version: Version): Xml => {
  const place = [element('VersionId', version.id), element('IsLatest', version.isLatest)];
  return version.file === null
    ? element('DeleteMarker', element('Key', version.key), element('LastModified', version.created), ...place)
    : element('Version', ...described(version), ...place);
};
