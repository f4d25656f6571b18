/** PersistentSubscriptions/Read: a consumer connects, gets messages, and answers them. */
import { nackAction, readReq, readResp } from '../../messages/persistent.ts';
import type { Consumer } from '../../persistent/consumer.ts';
import type { Group } from '../../persistent/group.ts';
import type { Groups } from '../../persistent/groups.ts';
import { idText, type Message } from '../../persistent/message.ts';
import type { NackAction } from '../../persistent/nack.ts';
import { keyOf } from '../../persistent/settings.ts';
import type { Call } from '../../wire/call.ts';
import type { Read } from '../../wire/protobuf.ts';
import { createWriter, written } from '../../wire/protobuf-writer.ts';
import { type UuidForm, writePersistentEvent } from '../../wire/read-event.ts';
import { statusOf } from '../../wire/status.ts';
import { requireStream } from '../access.ts';
import { groupDroppedError, groupFullError, groupNotFoundError, handlerError } from '../errors.ts';
import type { Node } from '../node.ts';
import { idOf } from '../streams/proposed.ts';
import { sourceIn } from './requests.ts';

type Request = Read<typeof readReq>;
type Options = NonNullable<Request['options']>;

export const read =
  (node: Node, groups: Groups) =>
  (call: Call): void => {
    let session: { readonly group: Group; readonly consumer: Consumer } | undefined;
    const leave = () => {
      if (session !== undefined) session.group.disconnect(session.consumer);
      session = undefined;
    };
    call.onClose(leave);
    call.receive(
      (bytes) => {
        const request = readReq.decode(bytes);
        try {
          if (session === undefined) session = connect(node, groups, call, request);
          else answer(session.group, request);
        } catch (error) {
          call.end(statusOf(error));
        }
      },
      // a consumer that says no more still gets messages
      () => undefined,
    );
  };

const connect = (node: Node, groups: Groups, call: Call, { options }: Request) => {
  if (options === undefined) throw handlerError();
  const source = sourceIn(options);
  requireStream(node.store, call.caller, source, 'read');
  const { group_name: name } = options;
  const group = groups.find(source, name);
  if (group === undefined) throw groupNotFoundError(source, name);
  if (group.isFull) throw groupFullError(source, name);
  call.send(
    readResp.encode({ subscription_confirmation: { subscription_id: keyOf({ source, group: name }) } }),
  );
  const form = formIn(options);
  const consumer = group.connect({
    userName: call.caller.name ?? 'anonymous',
    connectionName: String(call.headers['connection-name'] ?? '<unknown>'),
    bufferSize: options.buffer_size,
    deliver: (message) => void call.sendFrames(framed(message, form)),
    drop: () => call.end(groupDroppedError(source, name).status),
  });
  return { group, consumer };
};

const formIn = ({ uuid_option: option }: Options): UuidForm =>
  option?.string === undefined ? 'structured' : 'string';

const framed = (message: Message, form: UuidForm): Buffer => {
  const to = createWriter(1_024);
  writePersistentEvent(to, message.event, message.retries, form);
  return written(to);
};

const answer = (group: Group, { ack, nack }: Request): void => {
  if (ack !== undefined) {
    const ids = idsIn(ack.ids);
    if (ids !== undefined) group.ack(ids);
  }
  if (nack !== undefined) {
    const ids = idsIn(nack.ids);
    if (ids !== undefined) group.nack(ids, actionIn(nack.action), nack.reason);
  }
};

/** @returns undefined if one of them is malformed: then the original hears none of them */
const idsIn = (told: readonly NonNullable<Parameters<typeof idOf>[0]>[]): readonly string[] | undefined => {
  const ids = told.flatMap((id) => idOf(id) ?? []);
  return ids.length === told.length ? ids.map(idText) : undefined;
};

const actionIn = (action: number): NackAction => {
  if (action === nackAction.park) return 'park';
  if (action === nackAction.skip) return 'skip';
  return action === nackAction.stop ? 'stop' : 'retry';
};
