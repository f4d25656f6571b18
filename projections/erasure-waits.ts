/** Which erasures wait for which order: an order that ends lets them go on. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type ErasureEvent, erasureStream, type RequestId } from '../src/modules/privacy/erasure.events.ts';

type WaitRow = { readonly orderId: string; readonly requestIds: readonly RequestId[] };

export const erasureWaits = projection<WaitRow, ErasureEvent>({
  name: 'erasure_waits',
  version: 1,
  columns: { orderId: 'uuid', requestIds: 'jsonb' },
  streams: [erasureStream],
  key: (event) =>
    event.type === 'ErasureAccepted'
      ? event.openOrders
      : event.type === 'ErasureResumed'
        ? event.orderId
        : [],

  on: {
    ErasureAccepted: (row, { requestId }, _, orderId) => ({
      orderId,
      requestIds: [...(row?.requestIds ?? []), requestId],
    }),
    ErasureResumed: (row, { requestId }) =>
      row && { ...row, requestIds: row.requestIds.filter((id) => id !== requestId) },
  },
  forget: 'values',
});

export const waitingFor = async (rows: Rows<WaitRow>, orderId: string): Promise<readonly RequestId[]> =>
  (await rows.where('orderId', orderId))[0]?.requestIds ?? [];
