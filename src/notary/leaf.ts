/**
 * What the tree holds of an event: where it stands, and the hashes of what it says. Of personal values that is the
 * ciphertext, so that an erasure changes nothing in it.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json, RecordedEvent } from '../eventsourcing/event-store.ts';
import { canonical } from './canonical.ts';

export const Leaf = z.strictObject({
  stream: z.string(),
  /** Decimal: it may be larger than a number of JSON is exact for. */
  revision: z.string(),
  id: z.string(),
  type: z.string(),
  /** The store's clock, ISO 8601. */
  created: z.string(),
  /** SHA-256 of the canonical JSON, hexadecimal. */
  dataHash: z.string(),
  metadataHash: z.string(),
});
export type Leaf = z.output<typeof Leaf>;

export type Witnessed = Omit<RecordedEvent, 'position'>;

export const leafOf = ({ stream, revision, id, type, created, data, metadata }: Witnessed): Leaf => ({
  ...{ stream, revision: String(revision), id, type, created },
  ...{ dataHash: hashOf(data), metadataHash: hashOf({ ...metadata, subjects: [...metadata.subjects] }) },
});

const hashOf = (value: Json): string => createHash('sha256').update(canonical(value)).digest('hex');

/** The entry of the log, in the sense of RFC 6962. */
export const entryOf = (leaf: Leaf): Buffer => Buffer.from(canonical({ ...leaf }));
