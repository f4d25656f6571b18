/** The life of a print order: planned, its file ready, with the lab, on its way. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { BlobRef, FactsOf } from '../../personal-data/personal.ts';
import {
  type PrintFileReady,
  type PrintOrderEvent,
  type PrintOrderId,
  type PrintOrderPlanned,
  type PrintOrderProgressed,
  type PrintOrderRefused,
  type PrintOrderSubmitted,
  type PrintOrderTroubled,
  printOrderStream,
  type ShipmentSent,
} from './print-order.events.ts';

type Planned = FactsOf<typeof PrintOrderPlanned>;
type Stage = FactsOf<typeof PrintOrderProgressed>['stage'];
type Trouble = FactsOf<typeof PrintOrderTroubled>['trouble'];
type LabOrderId = FactsOf<typeof PrintOrderSubmitted>['labOrderId'];

export type PrintOrderCommand =
  | Command<'PlanPrintOrder', Planned>
  | Command<'ProvidePrintFile', FactsOf<typeof PrintFileReady>>
  | Command<'RecordSubmission', { readonly printOrderId: PrintOrderId; readonly labOrderId: LabOrderId }>
  | Command<'RecordSubmissionRefusal', Omit<FactsOf<typeof PrintOrderRefused>, 'orderId'>>
  | Command<'RecordLabStage', { readonly printOrderId: PrintOrderId; readonly stage: Stage }>
  | Command<'RecordLabTrouble', { readonly printOrderId: PrintOrderId; readonly trouble: Trouble }>
  | Command<'RecordShipment', FactsOf<typeof ShipmentSent>>;

export type PrintOrder =
  | { readonly status: 'none' }
  | (Planned & { readonly status: 'planned' })
  | (Planned & { readonly status: 'ready' | 'refused'; readonly blob: BlobRef })
  | (Planned & {
      readonly status: 'with-lab';
      readonly blob: BlobRef;
      readonly labOrderId: LabOrderId;
      readonly stage: Stage;
      readonly troubles: readonly Trouble[];
      readonly shipments: readonly string[];
    });

export type PrintOrderRefusal =
  | 'print-order-already-planned'
  | 'print-order-unknown'
  | 'print-file-already-there'
  | 'print-order-not-ready'
  | 'print-order-already-submitted'
  | 'print-order-already-refused'
  | 'print-order-not-with-lab'
  | 'print-order-already-there'
  | 'shipment-already-recorded';

export const printOrder = decider<PrintOrder, PrintOrderCommand, PrintOrderEvent, PrintOrderRefusal>(
  printOrderStream,
  {
    initialState: { status: 'none' },

    decide: {
      PlanPrintOrder(planned, { status }) {
        return status === 'none'
          ? [{ type: 'PrintOrderPlanned', ...planned }]
          : refused('print-order-already-planned');
      },

      ProvidePrintFile(file, { status }) {
        if (status === 'none') return refused('print-order-unknown');
        return status === 'planned'
          ? [{ type: 'PrintFileReady', ...file }]
          : refused('print-file-already-there');
      },

      RecordSubmission({ printOrderId, labOrderId }, printOrder) {
        if (printOrder.status !== 'ready') return refused(notReady[printOrder.status]);
        return [{ type: 'PrintOrderSubmitted', printOrderId, orderId: printOrder.orderId, labOrderId }];
      },

      RecordSubmissionRefusal({ printOrderId, reason }, printOrder) {
        if (printOrder.status !== 'ready') return refused(notReady[printOrder.status]);
        return [{ type: 'PrintOrderRefused', printOrderId, orderId: printOrder.orderId, reason }];
      },

      RecordLabStage({ printOrderId, stage }, printOrder) {
        if (printOrder.status !== 'with-lab') return refused('print-order-not-with-lab');
        if (rank[stage] <= rank[printOrder.stage]) return refused('print-order-already-there'); // callbacks overtake each other
        const { orderId, line } = printOrder;
        return [{ type: 'PrintOrderProgressed', printOrderId, orderId, line, stage }];
      },

      RecordLabTrouble({ printOrderId, trouble }, printOrder) {
        if (printOrder.status !== 'with-lab') return refused('print-order-not-with-lab');
        if (printOrder.troubles.includes(trouble)) return refused('print-order-already-there');
        return [{ type: 'PrintOrderTroubled', printOrderId, orderId: printOrder.orderId, trouble }];
      },

      RecordShipment(shipment, printOrder) {
        if (printOrder.status !== 'with-lab') return refused('print-order-not-with-lab');
        return printOrder.shipments.includes(shipment.shipmentId)
          ? refused('shipment-already-recorded')
          : [{ type: 'ShipmentSent', ...shipment }];
      },
    },

    evolve: {
      PrintOrderPlanned: (_, { type: __, ...planned }) => ({ status: 'planned', ...planned }),
      PrintFileReady: (printOrder, { blob }) =>
        printOrder.status === 'planned' ? { ...printOrder, status: 'ready', blob } : printOrder,
      PrintOrderSubmitted: (printOrder, { labOrderId }) =>
        printOrder.status === 'ready'
          ? {
              ...{ ...printOrder, status: 'with-lab', labOrderId },
              ...{ stage: 'on-hold', troubles: [], shipments: [] },
            }
          : printOrder,
      PrintOrderRefused: (printOrder) =>
        printOrder.status === 'ready' ? { ...printOrder, status: 'refused' } : printOrder,
      PrintOrderProgressed: (printOrder, { stage }) =>
        printOrder.status === 'with-lab' ? { ...printOrder, stage } : printOrder,
      PrintOrderTroubled: (printOrder, { trouble }) =>
        printOrder.status === 'with-lab'
          ? { ...printOrder, troubles: [...printOrder.troubles, trouble] }
          : printOrder,
      ShipmentSent: (printOrder, { shipmentId }) =>
        printOrder.status === 'with-lab'
          ? { ...printOrder, shipments: [...printOrder.shipments, shipmentId] }
          : printOrder,
    },
  },
);

/** It ends shipped or cancelled, and what has ended says nothing new. */
const rank: Readonly<Record<Stage, number>> = {
  'on-hold': 0,
  'in-progress': 1,
  'in-production': 2,
  shipped: 3,
  cancelled: 3,
};

const notReady = {
  none: 'print-order-unknown',
  planned: 'print-order-not-ready',
  'with-lab': 'print-order-already-submitted',
  refused: 'print-order-already-refused',
} as const;
