/** How an order moves through the lab, one step at a time, and what the shop is called about. */
import { isoOf } from '../stand-in/clock.ts';
import { call } from './callbacks.ts';
import { byLab, costOf, productOf, ways } from './catalogue.ts';
import { numberOf } from './numbers.ts';
import type { Charge, Issue, Lab, Order, Shipment } from './state.ts';

export const stageChanged = (stage: Order['status']['stage']) =>
  `com.prodigi.order.status.stage.changed#${stage}`;
const shipmentMade = 'com.prodigi.order.shipments.shipment#Complete';

/** Seven decimals, as the real one writes the time of a change. */
const changedAt = (lab: Lab): string => isoOf(lab.clock()).replace('Z', '0000Z');

export const save = (lab: Lab, order: Order): Order =>
  lab.orders.put({ ...order, lastUpdated: changedAt(lab) });

type Details = Order['status']['details'];
export const withDetails = (order: Order, details: Partial<Details>): Order => ({
  ...order,
  status: { ...order.status, details: { ...order.status.details, ...details } },
});

/** What the next step of an order is, in the words of a button; nothing when there is none. */
export function nextStep({ held, status: { stage, details } }: Order): string | undefined {
  if (stage === 'Cancelled') return undefined;
  if (held) return 'End the pause';
  if (stage === 'Complete') return 'Let the carrier go on';
  if (details.downloadAssets !== 'Complete') return 'Fetch the picture now';
  if (details.allocateProductionLocation !== 'Complete') return 'Choose a lab';
  if (details.printReadyAssetsPrepared !== 'Complete') return 'Prepare the print file';
  return details.inProduction === 'NotStarted' ? 'Begin production' : 'Ship';
}

/** Within a transaction. */
export function step(lab: Lab, order: Order, trackUrl: string): void {
  const { details, stage } = order.status;
  if (stage === 'Cancelled') return;
  if (order.held) release(lab, order);
  else if (stage === 'Complete') carry(lab, order);
  else if (details.downloadAssets !== 'Complete') fetchSoon(lab, order);
  else if (details.allocateProductionLocation !== 'Complete') allocate(lab, order);
  else if (details.printReadyAssetsPrepared !== 'Complete')
    save(lab, withDetails(order, { printReadyAssetsPrepared: 'Complete' }));
  else if (details.inProduction === 'NotStarted')
    save(lab, withDetails(order, { inProduction: 'InProgress' }));
  else shipNext(lab, order, trackUrl);
}

function release(lab: Lab, order: Order): void {
  const out = save(lab, { ...order, held: false });
  call(lab, out, stageChanged('InProgress'));
  fetchSoon(lab, out);
}

export function fetchSoon(lab: Lab, order: Order): void {
  for (const { id, status } of order.items.flatMap(({ assets }) => assets))
    if (status === 'InProgress')
      lab.agenda.plan(`fetch:${id}`, lab.clock(), { do: 'fetch', orderId: order.id, assetId: id });
}

/** Each lab sends what it makes: one parcel per lab, and a charge for each of them. */
function allocate(lab: Lab, order: Order): void {
  const way = ways[order.shippingMethod];
  const shipments = byLab(order.items).map(
    ([place, items]): Shipment => ({
      id: numberOf('shp_'),
      status: 'Processing',
      dispatchDate: null,
      carrier: { name: way.name, service: way.service },
      fulfillmentLocation: place,
      tracking: null,
      items: items.map(({ id }) => ({ itemId: id })),
    }),
  );
  const charges = [itemCharge(order), ...shipments.map((shipment) => shippingCharge(shipment, way.pence))];
  save(lab, {
    ...withDetails(order, { allocateProductionLocation: 'Complete', printReadyAssetsPrepared: 'InProgress' }),
    shipments,
    charges,
  });
}

function itemCharge({ items }: Order): Charge {
  const costs = items.map(({ id, sku, copies }) => ({
    id,
    pence: (productOf(sku)?.penceEach ?? 0) * copies,
  }));
  return {
    id: numberOf('chg_'),
    chargeType: 'Item',
    prodigiInvoiceNumber: null,
    totalCost: costOf(costs.reduce((sum, { pence }) => sum + pence, 0)),
    items: costs.map(({ id, pence }) => ({
      id: numberOf('chi_'),
      itemId: id,
      shipmentId: null,
      cost: costOf(pence),
    })),
  };
}

const shippingCharge = ({ id }: Shipment, pence: number): Charge => ({
  id: numberOf('chg_'),
  chargeType: 'Shipping',
  prodigiInvoiceNumber: null,
  totalCost: costOf(pence),
  items: [{ id: numberOf('chi_'), itemId: null, shipmentId: id, cost: costOf(pence) }],
});

/** One parcel leaves; with the last one the order is complete, which is not delivered. */
function shipNext(lab: Lab, order: Order, trackUrl: string): void {
  const next = order.shipments.find(({ status }) => status === 'Processing');
  if (next === undefined) return; // the last one completed the order
  const number = numberOf('PH');
  const tracked = ways[order.shippingMethod].tracked;
  if (tracked) lab.parcels.put({ id: number, orderId: order.id, where: 'announced' });
  const shipped: Shipment = {
    ...next,
    status: 'Shipped',
    dispatchDate: isoOf(lab.clock()),
    tracking: tracked ? { number, url: `${trackUrl}/${number}` } : null,
  };
  const shipments = order.shipments.map((one) => (one.id === next.id ? shipped : one));
  const last = shipments.every(({ status }) => status !== 'Processing');
  const after = save(lab, { ...withDetails(order, { shipping: 'InProgress' }), shipments });
  call(lab, after, shipmentMade);
  if (last) complete(lab, after);
}

function complete(lab: Lab, order: Order): void {
  const done = withDetails(order, { inProduction: 'Complete', shipping: 'Complete' });
  const after = save(lab, { ...done, status: { ...done.status, stage: 'Complete' } });
  call(lab, after, stageChanged('Complete'));
}

const further = {
  announced: 'in-transit',
  'in-transit': 'delivered',
  delivered: 'delivered',
  returned: 'returned',
} as const;

/** The carrier tells whoever asks for the number, and nobody else. */
function carry(lab: Lab, order: Order): void {
  for (const parcel of lab.parcels.list({ ref: order.id }))
    lab.parcels.put({ ...parcel, where: further[parcel.where] });
}

/** The first parcel that still waits becomes two: several items are shared out, one goes in both. */
export function split(lab: Lab, order: Order): void {
  const [first] = order.shipments.filter(({ status }) => status === 'Processing');
  if (first === undefined || order.status.stage !== 'InProgress') return;
  const half = Math.ceil(first.items.length / 2);
  const rest = first.items.length === 1 ? first.items : first.items.slice(half);
  const second: Shipment = { ...first, id: numberOf('shp_'), items: rest };
  const shipments = order.shipments.flatMap((one) =>
    one.id === first.id ? [{ ...first, items: first.items.slice(0, half) }, second] : [one],
  );
  const way = ways[order.shippingMethod];
  save(lab, { ...order, shipments, charges: [...order.charges, shippingCharge(second, way.pence)] });
}

export const withIssue = (order: Order, issue: Issue): Order => ({
  ...order,
  status: {
    ...order.status,
    issues: [
      ...order.status.issues.filter(
        ({ objectId, errorCode }) => objectId !== issue.objectId || errorCode !== issue.errorCode,
      ),
      issue,
    ],
  },
});

export const withoutIssues = (order: Order, objectId: string): Order => ({
  ...order,
  status: { ...order.status, issues: order.status.issues.filter((issue) => issue.objectId !== objectId) },
});
