/** Proposed messages, as events that the store can write. */
import type { proposedMessage } from '../../messages/streams.ts';
import type { NewEvent } from '../../storage/record.ts';
import type { Read } from '../../wire/protobuf.ts';
import { uuidBytes, uuidOfHalves } from '../../wire/uuid.ts';

export type Proposed = Read<typeof proposedMessage>;

/** @returns undefined for an id that is missing or malformed */
export const idOf = (id: Proposed['id']): Uint8Array | undefined => {
  if (id?.structured !== undefined)
    return uuidOfHalves(id.structured.most_significant_bits, id.structured.least_significant_bits);
  return id?.string === undefined ? undefined : uuidBytes(id.string);
};

const absentId = new Uint8Array(16);

/** The id that counts as none. */
export const isNilId = (id: Uint8Array): boolean => Buffer.compare(id, absentId) === 0;

export const eventOf = (proposed: Proposed, id: Uint8Array): NewEvent => ({
  id,
  type: proposed.metadata.get('type') ?? '',
  isJson: proposed.metadata.get('content-type') === 'application/json',
  data: proposed.data,
  metadata: proposed.custom_metadata,
});
