/** Takes in a body, piece by piece, and holds it against everything that the client said of it. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { dechunked } from './chunked.ts';
import { Refusal } from './refusal.ts';
import { headerOf, type Request } from './request.ts';

export type Received = {
  readonly bytes: number;
  /** MD5 in hexadecimal: S3's entity tag, no protection. */
  readonly md5: string;
  /** As the client computed it, where it did. */
  readonly crc32: string | undefined;
};

const bytesMax = 5 * 1024 ** 3;
const streamed = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/** @throws Refusal BadDigest, IncompleteBody, XAmzContentSHA256Mismatch, NotImplemented, EntityTooLarge */
export async function receive(
  request: Request,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<Received> {
  const trailers = new Map<string, string>();
  const meter = newMeter();
  for await (const bytes of contentOf(request, trailers)) {
    meter.add(bytes);
    if (meter.bytes() > bytesMax) throw new Refusal('EntityTooLarge');
    await write(bytes);
  }
  return checked(request, trailers, meter);
}

function contentOf(request: Request, trailers: Map<string, string>): AsyncIterable<Uint8Array> {
  const { headers, body } = request;
  const payload = headerOf(headers, 'x-amz-content-sha256') ?? '';
  if (payload === streamed) return dechunked(body, trailers);
  if (/^[0-9a-f]{64}$/.test(payload) || payload === 'UNSIGNED-PAYLOAD') return body;
  throw new Refusal(payload.startsWith('STREAMING-') ? 'NotImplemented' : 'InvalidRequest');
}

/** A document that fits into memory: the bodies of bulk deletions and of completed uploads. */
export async function receiveText(request: Request, bytesMax: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  await receive(request, async (bytes) => {
    length += bytes.length;
    if (length > bytesMax) throw new Refusal('EntityTooLarge');
    parts.push(bytes);
  });
  return Buffer.concat(parts).toString('utf8');
}

type Meter = ReturnType<typeof newMeter>;

function newMeter() {
  const [md5, sha256] = [createHash('md5'), createHash('sha256')];
  let [length, crc] = [0, 0];
  return {
    add(bytes: Uint8Array): void {
      length += bytes.length;
      crc = crc32(bytes, crc);
      md5.update(bytes);
      sha256.update(bytes);
    },
    bytes: () => length,
    /** Once: a hash ends with its digest. */
    digests: () => ({
      md5: md5.digest(),
      sha256: sha256.digest(),
      crc32: Buffer.from(crc.toString(16).padStart(8, '0'), 'hex').toString('base64'),
    }),
  };
}

/** What was cut off on the way is not what the client said, whatever its connection did. */
function checked({ headers }: Request, trailers: ReadonlyMap<string, string>, meter: Meter): Received {
  const said = (name: string) => trailers.get(name) ?? headerOf(headers, name);
  const length = said('x-amz-decoded-content-length') ?? said('content-length');
  if (length !== undefined && Number(length) !== meter.bytes()) throw new Refusal('IncompleteBody');
  const { md5, sha256, crc32 } = meter.digests();
  const payload = said('x-amz-content-sha256') ?? '';
  if (payload.length === 64 && payload !== sha256.toString('hex'))
    throw new Refusal('XAmzContentSHA256Mismatch');
  const pairs = [
    ['content-md5', md5.toString('base64')],
    ['x-amz-checksum-crc32', crc32],
    ['x-amz-checksum-sha256', sha256.toString('base64')],
  ] as const;
  for (const [name, computed] of pairs)
    if ((said(name) ?? computed) !== computed) throw new Refusal('BadDigest');
  for (const name of ['x-amz-checksum-sha1', 'x-amz-checksum-crc32c', 'x-amz-checksum-crc64nvme'])
    if (said(name) !== undefined) throw new Refusal('NotImplemented');
  return { bytes: meter.bytes(), md5: md5.toString('hex'), crc32: said('x-amz-checksum-crc32') };
}
