/** One event on its way to a consumer, and back. */
import type { LogRecord } from '../storage/record.ts';
import type { ResolvedEvent } from '../storage/resolve.ts';
import type { Place } from './place.ts';

export type Message = {
  /** Of the link, if there is one: by this a consumer acknowledges it. */
  readonly id: string;
  readonly event: ResolvedEvent;
  readonly original: LogRecord;
  readonly retries: number;
  /** It comes from the parked stream again, and has no place. */
  readonly isReplayed: boolean;
  readonly place: Place | undefined;
  /** Counts first deliveries: up to which one all are done is the checkpoint. undefined until the first */
  readonly sequence: number | undefined;
  /** The place that was delivered before it: the checkpoint while this one is not done. */
  readonly before: Place | undefined;
};

export const idText = (id: Uint8Array): string =>
  Buffer.from(id.buffer, id.byteOffset, id.length).toString('hex');

/** @returns undefined for an event that resolves to nothing at all */
const messageOf = (event: ResolvedEvent, place: Place | undefined): Message | undefined => {
  const original = event.link ?? event.event;
  if (original === undefined) return undefined;
  const id = idText(original.id);
  return {
    id,
    event,
    original,
    retries: 0,
    isReplayed: false,
    place,
    sequence: undefined,
    before: undefined,
  };
};

export const newMessage = (event: ResolvedEvent, place: Place): Message | undefined =>
  messageOf(event, place);

export const replayedMessage = (event: ResolvedEvent): Message | undefined => {
  const message = messageOf(event, undefined);
  return message === undefined ? undefined : { ...message, isReplayed: true };
};

export const retried = (message: Message): Message => ({ ...message, retries: message.retries + 1 });
