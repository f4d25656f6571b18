/** Receipts: what an erasure's own events come to, without a name in it. */
import { describe, expect, test } from 'bun:test';
import {
  ErasureProcessorAnswered,
  ErasureProcessorsTold,
  erasureStream,
  Fate,
  KeyId,
} from '../../../src/modules/privacy/erasure.events.ts';
import { numberOf, receiptOf } from '../../../src/modules/privacy/receipt.ts';
import { remember } from '../../given.ts';
import { ref } from '../../shop.ts';
import { erased, orderId, requestId } from '../facts.ts';

const id = { requestId: requestId('a') };
const kid = (name: string) => KeyId.parse(requestId(name));
const told = ErasureProcessorsTold.schema.shape.told.parse([
  { processor: 'stripe', answer: 'ends-on', until: '2028-02-23' },
]);
const fates = [Fate.parse({ category: 'contact', count: 1, fate: 'after-delivery', until: null })];
const accepted = {
  ...({
    type: 'ErasureAccepted',
    ...id,
    number: 26,
    person: erased(),
    people: [{ ref: ref('Ada') }],
  } as const),
  ...({ scope: 'everything', fates, openOrders: [orderId()], photos: [], portraits: [] } as const),
  ...({ because: 'own-request' } as const),
};
const round = (round: number, keys: readonly KeyId[], files: number) =>
  [
    { type: 'ErasureKeysDestroyed', ...id, round, kids: keys },
    { type: 'ErasureFilesDeleted', ...id, round, files },
    { type: 'ErasureProcessorsTold', ...id, round, told },
    { type: 'ErasureVerified', ...id, round, valuesTried: 9, filesTried: files, rowsTried: 4 },
  ] as const;
const resumed = {
  ...({ type: 'ErasureResumed', ...id, orderId: orderId(), round: 1, openOrders: [] } as const),
  people: [{ ref: ref('Ada') }],
};

const receiptAfter = async (...events: Parameters<typeof remember>[1][]) => {
  const stored = await Promise.all(events.map((event, index) => remember(erasureStream, event, index)));
  return receiptOf(stored.map((one) => ({ event: erasureStream.decode(one), at: one.created })));
};

const said = (one: { readonly processor: string; readonly answer: string }) =>
  `${one.processor}: ${one.answer}`;

describe('a receipt', () => {
  test('tells what was destroyed, deleted, told and read back', async () => {
    expect(await receiptAfter(accepted, ...round(0, [kid('one')], 2))).toMatchObject({
      ...{
        receipt: 'ER-0026',
        round: 0,
        keysDestroyed: [kid('one')],
        filesDeleted: 2,
        processors: [{ processor: 'stripe', answer: 'ends-on', until: '2028-02-23' }],
        fates,
      },
      ...{ readBack: { opened: 0, values: 9, files: 2, rows: 4 }, waitsForOrders: 1 },
    });
  });
  test('adds up over the rounds, when an order had to be done first', async () => {
    const all = [accepted, ...round(0, [kid('one')], 2), resumed, ...round(1, [kid('two')], 1)];
    expect(await receiptAfter(...all)).toMatchObject({
      ...{ round: 1, keysDestroyed: [kid('one'), kid('two')], filesDeleted: 3, waitsForOrders: 0 },
    });
  });
  test('has the newest answer of each processor, and not what the work is called there', async () => {
    const late = ErasureProcessorsTold.schema.shape.told.parse([
      { processor: 'stripe', answer: 'open', until: null, job: 'rdj_1' },
    ]);
    const [keys, files, , verified] = round(0, [kid('one')], 2);
    const asked = { type: 'ErasureProcessorsTold', ...id, round: 0, told: late } as const;
    const answered = ErasureProcessorAnswered.schema.parse({
      ...{ type: 'ErasureProcessorAnswered', ...id, processor: 'stripe', job: 'rdj_1' },
      ...{ answer: 'acknowledged', until: null },
    });
    const open = await receiptAfter(accepted, keys, files, asked, verified);
    expect(open?.processors.map(said)).toEqual(['stripe: open']);
    const closed = await receiptAfter(accepted, keys, files, asked, verified, answered);
    expect(closed?.processors.map(said)).toEqual(['stripe: acknowledged']);
    expect(JSON.stringify(closed)).not.toContain('rdj_1');
  });
  test('is none before everything was read back', async () => {
    expect(await receiptAfter(accepted, ...round(0, [], 0).slice(0, 3))).toBeUndefined();
  });
  test('holds no name, no address and no words of anybody', async () => {
    const text = JSON.stringify(await receiptAfter(accepted, ...round(0, [kid('one')], 2)));
    expect(text).not.toMatch(/Ada|example\.org|Erase me|jwe|personal:/);
    expect(text).not.toContain(ref('Ada'));
  });
  test('has a number that people can say', () =>
    expect([numberOf(26), numberOf(12_345)]).toEqual(['ER-0026', 'ER-12345']));
});
