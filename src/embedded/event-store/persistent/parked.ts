/** The stream of messages that were given up: links to the events, with the reason in their metadata. */
import { newEvent, newLink } from '../storage/new-event.ts';
import { tombstoneRevision } from '../storage/record.ts';
import type { Store } from '../storage/store.ts';
import type { Message } from './message.ts';

export type Parked = {
  readonly stream: string;
  readonly count: number;
  park(message: Message, reason: string): Promise<void>;
  /** The revision of the last one; undefined if there is none. */
  last(): number | undefined;
  /** All before this revision were delivered again, and are hidden. */
  truncate(before: number): Promise<void>;
  remove(): Promise<void>;
};

const onlyAdmins = { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' };

export const parkedOf = (store: Store, key: string): Parked => {
  const stream = `$persistentsubscription-${key}-parked`;
  const last = () => {
    const { last } = store.streams.state(stream);
    return last < 0 || last === tombstoneRevision ? undefined : last;
  };
  return {
    stream,
    get count() {
      const end = last();
      const first = store.streams.state(stream).metadata.truncateBefore ?? 0;
      return end === undefined ? 0 : Math.max(0, end - first + 1);
    },
    last,
    park: async (message, reason) => {
      await store.append(stream, 'any', [newLink(linkTo(message), metadataOf(message, reason))]);
    },
    truncate: async (before) => {
      await store.append(`$$${stream}`, 'any', [newEvent('$metadata', { $tb: before, $acl: onlyAdmins })]);
    },
    remove: async () => {
      await store.softDelete(stream, 'any');
    },
  };
};

/** To the event itself; a link that leads nowhere is repeated as it is. */
const linkTo = ({ event: { event, link } }: Message): string =>
  event === undefined ? Buffer.from(link?.data ?? []).toString() : `${event.revision}@${event.stream}`;

const metadataOf = ({ original }: Message, reason: string): Uint8Array => {
  const told = {
    added: new Date().toISOString(),
    reason,
    // as in the original, a number that is 0 is left out
    ...(original.revision === 0 ? {} : { subscriptionEventNumber: original.revision }),
  };
  return Buffer.from(JSON.stringify(told, undefined, 2));
};
