/** What the print lab does with the lines of an order: for the order page, and to ask the lab again. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import {
  type PrintOrderEvent,
  type PrintOrderId,
  printOrderStream,
} from '../src/modules/printing/print-order.events.ts';
import type { Sealed } from '../src/personal-data/personal.ts';

type Parcel = {
  readonly shipmentId: string;
  readonly shipment: Sealed<'order.shipment'>;
  readonly at: string;
};

export type PrintOrderRow = {
  readonly printOrderId: PrintOrderId;
  readonly orderId: string;
  readonly line: number;
  readonly labOrderId: string | null;
  readonly status:
    | 'planned'
    | 'ready'
    | 'refused'
    | 'on-hold'
    | 'in-progress'
    | 'in-production'
    | 'shipped'
    | 'cancelled';
  readonly troubles: readonly string[];
  readonly parcels: readonly Parcel[];
  readonly plannedAt: string;
  readonly submittedAt: string | null;
  readonly stageAt: string;
};

export const printOrders = projection<PrintOrderRow, PrintOrderEvent>({
  name: 'print_orders',
  version: 1,
  columns: {
    printOrderId: 'uuid',
    orderId: 'uuid',
    line: 'integer',
    labOrderId: 'text',
    status: 'text',
    troubles: 'jsonb',
    parcels: 'jsonb',
    plannedAt: 'timestamptz',
    submittedAt: 'timestamptz',
    stageAt: 'timestamptz',
  },
  streams: [printOrderStream],
  key: ({ printOrderId }) => printOrderId,

  on: {
    PrintOrderPlanned: (_, { printOrderId, orderId, line }, { created }) => ({
      ...{ printOrderId, orderId, line, labOrderId: null, status: 'planned', troubles: [], parcels: [] },
      ...{ plannedAt: created, submittedAt: null, stageAt: created },
    }),
    PrintFileReady: (row, _, { created }) => row && { ...row, status: 'ready', stageAt: created },
    PrintOrderSubmitted: (row, { labOrderId }, { created }) =>
      row && { ...row, labOrderId, status: 'on-hold', submittedAt: created, stageAt: created },
    PrintOrderRefused: (row, { reason }, { created }) =>
      row && { ...row, status: 'refused', troubles: [...row.troubles, reason], stageAt: created },
    PrintOrderProgressed: (row, { stage }, { created }) => row && { ...row, status: stage, stageAt: created },
    PrintOrderTroubled: (row, { trouble }) => row && { ...row, troubles: [...row.troubles, trouble] },
    ShipmentSent: (row, { shipmentId, recipient }, { created }) =>
      row && {
        ...row,
        parcels: [...row.parcels, { shipmentId, shipment: recipient.shipment, at: created }],
      },
  },
  forget: 'values',
});

export const printOrdersOf = async (
  rows: Rows<PrintOrderRow>,
  orderId: string,
): Promise<readonly PrintOrderRow[]> =>
  (await rows.where('orderId', orderId)).toSorted((a, b) => a.line - b.line);

/** The lab's callback may have been lost: whom to ask again. */
export const withLab = async (rows: Rows<PrintOrderRow>): Promise<readonly PrintOrderRow[]> => [
  ...(await rows.where('status', 'on-hold')),
  ...(await rows.where('status', 'in-progress')),
  ...(await rows.where('status', 'in-production')),
];
