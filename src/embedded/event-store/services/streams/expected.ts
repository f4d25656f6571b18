/** Expected revisions between the wire and `semantics/expected-revision.ts`. */
import type { Expected } from '../../semantics/expected-revision.ts';
import { handlerError } from '../errors.ts';

type Told = {
  readonly revision: bigint | undefined;
  readonly no_stream: object | undefined;
  readonly any: object | undefined;
  readonly stream_exists: object | undefined;
};

const noStreamRevision = 2n ** 64n - 1n;

/** @returns undefined when no expectation was set @throws RpcError for revisions that the original cannot hold */
export const expectedOf = (told: Told): Expected | undefined => {
  if (told.any !== undefined) return 'any';
  if (told.no_stream !== undefined) return 'no-stream';
  if (told.stream_exists !== undefined) return 'stream-exists';
  if (told.revision === undefined) return undefined;
  if (told.revision === noStreamRevision) return 'no-stream';
  if (told.revision >= 2n ** 63n) throw handlerError();
  // a revision beyond 2^53 is beyond any stream's, and its nearest number is so too
  return Number(told.revision);
};

/** As the original writes it in words and trailers. */
export const expectedVersion = (expected: Expected, told: Told): bigint => {
  if (expected === 'any') return -2n;
  if (expected === 'no-stream') return -1n;
  if (expected === 'stream-exists') return -4n;
  return told.revision ?? BigInt(expected);
};
