/** JSON in one form alone (RFC 8785): so that who has the same value, from whatever store, has the same bytes. */
import type { Json } from '../eventsourcing/event-store.ts';

/** Names in the order of their UTF-16 code units (3.2.3), no white space; numbers and strings as ECMAScript writes them. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
