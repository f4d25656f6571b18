/** Orders: made once per key, shown, listed, changed while they may be, cancelled while they can be. */
import type { z } from 'zod';
import { isoOf } from '../stand-in/clock.ts';
import type { NewOrder } from './ask.ts';
import { call } from './callbacks.ts';
import { type Cost, costOf, productOf } from './catalogue.ts';
import { numberOf } from './numbers.ts';
import { fetchSoon, save, stageChanged, withIssue } from './progress.ts';
import type { Charge, Issue, Lab, Order } from './state.ts';

const notStarted = {
  downloadAssets: 'NotStarted',
  printReadyAssetsPrepared: 'NotStarted',
  allocateProductionLocation: 'NotStarted',
  inProduction: 'NotStarted',
  shipping: 'NotStarted',
} as const;

export type Made = { readonly outcome: string; readonly order: Order };

/** Within a transaction. */
export function make(lab: Lab, asked: z.output<typeof NewOrder>, fate: string): Made {
  const key = asked.idempotencyKey;
  const before = lab.orders.get(lab.keys.get(key ?? '')?.orderId ?? '');
  if (key !== null && before !== undefined) return { outcome: 'AlreadyExists', order: before };

  const fresh = orderFrom(lab, asked, fate === 'on-hold');
  const order = save(lab, fate === 'with-issues' ? withIssue(fresh, paymentWanted(fresh.id)) : fresh);
  if (key !== null) lab.keys.put({ id: key, orderId: order.id });
  if (!order.held) fetchSoon(lab, order);
  return { outcome: order.held ? 'OnHold' : fate === 'with-issues' ? 'CreatedWithIssues' : 'Created', order };
}

function orderFrom(lab: Lab, asked: z.output<typeof NewOrder>, held: boolean): Order {
  const now = isoOf(lab.clock());
  return {
    id: numberOf('ord_'),
    created: now,
    lastUpdated: now,
    callbackUrl: asked.callbackUrl ?? null,
    merchantReference: asked.merchantReference,
    shippingMethod: asked.shippingMethod,
    idempotencyKey: asked.idempotencyKey,
    status: { stage: 'InProgress', issues: [], details: notStarted },
    charges: [],
    shipments: [],
    recipient: asked.recipient,
    items: asked.items.map((item) => ({
      id: numberOf('ori_'),
      status: 'NotYetDownloaded',
      merchantReference: item.merchantReference,
      sku: productOf(item.sku)?.sku ?? item.sku, // its case is set right
      copies: item.copies,
      sizing: item.sizing,
      attributes: item.attributes,
      assets: item.assets.map(({ printArea, url, md5Hash }) => ({
        ...{ id: numberOf('ast_'), printArea, md5Hash: md5Hash ?? null, url },
        status: 'InProgress',
      })),
      recipientCost: item.recipientCost ?? null,
    })),
    packingSlip: null,
    metadata: asked.metadata,
    held,
  };
}

export const paymentWanted = (orderId: string): Issue => ({
  objectId: orderId,
  errorCode: 'RequiresPaymentAuthorisation', // the one code that comes without `order.`
  description: `Payment authorisation required for '${orderId}'`,
  authorisationDetails: {
    authorisationUrl: 'https://dashboard.example/payment/1',
    paymentDetails: { amount: '195.02', currency: 'USD' },
  },
});

export const itemUnavailable = ({ items, id }: Order): Issue => ({
  objectId: items[0]?.id ?? id,
  errorCode: 'order.items.ItemUnavailable',
  description: 'The item is currently unavailable (simulated).',
  authorisationDetails: null,
});

export const mayBeChanged = ({ status: { stage, details }, held }: Order): boolean =>
  held || (stage === 'InProgress' && details.inProduction === 'NotStarted');

/** All of it before production; the parcels that have not left, of a split order; nothing afterwards. Within a transaction. */
export function cancel(lab: Lab, order: Order): Made {
  if (order.status.stage !== 'InProgress') return { outcome: 'ActionNotAvailable', order };
  if (mayBeChanged(order)) return { outcome: 'Cancelled', order: cancelled(lab, order) };
  const left = order.shipments.some(({ status }) => status === 'Shipped');
  const here = order.shipments.some(({ status }) => status === 'Processing');
  return { outcome: 'FailedToCancel', order: left && here ? partly(lab, order) : order };
}

export function cancelled(lab: Lab, order: Order): Order {
  for (const { id } of order.items.flatMap(({ assets }) => assets)) lab.agenda.cancel(`fetch:${id}`);
  const over = save(lab, {
    ...order,
    held: false,
    status: { ...order.status, stage: 'Cancelled' },
    shipments: order.shipments.map((one) => ({ ...one, status: 'Cancelled' })),
    charges: [...order.charges, ...refunds(order, () => true)],
  });
  call(lab, over, stageChanged('Cancelled'));
  return over;
}

/** The rest is complete: all that will ever leave has left. */
function partly(lab: Lab, order: Order): Order {
  const staying = new Set(
    order.shipments.filter(({ status }) => status === 'Processing').map(({ id }) => id),
  );
  const over = save(lab, {
    ...order,
    status: { ...order.status, stage: 'Complete' },
    shipments: order.shipments.map((one) => (staying.has(one.id) ? { ...one, status: 'Cancelled' } : one)),
    charges: [...order.charges, ...refunds(order, (shipmentId) => staying.has(shipmentId))],
  });
  call(lab, over, stageChanged('Complete'));
  return over;
}

/** Once a lab has it, only the carriage comes back (Prodigi's terms); before, nothing was charged. */
const refunds = ({ charges }: Order, concerns: (shipmentId: string) => boolean): readonly Charge[] =>
  charges
    .filter(({ chargeType, items }) => chargeType === 'Shipping' && concerns(items[0]?.shipmentId ?? ''))
    .map(({ totalCost, items }) => ({
      id: numberOf('chg_'),
      chargeType: 'Refund',
      prodigiInvoiceNumber: null,
      totalCost: negative(totalCost),
      items: items.map((item) => ({ ...item, id: numberOf('chi_'), cost: negative(item.cost) })),
    }));

const negative = ({ amount, currency }: Cost): Cost => costOf(Math.round(Number(amount) * -100), currency);
