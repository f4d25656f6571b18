/**
 * What the print lab says of an order, made our own: called by its callback, which is unsigned and therefore only a
 * reason to ask, and by the reconciliation. Both may come twice, late and in any order.
 */
import { type Send, send } from '../eventsourcing/process.ts';
import { order } from '../modules/ordering/order.ts';
import { type PrintOrderId, Recipient, ShipmentId } from '../modules/printing/print-order.events.ts';
import { printOrder } from '../modules/printing/print-order.ts';
import type { LabState } from '../providers/prodigi.ts';
import type { Ports } from './ports.ts';

type Deps = Pick<Ports, 'stateOf' | 'lab'>;

/** @throws Fault provider/unavailable */
export async function recordLabState(
  printOrderId: PrintOrderId,
  { stateOf, lab }: Deps,
): Promise<readonly Send[]> {
  const known = await stateOf(printOrder, printOrderId);
  if (known.status !== 'with-lab') return [];
  const placed = await stateOf(order, known.orderId);
  if (placed.status === 'none' || placed.recipient === null) return [];
  const state = await lab.order(known.labOrderId);
  const about = { printOrderId, orderId: known.orderId };
  return [
    ...state.issues.map(({ trouble }) => troubled(printOrderId, trouble)),
    ...parcelsIn(state).map(({ shipmentId, ...shipment }) => {
      const recipient = Recipient.parse({ ref: placed.recipient, shipment });
      const sent = {
        type: 'RecordShipment',
        ...about,
        shipmentId: ShipmentId.parse(shipmentId),
        recipient,
      } as const;
      return send(printOrder, printOrderId, sent, ['shipment-already-recorded']);
    }),
    send(printOrder, printOrderId, { type: 'RecordLabStage', printOrderId, stage: state.stage }, [
      'print-order-already-there',
    ]),
  ];
}

const troubled = (printOrderId: PrintOrderId, trouble: LabState['issues'][number]['trouble']): Send =>
  send(printOrder, printOrderId, { type: 'RecordLabTrouble', printOrderId, trouble }, [
    'print-order-already-there',
  ]);

const parcelsIn = ({ shipments }: LabState) =>
  shipments
    .filter(({ sent }) => sent)
    .map(({ shipmentId, carrier, service, trackingNumber, trackingUrl }) => ({
      ...{ shipmentId, carrier, service, trackingNumber, trackingUrl },
    }));
