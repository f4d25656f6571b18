/** What follows for orders and photos: each event leads to its command, and a second reading to nothing new. */
import { describe, expect, test } from 'bun:test';
import type { Process } from '../../src/eventsourcing/process.ts';
import { master } from '../../src/modules/portraits/master.ts';
import { portrait } from '../../src/modules/portraits/portrait.ts';
import { cancelOrderWhenMasterFailed } from '../../src/processes/cancel-order-when-master-failed.ts';
import { cancelOrderWhenPaymentFailed } from '../../src/processes/cancel-order-when-payment-failed.ts';
import { completeLineWhenFileRendered } from '../../src/processes/complete-line-when-file-rendered.ts';
import { completeLineWhenPrintShipped } from '../../src/processes/complete-line-when-print-shipped.ts';
import { confirmOrderWhenPaymentCaptured } from '../../src/processes/confirm-order-when-payment-captured.ts';
import { keepPhotoWhenOrderPlaced } from '../../src/processes/keep-photo-when-order-placed.ts';
import { letPhotoGoWhenOrderEnded } from '../../src/processes/let-photo-go-when-order-ended.ts';
import { openPaymentWhenOrderPlaced } from '../../src/processes/open-payment-when-order-placed.ts';
import { orderMastersWhenOrderConfirmed } from '../../src/processes/order-masters-when-order-confirmed.ts';
import { paintPortraitWhenRequested } from '../../src/processes/paint-portrait-when-requested.ts';
import { planPrintsWhenOrderConfirmed } from '../../src/processes/plan-prints-when-order-confirmed.ts';
import { providePrintFileWhenMasterRendered } from '../../src/processes/provide-print-file-when-master-rendered.ts';
import { renderMasterWhenOrdered } from '../../src/processes/render-master-when-ordered.ts';
import { stopPaintingWhenPortraitFailed } from '../../src/processes/stop-painting-when-portrait-failed.ts';
import { submitPrintOrderWhenFileReady } from '../../src/processes/submit-print-order-when-file-ready.ts';
import { line, masterId, orderId, paymentId, photoId, portraitId, printOrderId } from '../modules/facts.ts';
import { deeds } from './deeds.ts';
import { type Working, working } from './working.ts';

const ofOrder = (name = 'gift') => `order-${orderId(name)}`;
const ofPhoto = (name = 'ada') => `photo-${photoId(name)}`;

/** Somebody with a painted portrait, who orders. */
async function ordered(lines = [line()]) {
  const it = working();
  const deed = deeds(it);
  await deed.sends();
  for (const { style } of lines) await deed.wants(style);
  await it.effectuate(paintPortraitWhenRequested);
  await deed.orders('gift', { lines });
  await it.effectuate(openPaymentWhenOrderPlaced);
  return { ...it, ...deed };
}

async function confirmed(lines = [line()]) {
  const it = await ordered(lines);
  await it.pays();
  await it.react(confirmOrderWhenPaymentCaptured);
  return it;
}

async function rendered(lines = [line()]) {
  const it = await confirmed(lines);
  await it.react(planPrintsWhenOrderConfirmed);
  await it.effectuate(orderMastersWhenOrderConfirmed);
  await it.effectuate(renderMasterWhenOrdered);
  return it;
}

/** Reads the log, and then twice more from its first event. @returns the types of a stream, the same each time */
async function after(it: Pick<Working, 'react' | 'reactAnew' | 'typesIn'>, process: Process, stream: string) {
  await it.react(process);
  const once = await it.typesIn(stream);
  for (let again = 0; again < 2; again++) await it.reactAnew(process);
  expect(await it.typesIn(stream)).toEqual(once);
  return once;
}

describe('keep photo when order placed', () => {
  test('a photo that somebody ordered from stays', async () => {
    const it = await ordered();
    expect(await after(it, keepPhotoWhenOrderPlaced, ofPhoto())).toContain('PhotoKept');
  });
  test('a photo that was ordered from twice is kept for the order once', async () => {
    const it = await ordered([line(), line({ style: 'pop-art' })]);
    const types = await after(it, keepPhotoWhenOrderPlaced, ofPhoto());
    expect(types.filter((type) => type === 'PhotoKept')).toHaveLength(1);
  });
  test('a photo that is not there stops the reader, with a code: somebody has to look', async () => {
    const it = working();
    await deeds(it).orders();
    expect(it.react(keepPhotoWhenOrderPlaced)).rejects.toMatchObject({ code: 'process/refused' });
  });
});

describe('let photo go when order ended', () => {
  test('a cancelled order needs its photos no longer', async () => {
    const it = await ordered();
    await it.react(keepPhotoWhenOrderPlaced);
    await it.cancels();
    expect(await after(it, letPhotoGoWhenOrderEnded, ofPhoto())).toContain('PhotoLetGo');
  });
  test('a fulfilled one neither', async () => {
    const it = await rendered([line({ kind: 'file' })]);
    await it.react(keepPhotoWhenOrderPlaced);
    await it.react(completeLineWhenFileRendered);
    expect(await after(it, letPhotoGoWhenOrderEnded, ofPhoto())).toContain('PhotoLetGo');
  });
});

describe('confirm order when payment captured', () => {
  test('money has come, so work may begin', async () => {
    const it = await ordered();
    await it.pays();
    expect(await after(it, confirmOrderWhenPaymentCaptured, ofOrder())).toEqual([
      'OrderPlaced',
      'OrderConfirmed',
    ]);
  });
  test('an order that was cancelled meanwhile stays so', async () => {
    const it = await ordered();
    await it.cancels();
    await it.pays();
    expect(await after(it, confirmOrderWhenPaymentCaptured, ofOrder())).toEqual([
      'OrderPlaced',
      'OrderCancelled',
    ]);
  });
});

describe('cancel order when payment failed', () => {
  test('an order that nobody will pay is over', async () => {
    const it = await ordered();
    it.expired(paymentId());
    await it.paymentIsTold();
    expect(await after(it, cancelOrderWhenPaymentFailed, ofOrder())).toEqual([
      'OrderPlaced',
      'OrderCancelled',
    ]);
    const [, cancelled] = await it.store.read(ofOrder());
    expect(cancelled?.data).toMatchObject({ reason: 'not-paid', photoIds: [photoId()] });
  });
});

describe('cancel order when master failed', () => {
  test('what cannot be painted cannot be sold', async () => {
    const it = await confirmed();
    await it.effectuate(orderMastersWhenOrderConfirmed);
    const fail = { type: 'RecordRenderingFailure', masterId: masterId(), reason: 'photo-gone' } as const;
    await it.must(it.handle(master, masterId(), fail, it.context('order.fulfilment')));
    const types = await after(it, cancelOrderWhenMasterFailed, ofOrder());
    expect(types).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderCancelled']);
  });
});

describe('plan prints when order confirmed', () => {
  test('each line that is a thing becomes a print order, and a file none', async () => {
    const it = await confirmed([line({ quantity: 2 }), line({ kind: 'file', style: 'pop-art' })]);
    expect(await after(it, planPrintsWhenOrderConfirmed, `printOrder-${printOrderId()}`)).toEqual([
      'PrintOrderPlanned',
    ]);
    const [planned] = await it.store.read(`printOrder-${printOrderId()}`);
    expect(planned?.data).toMatchObject({
      line: 0,
      copies: 2,
      labSku: 'GLOBAL-CFPM-16X20',
      shippingMethod: 'standard',
    });
    expect(await it.typesIn(`printOrder-${printOrderId('gift', 1)}`)).toEqual([]);
  });
});

describe('provide print file when master rendered', () => {
  test('a picture for the lab is ready, and its print order may leave', async () => {
    const it = await rendered();
    const types = await after(it, providePrintFileWhenMasterRendered, `printOrder-${printOrderId()}`);
    expect(types).toEqual(['PrintOrderPlanned', 'PrintFileReady']);
  });
  test('a file for the customer is not for the lab', async () => {
    const it = await rendered([line({ kind: 'file' })]);
    await it.react(providePrintFileWhenMasterRendered);
    expect(await it.typesIn(`printOrder-${printOrderId()}`)).toEqual([]);
  });
});

describe('complete line when file rendered', () => {
  test('a file that can be downloaded is delivered', async () => {
    const it = await rendered([line({ kind: 'file' })]);
    const types = await after(it, completeLineWhenFileRendered, ofOrder());
    expect(types.slice(2)).toEqual(['OrderLineCompleted', 'OrderFulfilled']);
  });
  test('a picture for the lab is not', async () => {
    const it = await rendered();
    expect(await after(it, completeLineWhenFileRendered, ofOrder())).toEqual([
      'OrderPlaced',
      'OrderConfirmed',
    ]);
  });
  test('of an order that is off it delivers nothing', async () => {
    const it = await rendered([line({ kind: 'file' })]);
    await it.cancels();
    expect((await after(it, completeLineWhenFileRendered, ofOrder())).at(-1)).toBe('OrderCancelled');
  });
});

describe('complete line when print shipped', () => {
  const atLab = async () => {
    const it = await rendered();
    await it.react(providePrintFileWhenMasterRendered);
    await it.effectuate(submitPrintOrderWhenFileReady);
    return it;
  };
  test('a print is done when the lab has sent it', async () => {
    const it = await atLab();
    await it.labShips();
    const types = await after(it, completeLineWhenPrintShipped, ofOrder());
    expect(types.slice(2)).toEqual(['OrderLineCompleted', 'OrderFulfilled']);
  });
  test('and not while it is being made', async () => {
    const it = await atLab();
    it.labBecomes('ord_1', { stage: 'in-production' });
    await it.labIsAsked();
    expect(await after(it, completeLineWhenPrintShipped, ofOrder())).toEqual([
      'OrderPlaced',
      'OrderConfirmed',
    ]);
  });
});

describe('stop painting when portrait failed', () => {
  const failing = {
    type: 'RecordFailure',
    portraitId: portraitId('ada engraving'),
    reason: 'engine-failed',
  } as const;
  test('what could not be painted costs nothing: the unit goes back', async () => {
    const it = working();
    const { sends, wants, must, context } = deeds(it);
    await sends();
    await wants();
    await must(it.handle(portrait, failing.portraitId, failing, context('portrait.generation')));
    const types = await after(it, stopPaintingWhenPortraitFailed, ofPhoto());
    expect(types.slice(-2)).toEqual(['PaintingStopped', 'PaintingReleased']);
  });
});
