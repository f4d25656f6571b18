/** The print lab: it gets an address and a picture when both are there, and what it says comes in any order. */
import { describe, expect, test } from 'bun:test';
import { printOrders } from '../../projections/print-orders.ts';
import { attributesOf } from '../../src/processes/print-attributes.ts';
import { reconcilePrintOrdersEveryFiveMinutes } from '../../src/processes/reconcile-print-orders-every-five-minutes.ts';
import { submitPrintOrderWhenFileReady as submit } from '../../src/processes/submit-print-order-when-file-ready.ts';
import { line, orderId, printOrderId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { silence } from './companies.ts';
import { deeds } from './deeds.ts';
import { publicUrl, type Working, working } from './working.ts';

const ofPrint = `printOrder-${printOrderId()}`;

/** Everything up to the file; what the lab gets is left to do. */
async function ready() {
  const it = working();
  const deed = deeds(it);
  await deed.sends();
  await deed.wants();
  await it.settle();
  await deed.orders('gift', { lines: [line({ quantity: 2 })] });
  await it.settle();
  await deed.pays();
  await it.settle(async (effect, job) => {
    if (effect.name !== submit.name) await it.perform(effect, job);
  });
  const reader = it.reader();
  return { ...it, ...deed, ...reader };
}

async function withLab() {
  const it = await ready();
  await it.effectuate(submit);
  return it;
}

describe('submit print order when file ready', () => {
  test('the lab gets the address that it needs, where the picture is, and nothing more', async () => {
    const it = await withLab();
    const [sent] = [...it.labOrders.values()];
    expect(sent).toMatchObject({
      ...{ reference: printOrderId(), sku: 'GLOBAL-CFPM-16X20', copies: 2, shippingMethod: 'Standard' },
      ...{ attributes: { color: 'brown', mountColor: 'Snow white' } },
      recipient: {
        name: 'Charles',
        line1: '12 St James Square',
        postalCode: '10115',
        city: 'Berlin',
        country: 'DE',
      },
    });
    expect(sent?.assetUrl).toStartWith(`${publicUrl}/files/`);
    expect(sent?.callbackUrl).toStartWith(`${publicUrl}/webhooks/prodigi/`);
    expect(JSON.stringify(sent)).not.toContain('ada@example.org');
    expect(await it.typesIn(ofPrint)).toEqual(['PrintOrderPlanned', 'PrintFileReady', 'PrintOrderSubmitted']);
  });

  test('makes one order there, however often it is tried and wherever it dies', async () => {
    const it = await ready();
    const [job] = await it.jobsOf(submit);
    if (job === undefined) throw new Error('no job');
    const dead = () => Promise.reject(new Error('the lights went out'));
    await expect(it.perform(submit, job, { ...it.ports, handle: dead })).rejects.toThrow('lights');
    for (let again = 0; again < 2; again++) await it.perform(submit, job);
    expect(it.labOrders.size).toBe(1);
    expect((await it.typesIn(ofPrint)).filter((type) => type === 'PrintOrderSubmitted')).toHaveLength(1);
  });

  test.each(['address', 'asset', 'product', 'other'] as const)(
    'that the lab turns down says why, and stays so: %s',
    async (because) => {
      const it = await ready();
      it.labSays.refuses = because;
      await it.effectuate(submit);
      expect((await it.store.read(ofPrint)).at(-1)).toMatchObject({
        ...{ type: 'PrintOrderRefused', data: { reason: because } },
      });
    },
  );

  test('is not sent to an address that was erased', async () => {
    const it = await ready();
    await it.destroy({ subject: ref('Charles') });
    await it.effectuate(submit);
    expect((await it.store.read(ofPrint)).at(-1)?.data['reason']).toBe('address');
    expect(it.labOrders.size).toBe(0);
  });

  test('is not sent for somebody who is restricted', async () => {
    const it = await ready();
    it.said.restricted = true;
    await it.effectuate(submit);
    expect((await it.typesIn(ofPrint)).at(-1)).toBe('PrintOrderRefused');
    expect(it.labOrders.size).toBe(0);
  });

  test('is not sent for an order that was cancelled', async () => {
    const it = await ready();
    await it.cancels();
    await it.effectuate(submit);
    expect(await it.typesIn(ofPrint)).toEqual(['PrintOrderPlanned', 'PrintFileReady']);
  });
});

describe('what the lab says', () => {
  const last = async (it: Working) => (await it.store.read(ofPrint)).at(-1);

  test('is recorded once, however often its callback comes', async () => {
    const it = await withLab();
    it.labBecomes('ord_1', { stage: 'in-production' });
    await Promise.all([it.labIsAsked(), it.labIsAsked()]);
    await it.labIsAsked();
    const types = await it.typesIn(ofPrint);
    expect(types.filter((type) => type === 'PrintOrderProgressed')).toHaveLength(1);
    expect((await last(it))?.data).toMatchObject({ stage: 'in-production', orderId: orderId(), line: 0 });
  });
  test('tells of a parcel, sealed for whom it goes to', async () => {
    const it = await withLab();
    await it.labShips();
    await it.labIsAsked();
    const sent = (await it.store.read(ofPrint)).filter(({ type }) => type === 'ShipmentSent');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.metadata.subjects).toEqual([ref('Charles')]);
    expect(JSON.stringify(sent[0]?.data)).not.toContain('JD0146');
  });
  test('tells of no parcel that has not left', async () => {
    const it = await withLab();
    it.ships('ord_1');
    const { shipments } = await it.lab.order('ord_1');
    it.labBecomes('ord_1', { shipments: shipments.map((one) => ({ ...one, sent: false })) });
    await it.labIsAsked();
    expect(await it.typesIn(ofPrint)).not.toContain('ShipmentSent');
  });
  test('tells of trouble once', async () => {
    const it = await withLab();
    it.labBecomes('ord_1', { issues: [{ trouble: 'item-unavailable' }] });
    await it.labIsAsked();
    await it.labIsAsked();
    expect((await it.typesIn(ofPrint)).filter((type) => type === 'PrintOrderTroubled')).toHaveLength(1);
  });
  test('of a print order that is not with it, is not asked for', async () => {
    const it = await ready();
    await it.labIsAsked();
    expect((await last(it))?.type).toBe('PrintFileReady');
  });
});

describe('reconcile print orders every five minutes', () => {
  test('finds what a lost callback would have said', async () => {
    const it = await withLab();
    it.ships('ord_1');
    const rows = await it.reads(printOrders);
    for (let again = 0; again < 2; again++)
      await reconcilePrintOrdersEveryFiveMinutes({ ...it.ports, rows }).perform();
    expect((await it.typesIn(ofPrint)).slice(-2)).toEqual(['ShipmentSent', 'PrintOrderProgressed']);
  });
  test('goes no further while the lab does not answer', async () => {
    const it = await withLab();
    const lab = { ...it.lab, order: async () => silence() };
    const all = reconcilePrintOrdersEveryFiveMinutes({ ...it.ports, lab, rows: await it.reads(printOrders) });
    await expect(all.perform()).rejects.toMatchObject({ code: 'provider/unavailable' });
  });
});

describe('our words for frame, mat and wrap, in the lab’s', () => {
  test.each([
    ['GLOBAL-CFPM-16X20', 'walnut-white', { color: 'brown', mountColor: 'Snow white' }],
    ['GLOBAL-CFPM-16X20', 'gilt-none', { color: 'gold' }],
    ['GLOBAL-CAN-16X20', 'mirror', { wrap: 'MirrorWrap' }],
    ['GLOBAL-CAN-16X20', 'black', { wrap: 'Black' }],
    ['GLOBAL-FAP-16X20', 'matt', {}],
  ])('%s, %s', (sku, variant, expected) => expect(attributesOf(sku, variant)).toEqual(expected));
});
