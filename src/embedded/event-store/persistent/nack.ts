/** What becomes of a message that a consumer did not, or could not, process. */
import { push, release, retry } from './delivery.ts';
import type { GroupState } from './group-state.ts';
import type { Message } from './message.ts';

export type NackAction = 'retry' | 'park' | 'skip' | 'stop';

export const nack = (state: GroupState, id: string, action: NackAction, reason: string): void => {
  const message = state.outstanding.find(id);
  if (message === undefined) return;
  if (action === 'retry') retryOrPark(state, message);
  if (action === 'park') park(state, message, `Client explicitly NAK'ed message.\n${reason}`);
};

export const retryOrPark = (state: GroupState, message: Message): void => {
  const { maxRetryCount } = state.settings;
  if (message.retries < maxRetryCount) retry(state, message);
  else park(state, message, `Reached retry count of ${maxRetryCount}`);
};

const park = (state: GroupState, message: Message, reason: string): void => {
  const done = () => {
    release(state, message.id);
    push(state);
  };
  state.parked.park(message, reason).then(done, done);
};
