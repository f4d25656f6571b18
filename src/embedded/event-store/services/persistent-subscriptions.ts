/** event_store.client.persistent_subscriptions.PersistentSubscriptions */
import {
  createReq,
  deleteReq,
  getInfoReq,
  getInfoResp,
  listReq,
  listResp,
  replayParkedReq,
} from '../messages/persistent.ts';
import { empty } from '../messages/shared.ts';
import type { Group } from '../persistent/group.ts';
import type { Groups } from '../persistent/groups.ts';
import { infoOf } from '../persistent/info.ts';
import type { Settings } from '../persistent/settings.ts';
import { type Service, unary } from '../wire/call.ts';
import type { Read } from '../wire/protobuf.ts';
import { code, RpcError } from '../wire/status.ts';
import { allStream, requireKnown, requireOperator } from './access.ts';
import { groupExistsError, groupFailedError, groupNotFoundError, handlerError } from './errors.ts';
import type { Node } from './node.ts';
import { read } from './persistent/read.ts';
import { type Options, settingsIn, sourceIn } from './persistent/requests.ts';

export const persistentSubscriptions = (node: Node, groups: Groups): Service => ({
  name: 'event_store.client.persistent_subscriptions.PersistentSubscriptions',
  methods: {
    Create: unary(createReq, empty, async ({ options }, { caller }) => {
      requireOperator(caller);
      const settings = checkedSettings(node, required(options), 'Create');
      await node.beforeFollowing(settings.source);
      if (groups.find(settings.source, settings.group) !== undefined)
        throw groupExistsError(settings.source, settings.group);
      await groups.put(settings, caller.name);
      return {};
    }),
    Update: unary(createReq, empty, async ({ options }, { caller }) => {
      requireOperator(caller);
      const settings = checkedSettings(node, required(options), 'Update');
      const { state } = mustFind(groups, settings.source, settings.group);
      // an update says nothing of the filter, which stays
      await groups.put({ ...settings, filter: state.settings.filter }, caller.name);
      return {};
    }),
    Delete: unary(deleteReq, empty, async ({ options }, { caller }) => {
      requireOperator(caller);
      const { group_name: group, ...of } = required(options);
      await groups.remove(mustFind(groups, sourceIn(of), group), caller.name);
      return {};
    }),
    Read: read(node, groups),
    GetInfo: unary(getInfoReq, getInfoResp, ({ options }, { caller }) => {
      requireKnown(caller);
      const { group_name: group, ...of } = required(options);
      return { subscription_info: infoOf(mustFind(groups, sourceIn(of), group)) };
    }),
    ReplayParked: unary(replayParkedReq, empty, ({ options }, { caller }) => {
      requireOperator(caller);
      replayParked(groups, required(options));
      return {};
    }),
    List: unary(listReq, listResp, ({ options }, { caller }) => {
      requireKnown(caller);
      return { subscriptions: listed(groups, required(options)).map(infoOf) };
    }),
    RestartSubsystem: unary(empty, empty, (_, { caller }) => {
      requireOperator(caller);
      groups.restart();
      return {};
    }),
  },
});

const required = <T>(options: T | undefined): T => {
  if (options === undefined) throw handlerError();
  return options;
};

const mustFind = (groups: Groups, source: string, name: string): Group => {
  const group = groups.find(source, name);
  if (group === undefined) throw groupNotFoundError(source, name);
  return group;
};

/** @throws RpcError for settings that the original refuses */
const checkedSettings = ({ store }: Node, options: Options, rpc: 'Create' | 'Update'): Settings => {
  const settings = settingsIn(options);
  const { source, group, startFrom } = settings;
  if (source === allStream && options.all === undefined)
    throw new RpcError(
      code.unknown,
      `Envelope callback expected either ${rpc}PersistentSubscriptionToAllCompleted or NotHandled, received ${rpc}PersistentSubscriptionToStreamCompleted instead`,
    );
  if (source === '') throw groupFailedError(source, group, 'Bad stream name.');
  if (source === allStream && startFrom.at > store.end())
    throw groupFailedError(
      source,
      group,
      'Invalid Start From position: commit position must be less than or equal to the last commit position in the transaction file.',
    );
  if (settings.readBatchSize >= settings.bufferSize)
    throw groupFailedError(
      source,
      group,
      "Specified argument was out of the range of valid values. (Parameter 'ReadBatchSize may not be greater than or equal to BufferSize')",
    );
  return settings;
};

const replayParked = (
  groups: Groups,
  options: NonNullable<Read<typeof replayParkedReq>['options']>,
): void => {
  const source = sourceIn(options);
  const { group_name: group, stop_at: stopAt, no_limit: noLimit } = options;
  if (stopAt === undefined && noLimit === undefined) throw handlerError();
  if (stopAt !== undefined && stopAt < 0n)
    throw groupFailedError(source, group, 'Cannot stop replaying parked message at a negative version.');
  mustFind(groups, source, group).replayParked(stopAt === undefined ? undefined : Number(stopAt));
};

const listed = (groups: Groups, options: NonNullable<Read<typeof listReq>['options']>): readonly Group[] => {
  const { list_all_subscriptions: all, list_for_stream: of } = options;
  if (all !== undefined) return groups.all();
  if (of === undefined) throw handlerError();
  const source = sourceIn({ all: of.all, stream_identifier: of.stream });
  const found = groups.on(source);
  if (found === undefined) throw groupNotFoundError(source, '');
  return found;
};
