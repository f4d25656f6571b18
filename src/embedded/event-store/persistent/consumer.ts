/** One connected consumer: how many messages it may still be given, and which it has. */
import type { Message } from './message.ts';
import { type Measurement, timings } from './timings.ts';

export type Consumer = {
  readonly userName: string;
  readonly connectionName: string;
  readonly slots: number;
  readonly totalItems: number;
  readonly inFlight: number;
  /** How many messages it may have at once. */
  readonly maximumInFlight: number;
  /** @returns false when it has no slot left */
  push(message: Message): boolean;
  /** It answered, or waited too long. @returns the message, if it had it */
  confirm(id: string): Message | undefined;
  unconfirmed(): readonly Message[];
  measurements(): readonly Measurement[];
  /** Told that it will get no more. */
  drop(): void;
};

export type Connection = {
  readonly userName: string;
  readonly connectionName: string;
  readonly bufferSize: number;
  readonly deliver: (message: Message) => void;
  readonly drop: () => void;
};

export const consumerOf = (connection: Connection, extraStatistics: boolean): Consumer => {
  const held = new Map<string, Message>();
  const statistics = extraStatistics ? timings() : undefined;
  let slots = connection.bufferSize;
  let totalItems = 0;
  return {
    userName: connection.userName,
    connectionName: connection.connectionName,
    maximumInFlight: connection.bufferSize,
    get slots() {
      return slots;
    },
    get totalItems() {
      return totalItems;
    },
    get inFlight() {
      return held.size;
    },
    push: (message) => {
      if (slots <= 0) return false;
      slots -= 1;
      totalItems += 1;
      statistics?.start(message.id);
      connection.deliver(message);
      if (!held.has(message.id)) held.set(message.id, message);
      return true;
    },
    confirm: (id) => {
      statistics?.end(id);
      const message = held.get(id);
      if (message === undefined) return undefined;
      held.delete(id);
      slots += 1;
      return message;
    },
    unconfirmed: () => [...held.values()],
    measurements: () => statistics?.measurements() ?? [],
    drop: connection.drop,
  };
};
