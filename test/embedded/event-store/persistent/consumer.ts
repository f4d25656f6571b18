/** A consumer of a persistent subscription, as the official client connects one: what it was given, and its answers. */
import {
  type EventStoreDBClient,
  type PersistentAction,
  type PersistentSubscriptionToAll,
  type PersistentSubscriptionToStream,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { until } from '../../../waiting.ts';

type Given = { readonly type: string; readonly retries: number; readonly event: ResolvedEvent };

export type Consumer = {
  readonly given: readonly Given[];
  /** Types, with how often each was tried before: E0, E1+1 */
  readonly told: () => readonly string[];
  readonly failure: () => Error | undefined;
  readonly isConnected: () => boolean;
  /** Waits until so many were given. */
  gets(count: number): Promise<void>;
  ack(...which: readonly number[]): Promise<void>;
  nack(action: PersistentAction, reason: string, ...which: readonly number[]): Promise<void>;
  leave(): Promise<void>;
};

export const consumerOf = (
  subscription: PersistentSubscriptionToStream | PersistentSubscriptionToAll,
  options: { readonly acks?: boolean } = {},
): Consumer => {
  const given: Given[] = [];
  let failure: Error | undefined;
  let connected = false;
  subscription.on('confirmation', () => {
    connected = true;
  });
  subscription.on('error', (error: Error) => {
    failure = error;
  });
  subscription.on('data', (event: ResolvedEvent & { readonly retryCount: number }) => {
    given.push({ type: event.event?.type ?? 'nothing', retries: event.retryCount, event });
    if (options.acks === true) void subscription.ack(event);
  });
  const events = (which: readonly number[]) => which.flatMap((at) => given[at]?.event ?? []);
  return {
    given,
    told: () => given.map(({ type, retries }) => (retries === 0 ? type : `${type}+${retries}`)),
    failure: () => failure,
    isConnected: () => connected,
    async gets(count) {
      await until(() => given.length >= count, `${count} events`);
    },
    ack: (...which) => subscription.ack(...events(which)),
    nack: (action, reason, ...which) => subscription.nack(action, reason, ...events(which)),
    leave: () => subscription.unsubscribe(),
  };
};

/** A message with its answer; checkpoints at once. */
const eager = { startFrom: 'start', checkPointLowerBound: 1, checkPointUpperBound: 1 } as const;
type StreamSettings = NonNullable<Parameters<typeof persistentSubscriptionToStreamSettingsFromDefaults>[0]>;
type AllSettings = NonNullable<Parameters<typeof persistentSubscriptionToAllSettingsFromDefaults>[0]>;

export const streamSettings = (changes: StreamSettings = {}) =>
  persistentSubscriptionToStreamSettingsFromDefaults({ ...eager, ...changes });
export const allSettings = (changes: AllSettings = {}) =>
  persistentSubscriptionToAllSettingsFromDefaults({ ...eager, ...changes });

export const connectTo = async (
  client: EventStoreDBClient,
  stream: string,
  options: { readonly bufferSize?: number; readonly acks?: boolean } = {},
): Promise<Consumer> => {
  const { acks, ...how } = options;
  const consumer = consumerOf(
    client.subscribeToPersistentSubscriptionToStream(stream, 'group', how),
    acks === undefined ? {} : { acks },
  );
  await until(() => consumer.isConnected() || consumer.failure() !== undefined, 'the connection');
  return consumer;
};
