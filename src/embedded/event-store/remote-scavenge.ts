/** Asks the running server of a file to scavenge, and waits until it tells that it has. */
import { readAddress } from './address.ts';
import { scavengeResp, startScavengeReq } from './messages/operations.ts';
import { readReq, readResp } from './messages/streams.ts';
import { grpcClient } from './wire/grpc-client.ts';
import type { Read } from './wire/protobuf.ts';

export type Completed = { readonly result: string; readonly events: number; readonly bytes: number };

/** @returns undefined where the server left no address */
export const scavengeRemotely = async (file: string): Promise<Completed | undefined> => {
  const address = readAddress(file);
  if (address === undefined) return undefined;
  const client = grpcClient({ ...address, authorization: `Bearer ${address.token}` });
  try {
    let id = '';
    await client.call(
      '/event_store.client.operations.Operations/StartScavenge',
      startScavengeReq.encode({ options: {} }),
      (message) => {
        id = scavengeResp.decode(message).scavenge_id;
        return true;
      },
    );
    let completed: Completed | undefined;
    await client.call(
      '/event_store.client.streams.Streams/Read',
      subscription(`$scavenges-${id}`),
      (message) => {
        completed = completedIn(readResp.decode(message));
        return completed === undefined;
      },
    );
    return completed;
  } finally {
    client.close();
  }
};

const subscription = (stream: string) =>
  readReq.encode({
    options: {
      stream: { stream_identifier: { stream_name: Buffer.from(stream) }, start: {} },
      subscription: {},
      no_filter: {},
      uuid_option: { string: {} },
    },
  });

const completedIn = ({ event }: Read<typeof readResp>): Completed | undefined => {
  const record = event?.event;
  if (record?.metadata.get('type') !== '$scavengeCompleted') return undefined;
  const told: { readonly result: string; readonly eventsRemoved: number; readonly spaceSaved: number } =
    JSON.parse(Buffer.from(record.data).toString());
  return { result: told.result, events: told.eventsRemoved, bytes: told.spaceSaved };
};
