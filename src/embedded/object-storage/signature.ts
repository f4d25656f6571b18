/** AWS Signature Version 4 over the headers of a request (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.ts';
import { headerOf, type Request } from './request.ts';

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

const skewMaxMs = 15 * 60 * 1000;
const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** @throws Refusal AccessDenied, InvalidAccessKeyId, RequestTimeTooSkewed, SignatureDoesNotMatch */
export function verifySignature(
  request: Request,
  { accessKeyId, secretAccessKey }: Credentials,
  nowMs: number,
) {
  const [whole, id = '', day = '', region = '', names = '', signature = ''] =
    authorization.exec(headerOf(request.headers, 'authorization') ?? '') ?? [];
  if (whole === undefined) throw new Refusal('AccessDenied');
  if (id !== accessKeyId) throw new Refusal('InvalidAccessKeyId');
  const date = headerOf(request.headers, 'x-amz-date') ?? '';
  if (!date.startsWith(day) || !(Math.abs(timeOf(date) - nowMs) <= skewMaxMs))
    throw new Refusal('RequestTimeTooSkewed');
  const signed = names.split(';');
  if (!mustBeSigned(request).every((name) => signed.includes(name))) throw new Refusal('AccessDenied');

  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical(request, signed))].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  if (!timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex')))
    throw new Refusal('SignatureDoesNotMatch');
}

/** `20261124T090000Z`. @returns NaN if it is no such time */
const timeOf = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** What an attacker on the way could otherwise add: the host, and all that S3 itself reads. */
const mustBeSigned = ({ headers }: Request): readonly string[] => [
  'host',
  ...Object.keys(headers).filter((name) => name.startsWith('x-amz-')),
];

function canonical({ method, segments, query, headers }: Request, signed: readonly string[]): string {
  const pairs = [...query]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const lines = signed.map((name) => `${name}:${(headerOf(headers, name) ?? '').trim().replace(/ +/g, ' ')}`);
  const path = `/${segments.map(encoded).join('/')}`;
  const payload = headerOf(headers, 'x-amz-content-sha256') ?? '';
  return [method, path, pairs.join('&'), ...lines, '', signed.join(';'), payload].join('\n');
}

/** RFC 3986 leaves alone fewer characters than `encodeURIComponent` does. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
