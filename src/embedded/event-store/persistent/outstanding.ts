/** Messages that were delivered and not yet answered. */
import type { Message } from './message.ts';

export type Outstanding = {
  readonly count: number;
  find(id: string): Message | undefined;
  /** @param expiresMs when it is to be tried again; a message that is there already is left alone */
  start(message: Message, expiresMs: number): void;
  remove(id: string): void;
  /** Takes out what has waited too long. */
  expired(nowMs: number): readonly Message[];
  /** The first in sequence. */
  lowest(): Message | undefined;
};

export const outstandingMessages = (): Outstanding => {
  const all = new Map<string, { readonly message: Message; readonly expiresMs: number }>();
  return {
    get count() {
      return all.size;
    },
    find: (id) => all.get(id)?.message,
    start: (message, expiresMs) => {
      if (!all.has(message.id)) all.set(message.id, { message, expiresMs });
    },
    remove: (id) => void all.delete(id),
    expired: (nowMs) => {
      const late = [...all.values()]
        .filter(({ expiresMs }) => expiresMs <= nowMs)
        .map(({ message }) => message);
      for (const { id } of late) all.delete(id);
      return late;
    },
    lowest: () => {
      let lowest: Message | undefined;
      for (const { message } of all.values())
        if (
          message.sequence !== undefined &&
          message.sequence < (lowest?.sequence ?? Number.POSITIVE_INFINITY)
        )
          lowest = message;
      return lowest;
    },
  };
};
