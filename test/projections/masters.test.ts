/** Masters: the high-resolution pictures of an order, as its page offers them. */
import { expect, test } from 'bun:test';
import { masters, mastersOfOrder } from '../../projections/masters.ts';
import { blob, fileBuyer, masterId, orderId, portraitId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const about = (line: number) => ({ masterId: masterId('gift', line), orderId: orderId(), line, use: 'file' });
const ordered = (line: number) => ({
  ...{ type: 'MasterOrdered', ...about(line), portraitId: portraitId('a'), widthPx: 4800, heightPx: 6000 },
});
const rendered = (line: number) => ({
  ...{ type: 'MasterRendered', ...about(line), buyer: fileBuyer(), blob: blob('master'), seconds: 21 },
});

test('a picture is ordered, then there', async () => {
  const { rows, open, happens } = await told(masters, ordered(0));
  expect(await rows.byKey(masterId())).toMatchObject({
    ...{ status: 'ordered', use: 'file', file: null, blob: null, orderedAt: at(0), endedAt: null },
  });
  await happens(rendered(0));
  const row = await rows.byKey(masterId());
  expect(row).toMatchObject({ status: 'rendered', blob: blob('master'), endedAt: at(1) });
  expect(row?.file && (await open(row.file, 'order.fulfilment'))).toMatchObject({
    value: { sha256: 'a'.repeat(64) },
  });
});

test('one that could not be rendered says so', async () => {
  const failed = { type: 'MasterFailed', ...about(0), reason: 'photo-gone' };
  const { rows } = await told(masters, ordered(0), failed);
  expect(await rows.byKey(masterId())).toMatchObject({ status: 'failed', endedAt: at(1) });
});

test('those of an order stand in the order of its lines', async () => {
  const { rows } = await told(masters, ordered(1), ordered(2), ordered(0));
  expect((await mastersOfOrder(rows, orderId())).map(({ line }) => line)).toEqual([0, 1, 2]);
  expect(await mastersOfOrder(rows, orderId('other'))).toEqual([]);
});

test('when its key is gone nothing of the file is left', async () => {
  const { rows, destroys } = await told(masters, ordered(0), rendered(0));
  await destroys({ subject: ref('Ada'), category: 'media.master' });
  expect(await rows.byKey(masterId())).toMatchObject({ status: 'rendered', file: { jwe: '' } });
});
