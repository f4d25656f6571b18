/** Where an event stands, as people name it. */
import type { RecordedEvent } from '../../eventsourcing/event-store.ts';

/** `order-…@0` */
export const placeOf = ({ stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>): string =>
  `${stream}@${revision}`;
