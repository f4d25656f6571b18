/** Which request is which of S3's operations. */
import { listObjects, listVersions } from './listing.ts';
import { deleteObject, deleteObjects, getObject, headObject, type Perform, putObject } from './objects.ts';
import { receiveText } from './payload.ts';
import { Refusal } from './refusal.ts';
import type { Request } from './request.ts';
import { abortUpload, beginUpload, completeUpload, listUploads, uploadPart } from './uploads.ts';
import { createBucket, hasBucket, setVersioning, versioningOf } from './versions.ts';
import { documentOf, element, textsOf } from './xml.ts';

/** @throws Refusal; NotImplemented for what is none of S3's operations that are here */
export const perform: Perform = (storage, request) => {
  const operation = operations[nameOf(request)];
  if (operation === undefined) throw new Refusal('NotImplemented');
  return operation(storage, request);
};

const makeBucket: Perform = ({ catalogue }, { bucket }) => {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw new Refusal('InvalidBucketName');
  if (hasBucket(catalogue, bucket)) throw new Refusal('BucketAlreadyOwnedByYou');
  createBucket(catalogue, bucket);
  return { status: 200, headers: { location: `/${bucket}` } };
};

const headBucket: Perform = ({ catalogue }, { bucket }) => {
  versioningOf(catalogue, bucket);
  return { status: 200 };
};

const getVersioning: Perform = ({ catalogue }, { bucket }) => {
  const versioning = versioningOf(catalogue, bucket);
  const status = versioning === '' ? [] : [element('Status', versioning)];
  return { status: 200, body: documentOf(element('VersioningConfiguration', ...status)) };
};

const putVersioning: Perform = async ({ catalogue }, request) => {
  versioningOf(catalogue, request.bucket);
  const [status] = textsOf(await receiveText(request, 64 * 1024), 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw new Refusal('MalformedXML');
  setVersioning(catalogue, request.bucket, status);
  return { status: 200 };
};

const operations: Readonly<Record<string, Perform>> = {
  'PUT bucket': makeBucket,
  'HEAD bucket': headBucket,
  'GET bucket': ({ catalogue }, request) => ({ status: 200, body: listObjects(catalogue, request) }),
  'GET bucket versions': ({ catalogue }, request) => ({
    status: 200,
    body: listVersions(catalogue, request),
  }),
  'GET bucket versioning': getVersioning,
  'PUT bucket versioning': putVersioning,
  'GET bucket uploads': listUploads,
  'POST bucket delete': deleteObjects,
  'PUT object': putObject,
  'GET object': getObject,
  'HEAD object': headObject,
  'DELETE object': deleteObject,
  'POST object uploads': beginUpload,
  'PUT object uploadId': uploadPart,
  'POST object uploadId': completeUpload,
  'DELETE object uploadId': abortUpload,
};

/** What a parameter says of an operation; every other one without a value names another operation. */
const parameters: ReadonlySet<string> = new Set([
  ...[
    'x-id',
    'list-type',
    'prefix',
    'delimiter',
    'max-keys',
    'continuation-token',
    'start-after',
    'fetch-owner',
  ],
  ...['key-marker', 'version-id-marker', 'upload-id-marker', 'max-uploads', 'versionId', 'partNumber'],
]);

function nameOf({ method, key, query }: Request): string {
  const others = [...query.keys()].filter((name) => !parameters.has(name));
  return [method, key === '' ? 'bucket' : 'object', ...others.sort()].join(' ');
}
