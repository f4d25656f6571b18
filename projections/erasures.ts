/** How far each erasure is, and its receipt: for the page of the request, which its own token opens. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type ErasureEvent, erasureStream, type RequestId } from '../src/modules/privacy/erasure.events.ts';

import type { SubjectRef } from '../src/personal-data/personal.ts';

type Accepted = Extract<ErasureEvent, { readonly type: 'ErasureAccepted' }>;
type Told = Extract<ErasureEvent, { readonly type: 'ErasureProcessorsTold' }>;

export type ErasureRow = {
  readonly requestId: RequestId;
  readonly number: number;
  /** Who asked; the erased are `people`. */
  readonly person: SubjectRef;
  readonly people: readonly string[];
  readonly scope: Accepted['scope'];
  readonly fates: Accepted['fates'];
  readonly openOrders: readonly string[];
  readonly round: number;
  readonly status: 'accepted' | 'keys' | 'files' | 'processors' | 'verified' | 'receipt';
  readonly keys: number;
  readonly files: number;
  readonly told: Told['told'];
  readonly tried: { readonly values: number; readonly files: number; readonly rows: number };
  readonly receipt: string | null;
  readonly acceptedAt: string;
  readonly keysAt: string | null;
  readonly verifiedAt: string | null;
  readonly receiptAt: string | null;
};

export const erasures = projection<ErasureRow, ErasureEvent>({
  name: 'erasures',
  version: 3,
  columns: {
    requestId: 'uuid',
    number: 'integer',
    person: 'uuid',
    people: 'jsonb',
    scope: 'text',
    fates: 'jsonb',
    openOrders: 'jsonb',
    round: 'integer',
    status: 'text',
    keys: 'integer',
    files: 'integer',
    told: 'jsonb',
    tried: 'jsonb',
    receipt: 'text',
    acceptedAt: 'timestamptz',
    keysAt: 'timestamptz',
    verifiedAt: 'timestamptz',
    receiptAt: 'timestamptz',
  },
  streams: [erasureStream],
  key: ({ requestId }) => requestId,

  on: {
    ErasureAccepted: (_, { requestId, number, person, people, scope, fates, openOrders }, { created }) => ({
      ...{
        requestId,
        number,
        person: person.ref,
        people: people.map(({ ref }) => ref),
        scope,
        fates,
        openOrders,
      },
      ...{ round: 0, status: 'accepted', keys: 0, files: 0, told: [], receipt: null },
      ...{ tried: { values: 0, files: 0, rows: 0 }, acceptedAt: created },
      ...{ keysAt: null, verifiedAt: null, receiptAt: null },
    }),
    ErasureKeysDestroyed: (row, { kids }, { created }) =>
      row && { ...row, status: 'keys', keys: row.keys + kids.length, keysAt: created },
    ErasureFilesDeleted: (row, { files }) => row && { ...row, status: 'files', files: row.files + files },
    ErasureProcessorsTold: (row, { told }) =>
      row && { ...row, status: 'processors', told: [...row.told, ...told] },
    ErasureVerified: (row, { valuesTried, filesTried, rowsTried }, { created }) =>
      row && {
        ...{ ...row, status: 'verified', verifiedAt: created },
        tried: { values: valuesTried, files: filesTried, rows: rowsTried },
      },
    ErasureReceiptIssued: (row, { receipt }, { created }) =>
      row && { ...row, status: 'receipt', receipt, receiptAt: created },
    ErasureProcessorAnswered: (row, { job, answer, until }) =>
      row && {
        ...row,
        told: row.told.map((one) => (one.job === job ? { ...one, answer, until } : one)),
      },
    ErasureAddendumIssued: (row, { receipt }, { created }) => row && { ...row, receipt, receiptAt: created },
    ErasureResumed: (row, { orderId, round }) =>
      row && {
        ...{ ...row, status: 'accepted', round },
        openOrders: row.openOrders.filter((id) => id !== orderId),
      },
  },
  forget: 'values',
});

export const erasureOf = async (
  rows: Rows<ErasureRow>,
  requestId: RequestId,
): Promise<ErasureRow | undefined> => (await rows.where('requestId', requestId))[0];

/** Newest first. */
export const erasuresOf = (rows: Rows<ErasureRow>, person: SubjectRef): Promise<readonly ErasureRow[]> =>
  rows.where('person', person, { by: 'acceptedAt', descending: true });

/** Some company was asked and has not said that it is done. */
export const erasuresWithOpenCompanies = async (rows: Rows<ErasureRow>): Promise<readonly ErasureRow[]> =>
  (await rows.all({ by: 'acceptedAt' })).filter(({ told }) => told.some(({ answer }) => answer === 'open'));
