/** What is sent is bounded before anybody reads it: by what it says of its length, and by counting where it says nothing. */
import { Buffer } from 'node:buffer';

/** A photo of 40 MB, and the form around it. */
export const bytesMax = 42_000_000;
/** What else is sent is a form, or a few fields; a model's host sends a picture back. */
const textBytesMax = 1_000_000;
const atMost: Readonly<Record<string, number>> = {
  ...{ '/create': bytesMax, '/api/v1/photos': bytesMax },
  '/webhooks/replicate': 8_000_000,
};

const bytesMaxOf = ({ url }: Request): number => atMost[new URL(url).pathname] ?? textBytesMax;

/** Whether a photo may come there. */
export const takesPhotos = (request: Request): boolean => bytesMaxOf(request) === bytesMax;

/** A plain number, which the engine holds it to; anything else in that header says nothing (RFC 9110, 8.6). */
function toldLength({ headers }: Request): number | undefined {
  const told = headers.get('content-length') ?? '';
  return /^\d{1,15}$/.test(told) ? Number(told) : undefined;
}

/** It says so itself, and is answered without being read. */
export const isTooLong = (request: Request): boolean => (toldLength(request) ?? 0) > bytesMaxOf(request);

/** Of what comes in pieces no more is let through; whoever reads it finds it broken off. */
export function bounded(request: Request): Request {
  if (request.body === null || toldLength(request) !== undefined) return request;
  const most = bytesMaxOf(request);
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      bytes += piece.byteLength;
      if (bytes > most) controller.error(new BrokenOff());
      else controller.enqueue(piece);
    },
  });
  const streamed = { body: request.body.pipeThrough(counted), duplex: 'half' }; // a body that streams says so (Fetch)
  return new Request(request, streamed);
}

class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

/** Also where a parser says first that it could not read on. */
export const isBrokenOff = (error: unknown): boolean =>
  error instanceof BrokenOff ||
  (error instanceof Error && error.cause !== undefined && isBrokenOff(error.cause));

/** @returns undefined if there is more than that; then nothing more of it is read */
export async function textUpTo(request: Request, most: number): Promise<string | undefined> {
  if ((toldLength(request) ?? 0) > most) return undefined;
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > most) return undefined;
    pieces.push(piece);
  }
  return new TextDecoder().decode(Buffer.concat(pieces));
}
