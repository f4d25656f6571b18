/** Printing, over the real wire: the adapter against the print lab's stand-in, and against what Prodigi published. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import sharp from 'sharp';
import { type PrintLabStandIn, startPrintLab } from '../../src/embedded/print-lab/lab.ts';
import { type PrintLab, prodigiLab, type Submission } from '../../src/providers/prodigi.ts';
import { lowered, orderOf, quotesOf } from '../../src/providers/prodigi-shapes.ts';
import { openDoor, person, scratch, token } from '../stand-ins.ts';
import { until } from '../waiting.ts';

const apiKey = 'key of a test';
const jpeg = await sharp({ create: { width: 480, height: 600, channels: 3, background: '#5a6' } })
  .jpeg()
  .toBuffer();
const md5 = createHash('md5').update(jpeg).digest('hex');
const disk = await scratch();
const door = await openDoor(
  new Map<string, Uint8Array>([
    ['/files/picture', jpeg],
    ['/files/text', Buffer.from('no picture')],
  ]),
);
let standIn: PrintLabStandIn;
let lab: PrintLab;

const start = (more: Partial<Parameters<typeof startPrintLab>[0]> = {}) =>
  startPrintLab({ folder: disk.folder(), apiKey, token, downloadPausesMs: [5], ...more });
const connect = (baseUrl: string, timeoutMs = 5_000) => prodigiLab({ apiKey, baseUrl, timeoutMs });

beforeAll(async () => {
  standIn = await start();
  lab = connect(standIn.url);
});
afterAll(async () => {
  await standIn.stop();
  door.close();
  await disk.clean();
});

let made = 0;
const submission = (more: Partial<Submission> = {}): Submission => ({
  reference: `PO-${++made}`,
  sku: 'GLOBAL-CFPM-16X20',
  attributes: { color: 'brown', mountColor: 'Snow white' },
  copies: 1,
  sizing: 'fillPrintArea',
  assetUrl: `${door.url}/files/picture`,
  md5,
  recipient: { name: 'Ada', line1: 'Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
  shippingMethod: 'Standard',
  callbackUrl: `${door.url}/callbacks/${made}`,
  ...more,
});

async function submitted(more: Partial<Submission> = {}): Promise<string> {
  const asked = submission(more);
  const answer = await lab.submit(asked, `key-${asked.reference}`);
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.labOrderId;
}
const act = (id: string, action: string, callback = 'once') =>
  person(standIn.url).sends(`/sandbox/lab/${id}`, { do: action, callback });
const setMood = (fields: Readonly<Record<string, string>>) =>
  person(standIn.url).sends('/sandbox/lab/moods', fields);
const downloaded = (id: string) =>
  until(async () => {
    const state = await lab.order(id);
    return state.assets === 'downloaded' && state;
  });
/** Through the lab's steps, up to the one that ships. */
async function inProduction(more: Partial<Submission> = {}): Promise<string> {
  const id = await submitted(more);
  await downloaded(id);
  for (const _ of ['a lab', 'the file', 'production']) await act(id, 'advance');
  return id;
}
const callbacks = (id: string) => door.calls.filter(({ body }) => body.includes(`"subject":"${id}"`));

describe('a print order', () => {
  test('is created, fetched, made, sent; that it arrived the lab does not say', async () => {
    const id = await inProduction();
    expect(await lab.order(id)).toMatchObject({ stage: 'in-production', assets: 'downloaded', issues: [] });
    await act(id, 'advance');
    const state = await lab.order(id);
    expect(state).toMatchObject({ stage: 'shipped', items: [{ sku: 'GLOBAL-CFPM-16X20', copies: 1 }] });
    expect(state.shipments).toMatchObject([{ sent: true, cancelled: false, carrier: 'DPD' }]);
    expect(state.cost).toEqual({ cents: 5_795, currency: 'GBP' });

    const carrier = `${state.shipments[0]?.trackingUrl}.json`;
    expect(await (await fetch(carrier)).json()).toMatchObject({ status: 'announced' });
    await act(id, 'advance');
    await act(id, 'advance');
    expect(await (await fetch(carrier)).json()).toMatchObject({ status: 'delivered' });
    expect((await lab.order(id)).stage).toBe('shipped');
  });

  test('sent cheaply has no tracking', async () => {
    const id = await inProduction({ shippingMethod: 'Budget' });
    await act(id, 'advance');
    const { shipments } = await lab.order(id);
    expect(shipments).toMatchObject([{ sent: true, trackingNumber: null, trackingUrl: null }]);
  });

  test('submitted again under its key is the same; a reprint has a key of its own', async () => {
    const asked = submission();
    const first = await lab.submit(asked, 'the-key');
    const again = await lab.submit(asked, 'the-key');
    const reprint = await lab.submit(asked, 'another-key');
    expect(first).toMatchObject({ outcome: 'created' });
    expect(again).toMatchObject({ outcome: 'already-exists', state: { reference: asked.reference } });
    expect('labOrderId' in again && again.labOrderId).toBe('labOrderId' in first && first.labOrderId);
    expect(reprint).toMatchObject({ outcome: 'created' });
    expect(reprint).not.toMatchObject({ labOrderId: 'labOrderId' in first ? first.labOrderId : '' });
  });

  test.each([
    ['a country that is not served', { recipient: { ...submission().recipient, country: 'XX' } }, 'address'],
    ['an empty name', { recipient: { ...submission().recipient, name: ' ' } }, 'address'],
    ['an unknown product', { sku: 'GLOBAL-NONE' }, 'product'],
    ['a frame without a colour', { attributes: {} }, 'product'],
    ['a colour that is not made', { attributes: { color: 'pink' } }, 'product'],
    ['no copies', { copies: 0 }, 'product'],
    ['a picture without an address', { assetUrl: 'nowhere' }, 'asset'],
    ['a checksum that is none', { md5: 'short' }, 'asset'],
    ['a callback without an address', { callbackUrl: 'nowhere' }, 'other'],
  ] as const)('is refused with a reason: %s', async (_, wrong, refused) => {
    expect(await lab.submit(submission(wrong), `wrong-${++made}`)).toEqual({ refused });
  });

  test('on hold has a number and no status, until the pause ends', async () => {
    await setMood({ nextOrder: 'on-hold' });
    const answer = await lab.submit(submission(), `held-${made}`);
    expect(answer).toMatchObject({ outcome: 'on-hold', state: { stage: 'on-hold' } });
    const id = 'labOrderId' in answer ? answer.labOrderId : '';
    expect(await lab.order(id)).toMatchObject({ stage: 'on-hold', assets: 'waiting' });
    await act(id, 'advance');
    expect(await downloaded(id)).toMatchObject({ stage: 'in-progress' });
  });

  test('created with issues says which', async () => {
    await setMood({ nextOrder: 'with-issues' });
    const answer = await lab.submit(submission(), `troubled-${made}`);
    expect(answer).toMatchObject({
      ...{ outcome: 'created-with-issues', state: { issues: [{ trouble: 'payment-needed' }] } },
    });
  });

  test('that is out of stock needs a person, until it does not', async () => {
    const id = await submitted();
    await act(id, 'unavailable');
    expect((await lab.order(id)).issues).toEqual([{ trouble: 'item-unavailable' }]);
    await act(id, 'clear');
    expect((await lab.order(id)).issues).toEqual([]);
  });

  test('sent in two parcels leaves in two, and is shipped with the second', async () => {
    const id = await inProduction({ copies: 2 });
    await act(id, 'split');
    await act(id, 'advance');
    const half = await lab.order(id);
    expect([half.stage, half.shipments.map(({ sent }) => sent)]).toEqual(['in-production', [true, false]]);
    await act(id, 'advance');
    const all = await lab.order(id);
    expect([all.stage, all.shipments.map(({ sent }) => sent)]).toEqual(['shipped', [true, true]]);
  });
});

describe('a picture', () => {
  test.each([
    ['that is not there', `${door.url}/files/gone`, md5],
    [
      'whose checksum differs',
      `${door.url}/files/picture`,
      md5.replace(/^./, (c) => (c === '0' ? '1' : '0')),
    ],
    ['that is no picture', `${door.url}/files/text`, createHash('md5').update('no picture').digest('hex')],
  ])('%s is tried ten times and then given up', async (_, assetUrl, told) => {
    const id = await submitted({ assetUrl, md5: told });
    const state = await until(async () => {
      const now = await lab.order(id);
      return now.assets === 'failed' && now;
    });
    expect(state).toMatchObject({
      ...{ stage: 'in-progress', issues: [{ trouble: 'asset-not-downloaded' }] },
      items: [{ status: 'invalid' }],
    });
  });

  test('that comes at the third try is printed, and the tries before it were no trouble', async () => {
    door.answer(503, 503);
    const id = await submitted();
    expect(await downloaded(id)).toMatchObject({ issues: [] });
  });

  test('that the lab refuses is trouble', async () => {
    const id = await submitted();
    await downloaded(id);
    await act(id, 'refuse-picture');
    expect(await lab.order(id)).toMatchObject({ issues: [{ trouble: 'asset-not-downloaded' }] });
  });
});

describe('a callback', () => {
  test('comes after the download, with each parcel, and at the end; it says only where to look', async () => {
    const id = await inProduction();
    await act(id, 'advance');
    const all = await until(() => callbacks(id).length === 3 && callbacks(id));
    const read = all.map(({ body }) => lab.parseCallback(body));
    expect(read.every((one) => 'labOrderId' in one && one.labOrderId === id)).toBe(true);
    expect(new Set(read.map((one) => ('id' in one ? one.id : ''))).size).toBe(3);
    expect(all.every(({ path }) => path === `/callbacks/${made}`)).toBe(true);
  });

  test('sent twice has the same id', async () => {
    const id = await submitted();
    await downloaded(id);
    await act(id, 'cancel', 'twice');
    const both = await until(() => callbacks(id).length === 3 && callbacks(id).slice(1));
    const [first, second] = both.map(({ body }) => lab.parseCallback(body));
    expect(first).toEqual(second ?? { refused: 'malformed' });
  });

  test('that is lost can be made good by asking', async () => {
    const id = await submitted();
    await downloaded(id);
    await act(id, 'cancel', 'lost');
    expect(await lab.order(id)).toMatchObject({ stage: 'cancelled' });
    expect(callbacks(id).filter(({ body }) => body.includes('#Cancelled'))).toEqual([]);
  });

  test('whose data is the order itself names it all the same', async () => {
    await setMood({ callbackData: 'order-itself' });
    const id = await submitted();
    const [first] = await until(() => callbacks(id).length > 0 && callbacks(id));
    await setMood({ callbackData: 'order-inside' });
    expect(lab.parseCallback(first?.body ?? '')).toMatchObject({ labOrderId: id });
  });

  test.each(['', 'hello', '{}', '[]', 'null', '{"id":"e","type":"com.prodigi.x","subject":"../etc"}'])(
    'that is malformed is refused: %s',
    (raw) => expect(lab.parseCallback(raw)).toEqual({ refused: 'malformed' }),
  );
});

describe('cancelling', () => {
  test('before production cancels all', async () => {
    const id = await submitted();
    expect(await lab.cancel(id)).toMatchObject({
      cancelled: 'all',
      state: { stage: 'cancelled', cost: null },
    });
  });

  test('once a lab was chosen gives back the carriage only', async () => {
    const id = await submitted();
    await downloaded(id);
    await act(id, 'advance');
    expect(await lab.cancel(id)).toMatchObject({ cancelled: 'all', state: { cost: { cents: 5_200 } } });
  });

  test('in production is too late, and afterwards as well', async () => {
    const id = await inProduction();
    expect(await lab.cancel(id)).toMatchObject({ refused: 'too-late', state: { stage: 'in-production' } });
    await act(id, 'advance');
    expect(await lab.cancel(id)).toMatchObject({ refused: 'too-late', state: { stage: 'shipped' } });
  });

  test('between two parcels keeps the second back', async () => {
    const id = await inProduction({ copies: 2 });
    await act(id, 'split');
    await act(id, 'advance');
    expect(await lab.cancel(id)).toMatchObject({
      ...{ cancelled: 'some-parcels', state: { stage: 'shipped' } },
    });
    expect((await lab.order(id)).shipments).toMatchObject([{ sent: true }, { sent: false, cancelled: true }]);
  });
});

describe('an outage', () => {
  test.each(['answer-lost', 'timed-out', 'unavailable'])(
    '%s: asking again under the same key makes one order',
    async (nextOrder) => {
      await setMood({ nextOrder });
      const asked = submission();
      const fault = await lab.submit(asked, asked.reference).catch((error: unknown) => error);
      expect(fault).toMatchObject({ code: 'provider/unavailable' });
      expect(String(fault)).not.toContain('Ada');
      const outcome = nextOrder === 'unavailable' ? 'created' : 'already-exists';
      expect(await lab.submit(asked, asked.reference)).toMatchObject({ outcome });
      const list = await fetch(`${standIn.url}/v4.0/orders?MerchantReferences=${asked.reference}`, {
        headers: { 'x-api-key': apiKey },
      });
      expect(await list.json()).toMatchObject({ outcome: 'Ok', hasMore: false, orders: [{}] });
    },
  );

  test('of the whole lab, a wrong key, an unknown order: faults with a code', async () => {
    const nobody = connect('http://127.0.0.1:1');
    await expect(nobody.order('ord_1')).rejects.toMatchObject({ code: 'provider/unavailable' });
    const stranger = prodigiLab({ apiKey: 'wrong', baseUrl: standIn.url });
    await expect(stranger.order('ord_1')).rejects.toMatchObject({ code: 'provider/refused' });
    await expect(lab.order('ord_1')).rejects.toMatchObject({ code: 'provider/refused' });
    await expect(lab.order('../quotes')).rejects.toMatchObject({ code: 'provider/refused' });
  });

  test('a lab that is silent is given up, and one that talks nonsense is not believed', async () => {
    let answer: string | undefined;
    const odd = createServer((_, response) => void (answer === undefined || response.end(answer)));
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', () => resolve()));
    const address = odd.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const asked = connect(`http://127.0.0.1:${port}`, 200);
    await expect(asked.order('ord_1')).rejects.toMatchObject({ code: 'provider/unavailable' });
    for (answer of ['<html>', '[]', '{"outcome":"Ok"}', '{"outcome":"Ok","order":{"id":7}}'])
      await expect(asked.order('ord_1')).rejects.toMatchObject({ code: 'provider/refused' });
    odd.close();
  });

  test('a restart in the middle goes on where it stopped', async () => {
    const folder = disk.folder();
    const first = await start({ folder, downloadPausesMs: [300] });
    const asked = submission();
    door.answer(503);
    const answer = await connect(first.url).submit(asked, 'before');
    const id = 'labOrderId' in answer ? answer.labOrderId : '';
    await first.stop();
    const second = await start({ folder, port: Number(new URL(first.url).port), downloadPausesMs: [300] });
    const after = connect(second.url);
    expect(await after.submit(asked, 'before')).toMatchObject({ outcome: 'already-exists', labOrderId: id });
    await until(async () => (await after.order(id)).assets === 'downloaded');
    await second.stop();
  });

  test('a lab that moves by itself brings an order to the door', async () => {
    const quick = await start({ stepMs: 5 });
    const answer = await connect(quick.url).submit(submission(), 'quick');
    const id = 'labOrderId' in answer ? answer.labOrderId : '';
    const { shipments } = await until(async () => {
      const state = await connect(quick.url).order(id);
      return state.stage === 'shipped' && state;
    });
    const carrier = `${shipments[0]?.trackingUrl}.json`;
    await until(async () => (await (await fetch(carrier)).text()).includes('delivered'));
    await quick.stop();
  });
});

describe('a quote', () => {
  const order = {
    ...{ sku: 'GLOBAL-CFPM-16X20', attributes: { color: 'black' }, copies: 2 },
    ...{ country: 'DE', currency: 'EUR' },
  };

  test('has every way of sending, in cents', async () => {
    const quote = await lab.quote(order);
    if ('refused' in quote) throw new Error(quote.refused);
    expect(quote.methods.map(({ method }) => method)).toEqual(['Budget', 'Standard', 'Express', 'Overnight']);
    expect(quote.methods[1]).toMatchObject({ itemsCents: 12_064, shippingCents: 690, currency: 'EUR' });
    expect(quote.warnings).toEqual([]);
  });

  test('for the United States warns of their sales tax', async () => {
    expect(await lab.quote({ ...order, country: 'US' })).toMatchObject({
      warnings: ['destinationCountryCode.UsSalesTaxWarning'],
    });
  });

  test('for what is not made or not sent is refused', async () => {
    expect(await lab.quote({ ...order, sku: 'GLOBAL-NONE' })).toEqual({ refused: 'product' });
    expect(await lab.quote({ ...order, country: 'XX' })).toEqual({ refused: 'address' });
  });
});

describe('a product', () => {
  test.each(['GLOBAL-CFPM', 'GLOBAL-FAP', 'GLOBAL-CAN', 'GLOBAL-POST'])(
    '%s is made in the four sizes of the shop',
    async (family) => {
      for (const size of ['8X10', '11X14', '16X20', '24X30'])
        expect(await lab.product(`${family}-${size}`)).toMatchObject({ sku: `${family}-${size}` });
    },
  );

  test('is found in any case, and its pixels depend on how it is wrapped', async () => {
    const canvas = await lab.product('global-can-16x20');
    const widths = new Set(canvas?.variants.map(({ widthPx }) => widthPx));
    expect(widths.size).toBe(2);
  });

  test('that is not made is none', async () => {
    expect(await lab.product('GLOBAL-NONE')).toBeUndefined();
  });
});

describe('spelling', () => {
  test.each(['documented', 'pascal-keys', 'live'])('%s: means the same', async (casing) => {
    const id = await inProduction();
    const before = await lab.order(id);
    await setMood({ casing });
    expect(await lab.order(id)).toEqual(before);
    const canvas = await lab.product('GLOBAL-CAN-8X10');
    expect(canvas?.attributes).toEqual({ wrap: ['Black', 'ImageWrap', 'MirrorWrap', 'White'] });
    expect(await lab.submit(submission({ sku: 'GLOBAL-NONE' }), 'x')).toEqual({ refused: 'product' });
    await setMood({ casing: 'live' });
  });

  const recorded = async (name: string): Promise<unknown> =>
    (await Bun.file(`${import.meta.dir}/../fixtures/prodigi/${name}.json`).json()).body;

  test('what Prodigi published is understood: a new order, a complete one, a cancelled one', async () => {
    const read = async (name: string) => orderOf(lowered(await recorded(name)));
    expect(await read('created-order')).toMatchObject({
      stage: 'in-progress',
      assets: 'waiting',
      cost: null,
    });
    expect(await read('order')).toMatchObject({
      ...{ stage: 'shipped', assets: 'downloaded', cost: { cents: 1_800, currency: 'GBP' } },
      shipments: [{ sent: true, carrier: 'USPS', trackingNumber: '1257TEST874983' }],
    });
    expect(await read('cancelled-order')).toMatchObject({ stage: 'cancelled' });
  });

  test('so is a list with a failed download and a parcel without tracking', async () => {
    const { orders } = Object(await recorded('orders'));
    const [, failed] = orders.map((order: unknown) => orderOf(lowered({ order })));
    expect(failed).toMatchObject({
      ...{ stage: 'in-progress', assets: 'failed', issues: [{ trouble: 'asset-not-downloaded' }] },
      shipments: [{ sent: false, trackingNumber: null }],
    });
  });

  test('so are a quote and a callback', async () => {
    const quote = quotesOf(lowered(await recorded('quote')));
    expect(quote.methods).toHaveLength(4);
    expect(quote.methods[0]).toMatchObject({ itemsCents: 14_800, shippingCents: 995, currency: 'GBP' });
    expect(lab.parseCallback(JSON.stringify(await recorded('callback')))).toEqual({
      ...{ id: 'evt_305174', labOrderId: 'ord_1469466' },
    });
  });
});
