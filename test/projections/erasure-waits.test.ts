/** Which erasures wait for which order. */
import { expect, test } from 'bun:test';
import { erasureWaits, waitingFor } from '../../projections/erasure-waits.ts';
import { erased, orderId, requestId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { told } from './rows.ts';

const accepted = (name: string, ...orders: readonly string[]) => ({
  ...{ type: 'ErasureAccepted', requestId: requestId(name), number: 26, person: erased(), fates: [] },
  ...{ people: [{ ref: ref('Ada') }], scope: 'everything', openOrders: orders.map(orderId) },
});
const resumed = (name: string, order: string) => ({
  ...{ type: 'ErasureResumed', requestId: requestId(name), orderId: orderId(order), round: 1 },
});

test('an order finds every erasure that waits for it, and an erasure waits for each of its orders', async () => {
  const { rows } = await told(
    erasureWaits,
    accepted('a', 'gift', 'other'),
    accepted('b', 'gift'),
    accepted('c'),
  );
  expect(await waitingFor(rows, orderId('gift'))).toEqual([requestId('a'), requestId('b')]);
  expect(await waitingFor(rows, orderId('other'))).toEqual([requestId('a')]);
  expect(await waitingFor(rows, orderId('unknown'))).toEqual([]);
});

test('what went on waits for that order no longer, and for the others still', async () => {
  const { rows } = await told(
    erasureWaits,
    accepted('a', 'gift', 'other'),
    accepted('b', 'gift'),
    resumed('a', 'gift'),
  );
  expect(await waitingFor(rows, orderId('gift'))).toEqual([requestId('b')]);
  expect(await waitingFor(rows, orderId('other'))).toEqual([requestId('a')]);
});
