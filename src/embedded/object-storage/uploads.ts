/** Uploads in parts: begun, filled in any order, and completed into one object, or aborted. */
import { createHash, randomUUID } from 'node:crypto';
import { type Catalogue, filesOf, type Loose } from './catalogue.ts';
import type { Write } from './files.ts';
import { describedBy, type Perform, type Storage } from './objects.ts';
import { receive, receiveText } from './payload.ts';
import { Refusal } from './refusal.ts';
import { countOf, type Request } from './request.ts';
import { putVersion, versioningOf } from './versions.ts';
import { all, documentOf, element, innerOf, textsOf } from './xml.ts';

const partsMax = 10_000;
const documentBytesMax = 2 * 1024 * 1024;
const pageMax = 1000;

export const beginUpload: Perform = ({ catalogue }, { bucket, key, headers }) => {
  versioningOf(catalogue, bucket);
  const { contentType, metadata } = describedBy(headers);
  const id = randomUUID();
  const values = [id, bucket, key, contentType, JSON.stringify(metadata), new Date().toISOString()];
  catalogue.run('insert into upload values (?, ?, ?, ?, ?, ?)', ...values);
  const place = [element('Bucket', bucket), element('Key', key), element('UploadId', id)];
  return { status: 200, body: documentOf(element('InitiateMultipartUploadResult', ...place)) };
};

export const uploadPart: Perform = async ({ catalogue, files }, request) => {
  const number = countOf(request.query, 'partNumber', partsMax + 1) ?? 0;
  if (number < 1 || number > partsMax) throw new Refusal('InvalidArgument');
  uploadOf(catalogue, request);
  const { etag } = await files.store(
    (write) => receive(request, write),
    ({ file, bytes, md5 }) =>
      catalogue.transaction(() => {
        const { id } = uploadOf(catalogue, request); // it can have been aborted meanwhile
        const before = 'delete from part where upload = ? and number = ? returning file';
        const loose = filesOf(catalogue.all(before, id, number));
        catalogue.run('insert into part values (?, ?, ?, ?, ?)', id, number, file, bytes, md5);
        return { etag: md5, loose };
      }),
  );
  return { status: 200, headers: { etag: `"${etag}"` } };
};

/** The parts become one file, so that a range of it is as quickly read as that of any other. */
export const completeUpload: Perform = async ({ catalogue, files }, request) => {
  const { bucket, key, headers } = request;
  const { id, contentType, metadata } = uploadOf(catalogue, request);
  const parts = namedParts(await receiveText(request, documentBytesMax), partsOf(catalogue, id));
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const entry = { bucket, key, bytes, etag: etagOf(parts), crc32: null, contentType, metadata };
  await files.store(
    (write) => concatenate(files, parts, write),
    ({ file }) =>
      putVersion(catalogue, { ...entry, file }, headers['if-none-match'] === '*', () =>
        drop(catalogue, uploadOf(catalogue, request).id),
      ),
  );
  const place = [element('Bucket', bucket), element('Key', key), element('ETag', `"${entry.etag}"`)];
  return { status: 200, body: documentOf(element('CompleteMultipartUploadResult', ...place)) };
};

async function concatenate(files: Storage['files'], parts: readonly Part[], write: Write): Promise<object> {
  for (const { file, bytes } of parts)
    for await (const block of await files.read(file, 0, bytes - 1)) await write(block);
  return {};
}

/** As S3 does it: the hash of the hashes, and how many they were. */
const etagOf = (parts: readonly Part[]): string => {
  const hashes = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
  return `${createHash('md5').update(hashes).digest('hex')}-${parts.length}`;
};

export const abortUpload: Perform = async ({ catalogue, files }, request) => {
  await files.remove(catalogue.transaction(() => drop(catalogue, uploadOf(catalogue, request).id)));
  return { status: 204 };
};

export const listUploads: Perform = ({ catalogue }, { bucket, query }) => {
  versioningOf(catalogue, bucket);
  const [prefix, marker] = [query.get('prefix') ?? '', query.get('key-marker') ?? ''];
  const max = countOf(query, 'max-uploads', pageMax) ?? pageMax;
  const found = catalogue.all(
    `select key, id from upload where bucket = ? and key >= ? and (key > ? or (key = ? and id > ?))
     order by key, id limit ?`,
    ...[bucket, prefix, marker, marker, query.get('upload-id-marker') ?? '', max + 1],
  );
  const theirs = found.map(({ key, id }) => ({ key: String(key), id: String(id) }));
  const page = theirs.filter(({ key }) => key.startsWith(prefix)).slice(0, max);
  const last = theirs.length > max ? page.at(-1) : undefined;
  const uploads = page.map(({ key, id }) => element('Upload', element('Key', key), element('UploadId', id)));
  const next = last && [element('NextKeyMarker', last.key), element('NextUploadIdMarker', last.id)];
  const truncated = element('IsTruncated', last !== undefined);
  const list = [element('Bucket', bucket), truncated, ...(next ?? []), all(uploads)];
  return { status: 200, body: documentOf(element('ListMultipartUploadsResult', ...list)) };
};

/** @throws Refusal NoSuchUpload */
function uploadOf({ all }: Catalogue, { bucket, key, query }: Request) {
  const id = query.get('uploadId') ?? '';
  const [row] = all('select * from upload where id = ? and bucket = ? and key = ?', id, bucket, key);
  if (row === undefined) throw new Refusal('NoSuchUpload');
  const metadata: Record<string, string> = JSON.parse(String(row['metadata']));
  return { id, contentType: String(row['content_type']), metadata };
}

type Part = { readonly number: number; readonly file: string; readonly bytes: number; readonly etag: string };

const partsOf = ({ all }: Catalogue, id: string): readonly Part[] =>
  all('select * from part where upload = ?', id).map(({ number, file, bytes, etag }) => ({
    ...{ number: Number(number), file: String(file), bytes: Number(bytes), etag: String(etag) },
  }));

function drop({ all, run }: Catalogue, id: string): Loose {
  const loose = filesOf(all('select file from part where upload = ?', id));
  run('delete from upload where id = ?', id); // and its parts with it
  return loose;
}

/** In the order of the document, which must be that of the numbers. */
function namedParts(xml: string, there: readonly Part[]): readonly Part[] {
  const named = innerOf(xml, 'Part').map((part) => {
    const [[number = ''], [etag = '']] = [textsOf(part, 'PartNumber'), textsOf(part, 'ETag')];
    return { number: Number(number), etag: etag.replaceAll('"', '') };
  });
  if (named.length === 0) throw new Refusal('MalformedXML');
  return named.map(({ number, etag }, i) => {
    if (number <= (named[i - 1]?.number ?? 0)) throw new Refusal('InvalidPartOrder');
    const part = there.find((one) => one.number === number && one.etag === etag);
    if (part === undefined) throw new Refusal('InvalidPart');
    return part;
  });
}
