/** What can be done with one object: put, get, look at, delete. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Catalogue } from './catalogue.ts';
import type { Files } from './files.ts';
import { receive, receiveText } from './payload.ts';
import { Refusal } from './refusal.ts';
import { headerOf, type Request } from './request.ts';
import {
  type Described,
  findVersion,
  putVersion,
  removeObject,
  removeVersion,
  type Version,
  versioningOf,
} from './versions.ts';
import { all, documentOf, element, innerOf, textsOf } from './xml.ts';

/** Rows and bytes. */
export type Storage = { readonly catalogue: Catalogue; readonly files: Files };

export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | AsyncIterable<Uint8Array>;
};

export type Perform = (storage: Storage, request: Request) => Answer | Promise<Answer>;

const documentBytesMax = 2 * 1024 * 1024;
const deletionsMax = 1000;

export const putObject: Perform = async ({ catalogue, files }, request) => {
  const { bucket, key, headers } = request;
  versioningOf(catalogue, bucket);
  const onlyIfNew = onlyIfNewOf(headers);
  const there = findVersion(catalogue, bucket, key);
  if (onlyIfNew && isObject(there)) throw new Refusal('PreconditionFailed'); // asked again when it is entered
  const { id, etag } = await files.store(
    (write) => receive(request, write),
    ({ file, bytes, md5, crc32 = null }) => {
      const entry = { bucket, key, file, bytes, etag: md5, crc32, ...describedBy(headers) };
      return { ...putVersion(catalogue, entry, onlyIfNew), etag: md5 };
    },
  );
  return { status: 200, headers: { etag: `"${etag}"`, ...versionHeader(id) } };
};

export const getObject: Perform = async ({ catalogue, files }, request) => {
  const version = existing(catalogue, request);
  const range = rangeOf(request.headers, version.bytes);
  const [from, to] = range ?? [0, version.bytes - 1];
  const body = await files.read(version.file, from, to);
  const checksum = range === undefined && headerOf(request.headers, 'x-amz-checksum-mode') === 'ENABLED';
  return { status: range === undefined ? 200 : 206, headers: headersOf(version, range, checksum), body };
};

export const headObject: Perform = ({ catalogue }, request) => ({
  status: 200,
  headers: headersOf(existing(catalogue, request), undefined, false),
});

/** @throws Refusal NoSuchBucket, NoSuchKey, NoSuchVersion, MethodNotAllowed */
function existing(
  catalogue: Catalogue,
  { bucket, key, query }: Request,
): Version & { readonly file: string } {
  versioningOf(catalogue, bucket);
  const id = query.get('versionId');
  const version = findVersion(catalogue, bucket, key, id);
  if (isObject(version)) return version;
  if (id === undefined) throw new Refusal('NoSuchKey');
  throw new Refusal(version === undefined ? 'NoSuchVersion' : 'MethodNotAllowed'); // a marker has no bytes
}

const isObject = (version: Version | undefined): version is Version & { readonly file: string } =>
  version !== undefined && version.file !== null;

export const deleteObject: Perform = async (storage, { bucket, key, query }) => ({
  status: 204,
  headers: await remove(storage, bucket, key, query.get('versionId')),
});

async function remove({ catalogue, files }: Storage, bucket: string, key: string, id: string | undefined) {
  versioningOf(catalogue, bucket);
  if (id === undefined) {
    const { marker, loose } = removeObject(catalogue, bucket, key);
    await files.remove(loose);
    return marker === undefined ? {} : { ...versionHeader(marker), ...markerHeader };
  }
  const { wasMarker, loose } = removeVersion(catalogue, bucket, key, id);
  await files.remove(loose);
  return { ...versionHeader(id), ...(wasMarker && markerHeader) };
}

const markerHeader = { 'x-amz-delete-marker': 'true' };

export const deleteObjects: Perform = async (storage, request) => {
  const document = await receiveText(request, documentBytesMax);
  const wanted = innerOf(document, 'Object').map((object) => {
    const [[key], [id]] = [textsOf(object, 'Key'), textsOf(object, 'VersionId')];
    if (key === undefined) throw new Refusal('MalformedXML');
    return { key, id };
  });
  if (wanted.length === 0 || wanted.length > deletionsMax) throw new Refusal('MalformedXML');
  for (const { key, id } of wanted) await remove(storage, request.bucket, key, id);
  const deleted = wanted.map(({ key, id }) =>
    element('Deleted', element('Key', key), ...(id === undefined ? [] : [element('VersionId', id)])),
  );
  return { status: 200, body: documentOf(element('DeleteResult', all(deleted))) };
};

/** @throws Refusal NotImplemented for the conditions that are not */
function onlyIfNewOf(headers: IncomingHttpHeaders): boolean {
  const condition = headerOf(headers, 'if-none-match');
  if (headers['if-match'] !== undefined || headers['x-amz-copy-source'] !== undefined)
    throw new Refusal('NotImplemented');
  if (condition !== undefined && condition !== '*') throw new Refusal('NotImplemented');
  return condition === '*';
}

export function describedBy(headers: IncomingHttpHeaders): Described {
  const metadata = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') ? [[name, String(value)] as const] : [],
  );
  return {
    contentType: headerOf(headers, 'content-type') ?? 'application/octet-stream',
    metadata: Object.fromEntries(metadata),
  };
}

const versionHeader = (id: string): Readonly<Record<string, string>> =>
  id === 'null' ? {} : { 'x-amz-version-id': id };

/** RFC 9110, 14.1.2: one range of bytes. @returns inclusive @throws Refusal InvalidRange */
function rangeOf(headers: IncomingHttpHeaders, bytes: number): readonly [number, number] | undefined {
  const [, first = '', last = ''] =
    /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headerOf(headers, 'range') ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(bytes - Number(last), 0) : Number(first);
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (from > to) throw new Refusal('InvalidRange');
  return [from, to];
}

function headersOf(version: Version, range: readonly [number, number] | undefined, checksum: boolean) {
  const { bytes, etag, crc32, contentType, created, metadata, id } = version;
  const [from, to] = range ?? [0, bytes - 1];
  return {
    ...metadata,
    ...versionHeader(id),
    ...(checksum && crc32 !== null && { 'x-amz-checksum-crc32': crc32 }),
    ...(range !== undefined && { 'content-range': `bytes ${from}-${to}/${bytes}` }),
    'accept-ranges': 'bytes',
    'content-length': to - from + 1,
    'content-type': contentType,
    etag: `"${etag}"`,
    'last-modified': new Date(created).toUTCString(),
  };
}
