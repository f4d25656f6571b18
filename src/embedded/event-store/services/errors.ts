/** The refusals of the original, each with its status, words and trailers: what clients tell errors by. */
import { code, handlerFailed, RpcError } from '../wire/status.ts';

export const streamDeletedError = (stream: string) =>
  new RpcError(code.failedPrecondition, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const wrongExpectedVersionError = (what: string, stream: string, expected: bigint, actual: bigint) =>
  new RpcError(
    code.failedPrecondition,
    `${what} failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(expected),
      'actual-version': String(actual),
    },
  );

export const maximumAppendSizeError = (maximumAppendBytes: number) =>
  new RpcError(code.invalidArgument, `Maximum Append Size of ${maximumAppendBytes} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maximumAppendBytes),
  });

/** Clients take ABORTED for this. */
export const timeoutError = () => new RpcError(code.aborted, 'Operation timed out: Commit phase timeout.');

export const missingMetadataError = (property: string) =>
  new RpcError(code.invalidArgument, `Required Metadata Property '${property}' is missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

export const accessDeniedError = () =>
  new RpcError(code.permissionDenied, 'Access Denied', { exception: 'access-denied' });

/** .NET names of the option that was not set stand in the original's words. */
export const notSetError = (option: string) =>
  new RpcError(code.invalidArgument, `'None' is not a valid ${option}`);

/** What the original answers where its own code throws: null references, overflows, malformed ids. */
export const handlerError = () => new RpcError(handlerFailed.code, handlerFailed.details);

export const unexpectedResultError = (what: string) =>
  new RpcError(code.unknown, `Unexpected ${what}: Error`);

export const invalidPositionError = () =>
  new RpcError(code.invalidArgument, 'Trying to read from an invalid position.');

const groupError =
  (status: number, exception: string, said: (group: string, stream: string) => string) =>
  (stream: string, group: string) =>
    new RpcError(status, said(group, stream), {
      exception,
      'stream-name': stream,
      ...(group === '' ? {} : { 'group-name': group }),
    });

export const groupNotFoundError = groupError(
  code.notFound,
  'persistent-subscription-does-not-exist',
  (group, stream) => `Subscription group ${group} on stream ${stream} does not exist.`,
);
export const groupExistsError = groupError(
  code.alreadyExists,
  'persistent-subscription-exists',
  (group, stream) => `Subscription group ${group} on stream ${stream} exists.`,
);
export const groupDroppedError = groupError(
  code.cancelled,
  'persistent-subscription-dropped',
  (group, stream) => `Subscription group ${group} on stream ${stream} was dropped.`,
);
export const groupFullError = groupError(
  code.failedPrecondition,
  'maximum-subscribers-reached',
  (group, stream) => `Maximum subscriptions reached for subscription group ${group} on stream ${stream}.`,
);
export const groupFailedError = (stream: string, group: string, reason: string) =>
  new RpcError(code.internal, `Subscription group ${group} on stream ${stream} failed: '${reason}'`, {
    exception: 'persistent-subscription-failed',
    'stream-name': stream,
    'group-name': group,
    reason,
  });
