/** Hands messages to consumers, and takes them back. */
import type { GroupState } from './group-state.ts';
import { type Message, retried } from './message.ts';

/** As many as the consumers have slots for. */
export const push = (state: GroupState): void => {
  if (state.isOver) return;
  for (const waiting of state.buffer.waiting()) {
    const message = numbered(state, waiting);
    const result = state.strategy.push(message);
    if (result === 'no-capacity') return;
    if (result === 'skipped') continue;
    state.buffer.remove(waiting);
    if (message !== waiting) {
      state.nextSequence += 1;
      state.lastDelivered = message.place;
    }
    state.totalItems += 1;
    state.outstanding.start(message, Date.now() + state.settings.messageTimeoutMs);
  }
};

/** A message gets its number in the sequence with its first delivery. */
const numbered = (state: GroupState, message: Message): Message =>
  message.isReplayed || message.sequence !== undefined
    ? message
    : { ...message, sequence: state.nextSequence, before: state.lastDelivered };

/** It was answered, or is not waited for any more: whoever has it has a slot again. */
export const release = (state: GroupState, id: string): void => {
  for (const consumer of state.consumers) {
    const message = consumer.confirm(id);
    if (message !== undefined) state.strategy.confirmed(consumer, message);
  }
  state.outstanding.remove(id);
};

export const retry = (state: GroupState, message: Message): void => {
  release(state, message.id);
  state.buffer.addRetry(retried(message));
};
