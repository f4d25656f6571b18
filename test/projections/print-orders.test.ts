/** Print orders: how far each thing is at the lab, its parcels, and whom to ask again. */
import { describe, expect, test } from 'bun:test';
import { printOrders, printOrdersOf, withLab } from '../../projections/print-orders.ts';
import {
  blob,
  labOrderId,
  line,
  masterId,
  orderId,
  parcelRecipient,
  printOrderId,
  shipmentId,
} from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const of = (line = 0, name = 'gift') => ({ printOrderId: printOrderId(name, line), orderId: orderId(name) });
const { labSku, variant } = line();
const planned = (line = 0, name = 'gift') => ({
  ...{ type: 'PrintOrderPlanned', ...of(line, name), line, labSku, variant, copies: 1 },
  shippingMethod: 'standard',
});
const ready = { type: 'PrintFileReady', ...of(), masterId: masterId(), blob: blob('master') };
const submitted = (name = 'gift') => ({
  ...{ type: 'PrintOrderSubmitted', ...of(0, name), labOrderId: labOrderId(name) },
});
const stage = (stage: string, name = 'gift') => ({
  type: 'PrintOrderProgressed',
  ...of(0, name),
  line: 0,
  stage,
});
const parcel = (name: string) => ({
  ...{ type: 'ShipmentSent', ...of(), shipmentId: shipmentId(name), recipient: parcelRecipient() },
});

describe('a print', () => {
  test('is planned, has its file, is with the lab, is made, and is sent', async () => {
    const { rows, happens } = await told(printOrders, planned(), ready);
    expect(await rows.byKey(printOrderId())).toMatchObject({
      ...{ line: 0, status: 'ready', labOrderId: null, plannedAt: at(0), stageAt: at(1), submittedAt: null },
    });
    await happens(submitted(), stage('in-production'));
    expect(await rows.byKey(printOrderId())).toMatchObject({
      ...{ status: 'in-production', labOrderId: labOrderId('gift'), submittedAt: at(2), stageAt: at(3) },
    });
    await happens(parcel('1'), stage('shipped'));
    expect(await rows.byKey(printOrderId())).toMatchObject({
      ...{ status: 'shipped', stageAt: at(5), parcels: [{ shipmentId: shipmentId('1'), at: at(4) }] },
    });
  });

  test('that the lab would not take says what was wrong with it', async () => {
    const refused = { type: 'PrintOrderRefused', ...of(), reason: 'address' };
    const { rows } = await told(printOrders, planned(), ready, refused);
    expect(await rows.byKey(printOrderId())).toMatchObject({ status: 'refused', troubles: ['address'] });
  });

  test('that is in trouble goes on where it was', async () => {
    const trouble = { type: 'PrintOrderTroubled', ...of(), trouble: 'asset-not-downloaded' };
    const { rows } = await told(printOrders, planned(), ready, submitted(), stage('in-progress'), trouble);
    expect(await rows.byKey(printOrderId())).toMatchObject({
      ...{ status: 'in-progress', troubles: ['asset-not-downloaded'] },
    });
  });
});

test('the prints of an order stand in the order of its lines', async () => {
  const { rows } = await told(printOrders, planned(2), planned(0), planned(0, 'other'), planned(1));
  expect((await printOrdersOf(rows, orderId())).map(({ line }) => line)).toEqual([0, 1, 2]);
});

test('the lab is asked again about what it has, and about nothing else', async () => {
  const all = ['on-hold', 'in-progress', 'in-production', 'shipped', 'cancelled'];
  const stories = all.flatMap((name) => [planned(0, name), submitted(name), stage(name, name)]);
  const { rows } = await told(printOrders, planned(0, 'not there yet'), ...stories);
  expect((await withLab(rows)).map(({ orderId }) => orderId).toSorted()).toEqual(
    ['on-hold', 'in-progress', 'in-production'].map(orderId).toSorted(),
  );
});

test('a tracking number is sealed, and goes with the key of whom it went to', async () => {
  const { rows, open, destroys } = await told(printOrders, planned(), ready, submitted(), parcel('1'));
  const [sent] = (await rows.byKey(printOrderId()))?.parcels ?? [];
  expect(sent && (await open(sent.shipment, 'order.fulfilment'))).toMatchObject({
    value: { carrier: 'DHL', trackingNumber: 'JD014600' },
  });
  await destroys({ subject: ref('Charles') });
  expect(await rows.byKey(printOrderId())).toMatchObject({
    parcels: [{ shipmentId: shipmentId('1'), shipment: { jwe: '' } }],
  });
});
