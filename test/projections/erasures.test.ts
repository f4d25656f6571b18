/** Erasures as their own page tells of them: phase by phase, round by round, and nobody’s name. */
import { describe, expect, test } from 'bun:test';
import { erasureOf, erasures, erasuresOf } from '../../projections/erasures.ts';
import { ErasureProcessorsTold, Fate } from '../../src/modules/privacy/erasure.events.ts';
import { erased, orderId, photoId, portraitId, requestId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const id = { requestId: requestId('a') };
const fates = [Fate.parse({ category: 'contact', count: 1, fate: 'after-delivery', until: null })];
const accepted = (name = 'a', by = 'Ada') => ({
  ...{ type: 'ErasureAccepted', requestId: requestId(name), number: 26, person: erased(by), fates },
  ...{ people: [{ ref: ref(by) }], scope: 'everything', because: 'own-request', openOrders: [orderId()] },
  ...{ photos: [photoId()], portraits: [portraitId('a')] },
});
const answers = ErasureProcessorsTold.schema.shape.told.parse([
  { processor: 'smtp', answer: 'nothing-held', until: null },
  { processor: 'stripe', answer: 'open', until: null, job: 'red_1' },
]);
const jws = 'e30.e30.c2ln';
const round = (round: number) => [
  { type: 'ErasureKeysDestroyed', ...id, round, kids: [requestId('k1'), requestId('k2')] },
  { type: 'ErasureFilesDeleted', ...id, round, files: 2 },
  { type: 'ErasureProcessorsTold', ...id, round, told: answers },
  { type: 'ErasureVerified', ...id, round, valuesTried: 9, filesTried: 2, rowsTried: 4 },
  { type: 'ErasureReceiptIssued', ...id, round, receipt: jws },
];
const resumed = { type: 'ErasureResumed', ...id, orderId: orderId(), round: 1, people: [], openOrders: [] };

describe('an erasure', () => {
  test('is accepted as it was shown', async () => {
    const { rows } = await told(erasures, accepted());
    expect(await erasureOf(rows, requestId('a'))).toMatchObject({
      ...{ number: 26, person: ref('Ada'), people: [ref('Ada')], fates, openOrders: [orderId()], round: 0 },
      ...{ status: 'accepted', keys: 0, files: 0, told: [], receipt: null, acceptedAt: at(0) },
    });
  });

  test.each([
    [1, { status: 'keys', keys: 2, keysAt: at(1) }],
    [2, { status: 'files', files: 2 }],
    [3, { status: 'processors', told: answers }],
    [4, { status: 'verified', tried: { values: 9, files: 2, rows: 4 }, verifiedAt: at(4) }],
    [5, { status: 'receipt', receipt: jws, receiptAt: at(5) }],
  ])('tells of phase %i', async (phase, row) => {
    const { rows } = await told(erasures, accepted(), ...round(0).slice(0, phase));
    expect(await rows.byKey(requestId('a'))).toMatchObject(row);
  });

  test('that waited for an order adds up over its rounds', async () => {
    const { rows } = await told(erasures, accepted(), ...round(0), resumed);
    expect(await rows.byKey(requestId('a'))).toMatchObject({ status: 'accepted', round: 1, openOrders: [] });
    const again = await told(erasures, accepted(), ...round(0), resumed, ...round(1));
    expect(await again.rows.byKey(requestId('a'))).toMatchObject({ status: 'receipt', keys: 4, files: 4 });
  });

  test('has the newest answer of each company, and the addendum in place of the receipt', async () => {
    const answered = {
      ...{ type: 'ErasureProcessorAnswered', ...id, processor: 'stripe', job: 'red_1' },
      ...{ answer: 'acknowledged', until: null },
    };
    const addendum = { type: 'ErasureAddendumIssued', ...id, receipt: 'e30.e30.bmV3' };
    const { rows } = await told(erasures, accepted(), ...round(0), answered, addendum);
    expect(await rows.byKey(requestId('a'))).toMatchObject({
      ...{ told: [{ answer: 'nothing-held' }, { processor: 'stripe', answer: 'acknowledged' }] },
      ...{ receipt: 'e30.e30.bmV3', receiptAt: at(7) },
    });
  });

  test('holds nothing that a key could take away: it is the proof, and stays', async () => {
    const { rows, destroys } = await told(erasures, accepted(), ...round(0));
    const before = await rows.byKey(requestId('a'));
    await destroys({ subject: ref('Ada') });
    expect(await rows.byKey(requestId('a'))).toEqual(before);
  });
});

test('whoever asked finds what they asked, newest first', async () => {
  const { rows } = await told(erasures, accepted('a'), accepted('other', 'Mary'), accepted('b'));
  expect((await erasuresOf(rows, ref('Ada'))).map(({ requestId }) => requestId)).toEqual([
    requestId('b'),
    requestId('a'),
  ]);
});
