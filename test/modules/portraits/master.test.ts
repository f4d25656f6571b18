/** Masters: the picture that was bought, once for each line of an order. */
import { describe, test } from 'bun:test';
import { master } from '../../../src/modules/portraits/master.ts';
import { given } from '../../given.ts';
import { blob, fileBuyer, masterId, orderId, portraitId } from '../facts.ts';

const of = { masterId: masterId(), orderId: orderId() };
const about = { line: 0, use: 'print' } as const;
const order = {
  ...({ type: 'OrderMaster', ...of, ...about, portraitId: portraitId('a') } as const),
  ...{ widthPx: 4725, heightPx: 5906 },
} as const;
const ordered = { ...order, type: 'MasterOrdered' } as const;
const picture = { buyer: fileBuyer(), blob: blob('master'), seconds: 21 };
const record = { type: 'RecordRendering', ...of, ...picture } as const;
const rendered = { type: 'MasterRendered', ...of, ...about, ...picture } as const;
const fail = { type: 'RecordRenderingFailure', masterId: masterId(), reason: 'photo-gone' } as const;
const failed = { type: 'MasterFailed', ...of, ...about, reason: 'photo-gone' } as const;

describe('a master', () => {
  test('is ordered with a line of an order', () => given(master).when(order).emits(ordered));
  test('and once', () => given(master, ordered).when(order).refuses('master-already-ordered'));
  test('is rendered, and says for which line, and for whom it is', () =>
    given(master, ordered).when(record).emits(rendered));
  test('and once: a second picture would be a second file of the same purchase', () =>
    given(master, ordered, rendered).when(record).refuses('master-already-rendered'));
  test('fails, and says for which line', () => given(master, ordered).when(fail).emits(failed));
  test('and once', () => given(master, ordered, failed).when(fail).refuses('master-already-failed'));
  test('that is rendered does not fail any more', () =>
    given(master, ordered, rendered).when(fail).refuses('master-already-rendered'));
  test('that failed is not rendered any more: the order was cancelled for it', () =>
    given(master, ordered, failed).when(record).refuses('master-already-failed'));
  test('that nobody ordered is not rendered', () => given(master).when(record).refuses('master-unknown'));
  test('nor does it fail', () => given(master).when(fail).refuses('master-unknown'));
});
