/** A print order whose file is ready goes to the lab, with the address that it needs and nothing more. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type Send, send } from '../eventsourcing/process.ts';
import { order } from '../modules/ordering/order.ts';
import { LabOrderId, type PrintOrderId, printOrderStream } from '../modules/printing/print-order.events.ts';
import { type PrintOrder, printOrder } from '../modules/printing/print-order.ts';
import type { Ports } from './ports.ts';
import { attributesOf } from './print-attributes.ts';

type Ids = { readonly printOrderId: PrintOrderId };
type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'lab' | 'links'>;
type Ready = Extract<PrintOrder, { readonly blob: unknown }>;

export const submitPrintOrderWhenFileReady = effect(
  'submit-print-order-when-file-ready',
  printOrderStream,
  { PrintFileReady: ({ printOrderId }) => ({ ids: { printOrderId } }) },

  async ({ key, ids: { printOrderId }, context }: Job<Ids>, deps: Deps) => {
    const ready = await deps.stateOf(printOrder, printOrderId);
    if (ready.status !== 'ready') return [];
    const placed = await deps.stateOf(order, ready.orderId);
    if (placed.status !== 'confirmed' || placed.delivery === null) return [];
    const delivery = await deps.openAs(context.actor)(placed.delivery, 'order.fulfilment');
    if (delivery.is !== 'value') return refused(printOrderId, 'address');
    const request = { ...requestFor(ready, deps.links), recipient: delivery.value };
    const answer = await deps.lab.submit(request, key);
    if ('refused' in answer) return refused(printOrderId, answer.refused);
    const labOrderId = LabOrderId.parse(answer.labOrderId);
    return send(printOrder, printOrderId, { type: 'RecordSubmission', printOrderId, labOrderId }, done);
  },
);

const done = ['print-order-already-submitted', 'print-order-already-refused'] as const;

const refused = (printOrderId: PrintOrderId, reason: 'address' | 'asset' | 'product' | 'other'): Send =>
  send(printOrder, printOrderId, { type: 'RecordSubmissionRefusal', printOrderId, reason }, done);

const requestFor = (ready: Ready, links: Ports['links']) => ({
  reference: ready.printOrderId,
  sku: ready.labSku,
  copies: ready.copies,
  sizing: 'fillPrintArea' as const,
  attributes: attributesOf(ready.labSku, ready.variant),
  assetUrl: links.printFile(ready.orderId, ready.line),
  shippingMethod: ready.shippingMethod === 'express' ? ('Express' as const) : ('Standard' as const),
  callbackUrl: links.labCallback(ready.printOrderId),
});
