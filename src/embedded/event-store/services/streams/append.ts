/** Streams/Append: options first, then the events; one answer. */
import type { appendReq, appendResp } from '../../messages/streams.ts';
import type { Expected } from '../../semantics/expected-revision.ts';
import type { NewEvent } from '../../storage/record.ts';
import type { WriteResult } from '../../storage/store.ts';
import type { Call, Taker } from '../../wire/call.ts';
import type { Read, Written } from '../../wire/protobuf.ts';
import { requireStream } from '../access.ts';
import {
  handlerError,
  maximumAppendSizeError,
  missingMetadataError,
  notSetError,
  streamDeletedError,
} from '../errors.ts';
import type { Node } from '../node.ts';
import { expectedOf } from './expected.ts';
import { eventOf, idOf, isNilId, type Proposed } from './proposed.ts';
import { timedAppend } from './timed-append.ts';

type Request = Read<typeof appendReq>;
type Response = Written<typeof appendResp>;

export const append =
  (node: Node) =>
  (call: Call): Taker<Request, Response> => {
    const { store, maxAppendBytes } = node;
    let asked: Asked | undefined;
    let bytes = 0;
    const events: NewEvent[] = [];
    return {
      take: ({ options, proposed_message: proposed }) => {
        if (asked === undefined) {
          asked = askedIn(options);
          requireStream(store, call.caller, asked.stream, 'write');
          return;
        }
        if (proposed === undefined) throw handlerError();
        bytes += proposed.data.length;
        if (bytes > maxAppendBytes) throw maximumAppendSizeError(maxAppendBytes);
        events.push(checkedEvent(proposed));
      },
      answer: async () => {
        if (asked === undefined) throw handlerError();
        const result = await timedAppend(node, asked.stream, asked.expected, events);
        if (result.is === 'deleted') throw streamDeletedError(asked.stream);
        return result.is === 'written'
          ? { success: successOf(result) }
          : { wrong_expected_version: wrongVersionOf(asked.expected, asked.revision, result.last) };
      },
    };
  };

type Asked = { readonly stream: string; readonly expected: Expected; readonly revision: bigint | undefined };

const askedIn = (options: Request['options']): Asked => {
  if (options === undefined) throw handlerError();
  const expected = expectedOf(options);
  if (expected === undefined)
    throw notSetError('EventStore.Client.Streams.AppendReq+Types+Options+ExpectedStreamRevisionOneofCase');
  return { stream: streamName(options.stream_identifier), expected, revision: options.revision };
};

/** @throws RpcError for a name that is missing or empty */
export const streamName = (identifier: { readonly stream_name: Uint8Array } | undefined): string => {
  const name = Buffer.from(identifier?.stream_name ?? []).toString();
  if (name === '') throw handlerError();
  return name;
};

const checkedEvent = (proposed: Proposed): NewEvent => {
  for (const property of ['type', 'content-type'])
    if (!proposed.metadata.has(property)) throw missingMetadataError(property);
  const id = idOf(proposed.id);
  if (id === undefined || isNilId(id) || proposed.metadata.get('type') === '') throw handlerError();
  return eventOf(proposed, id);
};

export const successOf = ({ last, position }: Extract<WriteResult, { is: 'written' }>) => ({
  ...(last < 0 ? { no_stream: {} } : { current_revision: BigInt(last) }),
  ...(position === undefined ? { no_position: {} } : { position: positionOf(position) }),
});

export const positionOf = (position: number) => ({
  commit_position: BigInt(position),
  prepare_position: BigInt(position),
});

/** The fields of 20.6.0 are filled too: that client knows no others. */
const wrongVersionOf = (
  expected: Expected,
  revision: bigint | undefined,
  last: number,
): NonNullable<Response['wrong_expected_version']> => ({
  ...(last < 0
    ? { no_stream_20_6_0: {}, current_no_stream: {} }
    : { current_revision_20_6_0: BigInt(last), current_revision: BigInt(last) }),
  ...expectationOf(expected, revision),
});

const expectationOf = (expected: Expected, revision: bigint | undefined) => {
  if (expected === 'any') return { any_20_6_0: {}, expected_any: {} };
  if (expected === 'stream-exists') return { stream_exists_20_6_0: {}, expected_stream_exists: {} };
  if (expected === 'no-stream') return { expected_revision_20_6_0: 2n ** 64n - 1n, expected_no_stream: {} };
  const told = revision ?? BigInt(expected);
  return { expected_revision_20_6_0: told, expected_revision: told };
};
