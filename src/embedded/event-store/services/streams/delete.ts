/** Streams/Delete and Streams/Tombstone. */
import type { deleteReq, deleteResp } from '../../messages/streams.ts';
import type { Expected } from '../../semantics/expected-revision.ts';
import type { Store, WriteResult } from '../../storage/store.ts';
import type { Call } from '../../wire/call.ts';
import type { Read, Written } from '../../wire/protobuf.ts';
import { requireStream } from '../access.ts';
import { handlerError, notSetError, streamDeletedError, wrongExpectedVersionError } from '../errors.ts';
import { positionOf, streamName } from './append.ts';
import { expectedOf, expectedVersion } from './expected.ts';

type Request = Read<typeof deleteReq>;
type Response = Written<typeof deleteResp>;

export const softDelete = (store: Store) => removal(store, 'DeleteReq', store.softDelete);
export const tombstone = (store: Store) => removal(store, 'TombstoneReq', store.tombstone);

const removal =
  (store: Store, name: string, remove: (stream: string, expected: Expected) => Promise<WriteResult>) =>
  async ({ options }: Request, { caller }: Call): Promise<Response> => {
    if (options === undefined) throw handlerError();
    const expected = expectedOf(options);
    if (expected === undefined)
      throw notSetError(`EventStore.Client.Streams.${name}+Types+Options+ExpectedStreamRevisionOneofCase`);
    const stream = streamName(options.stream_identifier);
    requireStream(store, caller, stream, 'delete');
    const result = await remove(stream, expected);
    if (result.is === 'deleted') throw streamDeletedError(stream);
    if (result.is === 'wrong-version')
      throw wrongExpectedVersionError(
        'Delete',
        stream,
        expectedVersion(expected, options),
        BigInt(result.last),
      );
    return result.position === undefined ? { no_position: {} } : { position: positionOf(result.position) };
  };
