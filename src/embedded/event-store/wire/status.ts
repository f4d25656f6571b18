/** gRPC statuses (https://grpc.github.io/grpc/core/md_doc_statuscodes.html) and the exception that carries one. */

export const code = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

export type Trailers = { readonly [name: string]: string };
export type Status = { readonly code: number; readonly details: string; readonly trailers: Trailers };

/** Ends a call with this status. Any other exception ends it as `handlerFailed`. */
export class RpcError extends Error {
  readonly status: Status;
  constructor(status: number, details: string, trailers: Trailers = {}) {
    super(details);
    this.status = { code: status, details, trailers };
  }
}

export const ok: Status = { code: code.ok, details: '', trailers: {} };

/** What the original says of every fault that it did not foresee; malformed requests among them. */
export const handlerFailed: Status = {
  code: code.unknown,
  details: 'Exception was thrown by handler.',
  trailers: {},
};

export const statusOf = (error: unknown): Status =>
  error instanceof RpcError ? error.status : handlerFailed;

/** A header may hold printable ASCII only: the rest is percent-encoded, as gRPC does with its message. */
export const headerValue = (text: string): string =>
  text.replace(/[^\x20-\x24\x26-\x7e]+/g, (part) =>
    Array.from(Buffer.from(part), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
