/** What the standard projections make of an event. */
import { describe, expect, test } from 'bun:test';
import {
  isProjected,
  standardProjections,
} from '../../../../src/embedded/event-store/semantics/projections.ts';
import { softDeleted } from '../../../../src/embedded/event-store/semantics/stream-metadata.ts';
import { type LogRecord, tombstoneRevision } from '../../../../src/embedded/event-store/storage/record.ts';

const nothing = new Uint8Array(0);
const record = (told: Partial<LogRecord>): LogRecord => ({
  position: 64,
  stream: 'order-17',
  revision: 0,
  id: Buffer.alloc(16, 1),
  type: 'OrderPlaced',
  isJson: true,
  createdUs: 1_700_000_000_123_456,
  data: Buffer.from('{}'),
  metadata: nothing,
  ...told,
});

const emitted = (name: string, told: Partial<LogRecord>) => {
  const projection = standardProjections.find((each) => each.name === name);
  const event = projection?.emit(record(told));
  return event === undefined ? undefined : `${event.stream}: ${event.type} ${event.data}`;
};

describe('by category', () => {
  test('what stands before the first hyphen', () => {
    expect(emitted('$by_category', { revision: 3 })).toBe('$ce-order: $> 3@order-17');
    expect(emitted('$by_category', { stream: 'photo-a-b' })).toBe('$ce-photo: $> 0@photo-a-b');
  });

  test('a stream without a category is in none', () => {
    for (const stream of ['order', '-order']) expect(emitted('$by_category', { stream })).toBeUndefined();
  });

  test('a link is passed on as it is', () => {
    const link = { type: '$>', data: Buffer.from('5@photo-1') };
    expect(emitted('$by_category', link)).toBe('$ce-order: $> 5@photo-1');
  });

  test('a deletion is told, of either kind', () => {
    expect(emitted('$by_category', { type: '$streamDeleted', revision: tombstoneRevision })).toBe(
      '$ce-order: $> 9223372036854775807@order-17',
    );
    const deletion = { stream: '$$order-17', type: '$metadata', data: softDeleted, revision: 2 };
    expect(emitted('$by_category', deletion)).toBe('$ce-order: $> 2@$$order-17');
  });
});

describe('by event type', () => {
  test('every type has its stream, links excepted', () => {
    expect(emitted('$by_event_type', { revision: 3 })).toBe('$et-OrderPlaced: $> 3@order-17');
    expect(emitted('$by_event_type', { type: '$>' })).toBeUndefined();
  });
});

describe('streams', () => {
  test('are listed once, with their first event', () => {
    expect(emitted('$streams', {})).toBe('$streams: $> 0@order-17');
    expect(emitted('$streams', { revision: 1 })).toBeUndefined();
    expect(emitted('$stream_by_category', {})).toBe('$category-order: $@ order-17');
  });
});

describe('by correlation', () => {
  test('what names one', () => {
    const metadata = Buffer.from('{"$correlationId":"c1"}');
    expect(emitted('$by_correlation_id', { metadata })).toBe('$bc-c1: $> 0@order-17');
    expect(emitted('$by_correlation_id', { metadata: Buffer.from('no JSON') })).toBeUndefined();
  });
});

test('what the system writes is not projected, nor the metadata of its streams', () => {
  const projected = (stream: string) => isProjected(record({ stream }));
  expect(['order-1', '$$order-1', '$ce-order', '$$$ce-order'].map(projected)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
