/** The print lab as its clients meet it: Prodigi's published shapes, actions, lists and mistakes. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { type PrintLabStandIn, startPrintLab } from '../../../src/embedded/print-lab/lab.ts';
import { handClock, openDoor, person, scratch, token } from '../../stand-ins.ts';
import { until } from '../../waiting.ts';

const apiKey = 'key of a test';
const picture = await sharp({ create: { width: 60, height: 80, channels: 3, background: '#a63' } })
  .png()
  .toBuffer();
const disk = await scratch();
const door = await openDoor(new Map([['/picture', picture]]));
const folder = disk.folder();
const clock = handClock();
let lab: PrintLabStandIn;

beforeAll(async () => {
  lab = await startPrintLab({ folder, apiKey, token, now: clock.now });
});
afterAll(async () => {
  await lab.stop();
  door.close();
  await disk.clean();
});

async function ask(method: string, path: string, body?: unknown) {
  const response = await fetch(`${lab.url}/v4.0${path}`, {
    method,
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const item = (sku: string, attributes: object = {}) => ({
  ...{ sku, copies: 1, sizing: 'fillPrintArea', attributes },
  assets: [{ printArea: 'Default', url: `${door.url}/picture` }],
});
const order = (more: object = {}) => ({
  merchantReference: 'M1',
  shippingMethod: 'standard',
  recipient: {
    name: 'Ada',
    address: { line1: 'a', postalOrZipCode: '1', countryCode: 'de', townOrCity: 'b' },
  },
  items: [item('global-cfpm-16x20', { color: 'Black' })],
  callbackUrl: `${door.url}/callback`,
  metadata: { ours: { kept: 1 } },
  ...more,
});
async function created(more: object = {}): Promise<string> {
  const { body } = await ask('POST', '/Orders', order(more));
  return body.order.id;
}
const act = (id: string, action: string) => person(lab.url).sends(`/sandbox/lab/${id}`, { do: action });
const fetched = (id: string) =>
  until(async () => {
    const { body } = await ask('GET', `/Orders/${id}`);
    return body.order.status.details.downloadAssets === 'Complete' && body.order;
  });

const recorded = async (name: string) =>
  (await Bun.file(`${import.meta.dir}/../../fixtures/prodigi/${name}.json`).json()).body;
/** The names of all fields, at every depth; of a list, those of its first element. */
const fieldsOf = (value: unknown, at = ''): readonly string[] => {
  if (Array.isArray(value)) return fieldsOf(value[0], at);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    `${at}${name}`,
    ...(['metadata', 'attributes'].includes(name) ? [] : fieldsOf(inner, `${at}${name}.`)),
  ]);
};

describe('the shapes', () => {
  test('of a new order are those that Prodigi published', async () => {
    const { body } = await ask('POST', '/Orders', order());
    expect(fieldsOf(body).toSorted()).toEqual(fieldsOf(await recorded('created-order')).toSorted());
  });

  test('of one that was sent, with its parcel and charges, as well', async () => {
    const id = await created();
    await fetched(id);
    for (const _ of ['lab', 'file', 'production', 'parcel']) await act(id, 'advance');
    const { body } = await ask('GET', `/Orders/${id}`);
    const published = fieldsOf(await recorded('order'));
    expect(published.filter((field) => !fieldsOf(body).includes(field))).toEqual([]);
  });

  test.each([
    ['a quote', 'POST', '/quotes', 'quote'],
    ['a product', 'GET', '/products/GLOBAL-CAN-8X10', 'product'],
  ])('of %s as well', async (_, method, path, name) => {
    const quoted = { ...item('GLOBAL-FAP-16X20'), sizing: undefined };
    const body = { destinationCountryCode: 'GB', items: [{ ...quoted, assets: [{ printArea: 'default' }] }] };
    const answer = await ask(method, path, method === 'POST' ? body : undefined);
    expect(fieldsOf(answer.body).toSorted()).toEqual(fieldsOf(await recorded(name)).toSorted());
  });

  test('of the actions as well', async () => {
    const id = await created();
    const { body } = await ask('GET', `/Orders/${id}/actions`);
    expect(fieldsOf(body)).toEqual(fieldsOf(await recorded('actions')));
    expect(body.cancel).toEqual({ isAvailable: 'Yes' });
  });

  test('of a callback as well, which calls the telephone number otherwise', async () => {
    const id = await created({ recipient: { ...order().recipient, phoneNumber: '030' } });
    const call = await until(() => door.calls.find(({ body }) => body.includes(`"subject":"${id}"`)));
    const body = JSON.parse(call.body);
    const published = fieldsOf(await recorded('callback'));
    expect(published.filter((field) => !fieldsOf(body).includes(field))).toEqual([]);
    expect(body.data.order.recipient).toMatchObject({ mobilePhoneNumber: '030' });
    expect(body.data.order.recipient).not.toHaveProperty('phoneNumber');
  });

  test('SKUs are set right, attributes and metadata left as they came', async () => {
    const { body } = await ask('GET', `/orders/${await created()}`);
    expect(body.order.items[0]).toMatchObject({ sku: 'GLOBAL-CFPM-16X20', attributes: { color: 'Black' } });
    expect(body.order.metadata).toEqual({ ours: { kept: 1 } });
    expect(body.order.lastUpdated).toMatch(/\.\d{7}Z$/);
  });
});

describe('an order of several things', () => {
  test('goes to the labs that make them, each with its parcel and its carriage', async () => {
    const frame = item('GLOBAL-CFPM-8X10', { color: 'black' });
    const id = await created({ items: [frame, item('GLOBAL-FAP-8X10'), item('GLOBAL-POST-8X10')] });
    await fetched(id);
    await act(id, 'advance');
    const { shipments, charges } = (await ask('GET', `/Orders/${id}`)).body.order;
    const labs = shipments.map((one: { fulfillmentLocation: object }) => one.fulfillmentLocation);
    expect(labs).toMatchObject([{ labCode: 'prodigi_gb2' }, { labCode: 'nl1' }]);
    expect(shipments[1].items).toHaveLength(2);
    const types = charges.map(({ chargeType }: { chargeType: string }) => chargeType);
    expect(types).toEqual(['Item', 'Shipping', 'Shipping']);
  });
});

describe('a change', () => {
  const recipient = {
    name: 'Grace',
    address: { ...order().recipient.address, line1: 'c', countryCode: 'DE' },
  };

  test('of the address and the way of sending is made before production, and not after', async () => {
    const id = await created();
    const moved = await ask('POST', `/Orders/${id}/actions/updateRecipient`, recipient);
    expect(moved.body).toMatchObject({ outcome: 'Updated', shipmentUpdateResults: [], order: { recipient } });
    const faster = await ask('POST', `/Orders/${id}/actions/updateShippingMethod`, {
      shippingMethod: 'Express',
    });
    expect(faster.body).toMatchObject({ outcome: 'Updated', shippingUpdateResults: [] });
    await fetched(id);
    for (const _ of ['lab', 'file', 'production']) await act(id, 'advance');
    const late = await ask('POST', `/Orders/${id}/actions/updateRecipient`, recipient);
    expect([late.status, late.body.outcome]).toEqual([200, 'ActionNotAvailable']);
    const note = await ask('POST', `/Orders/${id}/actions/updateMetadata`, { metadata: { b: 2 } });
    expect(note.body).toMatchObject({ outcome: 'Updated', order: { metadata: { b: 2 } } });
  });
});

describe('a list', () => {
  test('is newest first, in pages, with names in any case', async () => {
    const ids = [await created({ merchantReference: 'L' }), await created({ merchantReference: 'L' })];
    const first = (await ask('GET', '/Orders?Top=1&merchantReferences=L')).body;
    expect([first.hasMore, first.orders[0].id]).toEqual([true, ids[1]]);
    const next = await fetch(first.nextUrl, { headers: { 'x-api-key': apiKey } });
    expect((await next.json()).orders).toHaveLength(1);
  });
});

describe('a mistake', () => {
  test.each([
    ['without a key', '/Orders', { headers: { 'x-api-key': 'wrong' } }, 401],
    [
      'of the type of the body',
      '/Orders',
      { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } },
      415,
    ],
    ['of the method', '/Orders', { method: 'PUT' }, 405],
    ['of the path', '/nothing', {}, 404],
    ['of an unknown order', '/Orders/ord_123', {}, 404],
    ['of an order number that is none', '/Orders/abc', {}, 400],
  ])('%s', async (_, path, { headers = {}, ...init }: RequestInit, status) => {
    const answer = await fetch(`${lab.url}/v4.0${path}`, {
      ...init,
      headers: { 'x-api-key': apiKey, ...headers },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });

  test('in the body is told field by field', async () => {
    const { status, body } = await ask(
      'POST',
      '/Orders',
      order({ items: [item('NONE')], shippingMethod: 'By hand' }),
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({
      outcome: 'ValidationFailed',
      failures: { 'items[0].sku': [{ code: 'SkuNotFound' }], shippingMethod: [{ code: 'NotSupported' }] },
    });
  });

  test('of a quote that says how to crop is told', async () => {
    const items = [item('GLOBAL-FAP-16X20')];
    expect(await ask('POST', '/quotes', { destinationCountryCode: 'GB', items })).toMatchObject({
      status: 400,
    });
  });

  test('of too much metadata is told', async () => {
    const { body } = await ask('POST', '/Orders', order({ metadata: { long: 'x'.repeat(2_000) } }));
    expect(body.failures).toEqual({ metadata: [{ code: 'TooLong' }] });
  });
});

describe('a picture', () => {
  test('is shown on the page, and gone after thirty days', async () => {
    const id = await created();
    const { items } = await fetched(id);
    const asset = items[0].assets[0].id;
    const shown = await person(lab.url).reads(`/sandbox/lab/${id}`);
    expect(shown).toContain('60 × 80 px');
    const small = await fetch(`${lab.url}/sandbox/lab/pictures/${asset}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(small.headers.get('content-type')).toBe('image/webp');
    const file = join(folder, 'assets', asset);
    expect(existsSync(file)).toBe(true);
    clock.turn(30 * 24 * 60 * 60 * 1000);
    await created();
    await until(() => !existsSync(file));
  });

  test('is asked for by number only', async () => {
    const reads = person(lab.url).reads;
    expect(await reads('/sandbox/lab/pictures/..%2F..%2Fstate.sqlite')).toContain('Nothing here');
  });
});
