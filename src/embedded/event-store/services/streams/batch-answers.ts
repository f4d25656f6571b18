/** What BatchAppend answers for one append: a success, or a google.rpc.Status with its detail packed. */
import {
  badRequest as badRequestDetail,
  empty,
  maximumAppendSizeExceeded,
  streamDeleted,
  wrongExpectedVersion,
} from '../../messages/shared.ts';
import type { batchAppendReq, batchAppendResp } from '../../messages/streams.ts';
import type { WriteResult } from '../../storage/store.ts';
import type { Read, Written } from '../../wire/protobuf.ts';
import { code, RpcError } from '../../wire/status.ts';
import { successOf } from './append.ts';

type Response = Written<typeof batchAppendResp>;
type Status = NonNullable<Response['error']>;
type Options = NonNullable<Read<typeof batchAppendReq>['options']>;

/** One append's failure, thrown inside the call and told in its answer. */
class BatchFailure extends Error {
  readonly status: Status;
  constructor(status: Status) {
    super(status.message);
    this.status = status;
  }
}

const failure = (status: number, message: string, type: string, value: Uint8Array): Status => ({
  code: status,
  message,
  details: { type_url: `type.googleapis.com/${type}`, value },
});
const clientError = (status: number, message: string, value: Uint8Array) =>
  failure(status, message, `event_store.client.${message}`, value);

const nothing = empty.encode({});
const accessDenied = clientError(code.permissionDenied, 'AccessDenied', nothing);
const unknownError = clientError(code.unknown, 'Unknown', nothing);

export const timedOut = new BatchFailure(clientError(code.deadlineExceeded, 'Timeout', nothing));
export const tooLarge = (maxAppendSize: number): Status =>
  clientError(
    code.invalidArgument,
    'MaximumAppendSizeExceeded',
    maximumAppendSizeExceeded.encode({ maxAppendSize }),
  );
export const badRequest = (message: string) =>
  new BatchFailure(clientError(code.invalidArgument, 'BadRequest', badRequestDetail.encode({ message })));

export const failureOf = (error: unknown): Status => {
  if (error instanceof BatchFailure) return error.status;
  if (error instanceof RpcError && error.status.code === code.permissionDenied) return accessDenied;
  if (error instanceof RpcError && error.status.code === code.aborted) return timedOut.status;
  if (error instanceof RpcError)
    return failure(error.status.code, error.status.details, 'google.protobuf.Empty', nothing);
  return unknownError;
};

export const answerOf = (result: WriteResult, stream: string, options: Options): Response => {
  if (result.is === 'written') return { success: successOf(result) };
  if (result.is === 'deleted') return { error: deletedStatus(stream) };
  const detail = wrongExpectedVersion.encode({
    ...(result.last < 0 ? { current_no_stream: {} } : { current_stream_revision: BigInt(result.last) }),
    ...expectationOf(options),
  });
  return { error: clientError(code.alreadyExists, 'WrongExpectedVersion', detail) };
};

const deletedStatus = (stream: string): Status =>
  clientError(
    code.notFound,
    'StreamDeleted',
    streamDeleted.encode({ stream_identifier: { stream_name: Buffer.from(stream) } }),
  );

const expectationOf = ({ any, no_stream, stream_exists, stream_position }: Options) => {
  if (any !== undefined) return { expected_any: {} };
  if (stream_exists !== undefined) return { expected_stream_exists: {} };
  if (no_stream !== undefined || stream_position === 2n ** 64n - 1n) return { expected_no_stream: {} };
  return { expected_stream_position: stream_position };
};
