/** What is sent is bounded before anybody reads it: by what it says of its length, and by counting where it says nothing. */

/** A photo of 40 MB, and the form around it. */
const bytesMax = 42_000_000;

/** It says so itself (RFC 9110, 8.6), and is answered without being read. */
export const isTooLong = ({ headers }: Request): boolean => Number(headers.get('content-length')) > bytesMax;

/** Of what comes in pieces no more is let through; whoever reads it finds it broken off. */
export function bounded(request: Request): Request {
  if (request.body === null || request.headers.has('content-length')) return request;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      bytes += piece.byteLength;
      if (bytes > bytesMax) controller.error(new Error('longer than is let in'));
      else controller.enqueue(piece);
    },
  });
  const streamed = { body: request.body.pipeThrough(counted), duplex: 'half' }; // a body that streams says so (Fetch)
  return new Request(request, streamed);
}
