/** The high-resolution pictures of an order's lines: for the order page and the file's download. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type MasterEvent, type MasterId, masterStream } from '../src/modules/portraits/master.events.ts';
import type { BlobRef, Sealed } from '../src/personal-data/personal.ts';

export type MasterRow = {
  readonly masterId: MasterId;
  readonly orderId: string;
  readonly line: number;
  readonly use: 'file' | 'print';
  readonly status: 'ordered' | 'rendered' | 'failed';
  readonly file: Sealed<'media.master'> | null;
  readonly blob: BlobRef | null;
  readonly orderedAt: string;
  readonly endedAt: string | null;
};

export const masters = projection<MasterRow, MasterEvent>({
  name: 'masters',
  version: 1,
  columns: {
    masterId: 'uuid',
    orderId: 'uuid',
    line: 'integer',
    use: 'text',
    status: 'text',
    file: 'jsonb',
    blob: 'text',
    orderedAt: 'timestamptz',
    endedAt: 'timestamptz',
  },
  streams: [masterStream],
  key: ({ masterId }) => masterId,

  on: {
    MasterOrdered: (_, { masterId, orderId, line, use }, { created }) => ({
      ...{ masterId, orderId, line, use, status: 'ordered', file: null, blob: null },
      ...{ orderedAt: created, endedAt: null },
    }),
    MasterRendered: (row, { buyer, blob }, { created }) =>
      row && { ...row, status: 'rendered', file: buyer.file, blob, endedAt: created },
    MasterFailed: (row, _, { created }) => row && { ...row, status: 'failed', endedAt: created },
  },
  forget: 'values',
});

export const mastersOfOrder = async (rows: Rows<MasterRow>, orderId: string): Promise<readonly MasterRow[]> =>
  (await rows.where('orderId', orderId)).toSorted((a, b) => a.line - b.line);
