/** What is painted: a preview that is asked for, a master that is bought, and what happens when either cannot be. */
import { describe, expect, test } from 'bun:test';
import { confirmOrderWhenPaymentCaptured } from '../../src/processes/confirm-order-when-payment-captured.ts';
import { openPaymentWhenOrderPlaced } from '../../src/processes/open-payment-when-order-placed.ts';
import { orderMastersWhenOrderConfirmed } from '../../src/processes/order-masters-when-order-confirmed.ts';
import { paintPortraitWhenRequested } from '../../src/processes/paint-portrait-when-requested.ts';
import { releaseQuotaWhenNothingPainted } from '../../src/processes/release-quota-when-nothing-painted.ts';
import { renderMasterWhenOrdered } from '../../src/processes/render-master-when-ordered.ts';
import { stopPaintingWhenPortraitFailed } from '../../src/processes/stop-painting-when-portrait-failed.ts';
import type { PaintingCompany } from '../../src/studio/engine.ts';
import { line, masterId, photoId, portraitId, unitId } from '../modules/facts.ts';
import { opening, ref } from '../shop.ts';
import { deeds } from './deeds.ts';
import { working } from './working.ts';

const id = portraitId('ada engraving');
const ofPortrait = `portrait-${id}`;

/** @param company that paints for the studio */
async function asked(company?: PaintingCompany) {
  const it = working(company);
  const deed = deeds(it);
  await deed.sends();
  await deed.wants();
  return { ...it, ...deed };
}
type Asked = Awaited<ReturnType<typeof asked>>;

/** Why the portrait failed. */
const reasonOf = async ({ store }: Asked) => (await store.read(ofPortrait)).at(-1)?.data['reason'];

describe('paint portrait when requested', () => {
  test('a request becomes one job, with an id in it and nothing personal', async () => {
    const it = await asked();
    const [job, ...others] = await it.jobsOf(paintPortraitWhenRequested);
    expect(others).toEqual([]);
    expect(job).toMatchObject({ ids: { portraitId: id }, startAfter: null });
    expect(JSON.stringify(job)).not.toMatch(/Ada|jwe|personal|engraving/);
  });

  test('a photo and its recipe become a watermarked picture, sealed for its owner', async () => {
    const it = await asked();
    await it.effectuate(paintPortraitWhenRequested);
    expect(await it.typesIn(ofPortrait)).toEqual(['PortraitRequested', 'PortraitPainted']);
    expect(it.painted).toMatchObject([
      { watermark: true, width: 1024, height: 1280, recipe: { style: 'engraving' } },
    ]);
    const [preview = ''] = [...it.files.blobs.keys()].slice(-1);
    const key = await it.vault.find(preview.split('/')[0] ?? '');
    expect(key).toMatchObject({ subject: ref('Ada'), category: 'media.portrait', item: id });
    expect(Buffer.from(it.files.blobs.get(preview) ?? []).toString('latin1')).not.toContain('engraving');
  });

  test('a worker that dies of a picture gets it once more', async () => {
    const it = await asked();
    it.studioSays.failsTimes = 1;
    await it.effectuate(paintPortraitWhenRequested);
    expect(await it.typesIn(ofPortrait)).toEqual(['PortraitRequested', 'PortraitPainted']);
  });

  test('a picture that kills two is given up, and says so', async () => {
    const it = await asked();
    it.studioSays.failsTimes = 2;
    await it.effectuate(paintPortraitWhenRequested);
    expect(await reasonOf(it)).toBe('engine-failed');
    expect(it.noted.reported).toEqual(['Error']);
  });

  test('a photo that was erased before its turn is not painted from', async () => {
    const it = await asked();
    await it.destroy({ subject: ref('Ada'), category: 'media.upload', item: photoId() });
    await it.effectuate(paintPortraitWhenRequested);
    expect(await reasonOf(it)).toBe('photo-gone');
    expect(it.painted).toEqual([]);
  });

  test('a photo past its end is not painted from, shredded or not', async () => {
    const it = await asked();
    it.time.now = '2027-11-24T09:00:00.000Z';
    await it.effectuate(paintPortraitWhenRequested);
    expect(await reasonOf(it)).toBe('photo-gone');
  });

  test('whoever is restricted is not painted', async () => {
    const it = await asked();
    it.said.restricted = true;
    await it.effectuate(paintPortraitWhenRequested);
    expect(await reasonOf(it)).toBe('stopped');
    expect(it.painted).toEqual([]);
  });

  test('whoever is erased while the brush moves has no picture in the end', async () => {
    const it = await asked();
    const [job] = await it.jobsOf(paintPortraitWhenRequested);
    if (job === undefined) throw new Error('no job');
    const engine: typeof it.engine = {
      ...it.engine,
      paint: async (told) => {
        await it.vault.fence(ref('Ada'), 'media.portrait');
        return it.engine.paint(told);
      },
    };
    await it.perform(paintPortraitWhenRequested, job, { ...it.ports, engine });
    expect(await reasonOf(it)).toBe('photo-gone');
    expect(it.files.blobs.size).toBe(1);
  });

  test('a style that the studio has no longer is not painted', async () => {
    const it = working();
    const { sends, wants } = deeds(it);
    await sends();
    await wants('sepia');
    await it.effectuate(paintPortraitWhenRequested);
    expect((await it.store.read(`portrait-${portraitId('ada sepia')}`)).at(-1)?.data['reason']).toBe(
      'engine-failed',
    );
  });

  test('a store that is away is nobody’s failure: the job comes again, and leaves nothing twice', async () => {
    const it = await asked();
    const [job] = await it.jobsOf(paintPortraitWhenRequested);
    if (job === undefined) throw new Error('no job');
    await it
      .perform(paintPortraitWhenRequested, job, { ...it.ports, blobs: awayAfter(it, 0) })
      .catch(() => {});
    const handle = () => Promise.reject(new Error('the lights went out'));
    await it.perform(paintPortraitWhenRequested, job, { ...it.ports, handle }).catch(() => {});
    await it.perform(paintPortraitWhenRequested, job);
    expect(await it.typesIn(ofPortrait)).toEqual(['PortraitRequested', 'PortraitPainted']);
    expect(it.files.blobs.size).toBe(2);
  });
});

/** A storage that keeps so many files more, and then is gone. */
function awayAfter({ blobs }: Asked, left: number): Asked['blobs'] {
  let more = left;
  return {
    ...blobs,
    async keep(...what) {
      if (more-- <= 0) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
      return blobs.keep(...what);
    },
  };
}

describe('where another company paints', () => {
  test('the picture is kept as it came, sealed beside the preview, and the log says who was to paint it', async () => {
    const it = await asked('replicate');
    await it.effectuate(paintPortraitWhenRequested);
    const [requested, painted] = await it.store.read(ofPortrait);
    expect(requested?.data['painter']).toBe('replicate');
    expect([it.commissioned.length, it.painted.length]).toEqual([1, 1]);
    expect(painted?.data['seconds']).toBe(22);
    const original = String(painted?.data['original']);
    const kid = original.split('/')[0] ?? '';
    const about = { subject: ref('Ada'), category: 'media.portrait', item: id };
    expect(await it.vault.find(kid)).toMatchObject(about);
    expect(kid).toBe(String(painted?.data['preview']).split('/')[0] ?? 'none');
    expect(Buffer.from(it.files.blobs.get(original) ?? []).toString('latin1')).not.toContain('engraving');
  });

  test('a master is made from that picture, and never by the company again', async () => {
    const it = await bought([line()], true, 'openai');
    await it.effectuate(orderMastersWhenOrderConfirmed);
    await it.destroy({ subject: ref('Ada'), category: 'media.upload', item: photoId() });
    await it.effectuate(renderMasterWhenOrdered);
    const [, master] = it.painted;
    expect(new TextDecoder().decode(master?.original)).toBe('an original of engraving');
    expect(master).toMatchObject({ watermark: false, width: 4725 });
    expect(it.commissioned).toHaveLength(1);
    expect(await it.typesIn(ofMaster)).toEqual(['MasterOrdered', 'MasterRendered']);
  });

  test('what was asked for while the studio painted by itself is painted by itself', async () => {
    const it = await asked();
    const elsewhere = working('replicate');
    const [job] = await it.jobsOf(paintPortraitWhenRequested);
    if (job === undefined) throw new Error('no job');
    await it.perform(paintPortraitWhenRequested, job, { ...it.ports, engine: elsewhere.engine });
    expect([elsewhere.commissioned.length, elsewhere.painted.length]).toEqual([0, 1]);
    expect((await it.store.read(ofPortrait)).at(-1)?.data['original']).toBeNull();
  });

  test('a photo that it will not paint is not sent to it again, and the reason is told', async () => {
    const it = await asked('replicate');
    it.studioSays.refuses = 'provider/declined';
    await it.effectuate(paintPortraitWhenRequested);
    expect(it.commissioned).toHaveLength(1);
    expect(await reasonOf(it)).toBe('declined');
  });

  test('a worker that dies of finishing gets it once more; the company is not asked again', async () => {
    const it = await asked('replicate');
    it.studioSays.failsTimes = 1;
    await it.effectuate(paintPortraitWhenRequested);
    expect(await it.typesIn(ofPortrait)).toEqual(['PortraitRequested', 'PortraitPainted']);
    expect(it.commissioned).toHaveLength(1);
  });

  test('what it delivers and nobody can open fails, is reported, and is not kept', async () => {
    const it = await asked('replicate');
    it.studioSays.failsTimes = 2;
    await it.effectuate(paintPortraitWhenRequested);
    expect([await reasonOf(it), it.commissioned.length]).toEqual(['engine-failed', 1]);
    expect(it.noted.reported).toHaveLength(1);
    expect(it.files.blobs.size).toBe(1);
  });

  test('one that is away for a while is asked again, as a store is; at the last try the portrait fails', async () => {
    const it = await asked('openai');
    const [job] = await it.jobsOf(paintPortraitWhenRequested);
    if (job === undefined) throw new Error('no job');
    it.studioSays.refuses = 'provider/unavailable';
    await expect(it.perform(paintPortraitWhenRequested, job)).rejects.toMatchObject({
      code: 'provider/unavailable',
    });
    expect(await it.typesIn(ofPortrait)).toEqual(['PortraitRequested']);
    const turn = { isLast: true, signal: new AbortController().signal };
    await it.perform(paintPortraitWhenRequested, job, it.ports, turn);
    expect(await reasonOf(it)).toBe('engine-failed');
    expect(it.noted.reported).toEqual(['provider/unavailable {"provider":"openai"}']);
  });

  test('one that refuses, for a wrong key or an empty purse, is told of in the log', async () => {
    const it = await asked('openai');
    it.studioSays.refuses = 'provider/refused';
    await it.effectuate(paintPortraitWhenRequested);
    expect([await reasonOf(it), it.commissioned.length]).toEqual(['engine-failed', 1]);
    expect(it.noted.reported).toEqual(['provider/refused {"provider":"openai"}']);
  });

  test.each([
    ['replicate', 'anything is noted', 0, 0],
    ['openai', 'anything is noted', 0, 0],
    ['replicate', 'the original is kept', 1, 1],
    ['replicate', 'the preview is kept', 2, 1],
    ['openai', 'the preview is kept', 2, 1],
  ] as const)('%s is paid once, where the storage goes before %s', async (company, _, files, before) => {
    const it = await asked(company);
    const [job] = await it.jobsOf(paintPortraitWhenRequested);
    if (job === undefined) throw new Error('no job');
    const blobs = awayAfter(it, files);
    const away = it.perform(paintPortraitWhenRequested, job, { ...it.ports, blobs });
    await expect(away).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(it.commissioned).toHaveLength(before);
    await it.perform(paintPortraitWhenRequested, job);
    expect(it.commissioned).toHaveLength(1);
    expect(it.painted.at(-1)?.recipe.engine).toBe(`${company}/model@1`);
    const [, done] = await it.store.read(ofPortrait);
    expect(done?.type).toBe('PortraitPainted');
    expect([...it.files.blobs.keys()].slice(2).toSorted()).toEqual(
      [String(done?.data['original']), String(done?.data['preview'])].toSorted(),
    );
  });

  test('one that can be asked only once is paid once also where the storage is away for a moment afterwards', async () => {
    const it = await asked('openai');
    const [job] = await it.jobsOf(paintPortraitWhenRequested);
    if (job === undefined) throw new Error('no job');
    let calls = 0;
    const blobs: typeof it.blobs = {
      ...it.blobs,
      async keep(...what) {
        if (++calls === 2) throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
        return it.blobs.keep(...what);
      },
    };
    await it.perform(paintPortraitWhenRequested, job, { ...it.ports, blobs });
    expect([await it.typesIn(ofPortrait), it.commissioned.length]).toEqual([
      ['PortraitRequested', 'PortraitPainted'],
      1,
    ]);
  });

  test('one that did not answer in time is not asked again by itself: the portrait fails, and costs nothing', async () => {
    const it = await asked('openai');
    it.studioSays.refuses = 'provider/timed-out';
    await it.effectuate(paintPortraitWhenRequested);
    expect([await reasonOf(it), it.commissioned.length]).toEqual(['engine-failed', 1]);
    expect(it.noted.reported).toEqual(['provider/timed-out {"provider":"openai"}']);
  });

  test('one that paints for somebody who was erased meanwhile is called off', async () => {
    const it = await asked('replicate');
    const [job] = await it.jobsOf(paintPortraitWhenRequested);
    if (job === undefined) throw new Error('no job');
    const turn = { isLast: false, signal: AbortSignal.abort() };
    await expect(it.perform(paintPortraitWhenRequested, job, it.ports, turn)).rejects.toThrow();
    expect([await it.typesIn(ofPortrait), it.painted]).toEqual([['PortraitRequested'], []]);
  });
});

describe('release quota when nothing painted', () => {
  test('a unit from which nothing came goes back, once', async () => {
    const it = await asked();
    it.said.restricted = true;
    await it.effectuate(paintPortraitWhenRequested);
    await it.react(stopPaintingWhenPortraitFailed);
    const [job] = await it.jobsOf(releaseQuotaWhenNothingPainted);
    if (job === undefined) throw new Error('no job');
    for (let again = 0; again < 2; again++) await it.perform(releaseQuotaWhenNothingPainted, job);
    expect([...it.noted.released]).toEqual([unitId('ada unit')]);
  });
});

const ofMaster = `master-${masterId()}`;

async function bought(lines = [line()], fileAtOnce = true, company?: PaintingCompany) {
  const it = await asked(company);
  await it.effectuate(paintPortraitWhenRequested);
  await it.orders('gift', { lines, fileAtOnce });
  await it.effectuate(openPaymentWhenOrderPlaced);
  await it.pays();
  await it.react(confirmOrderWhenPaymentCaptured);
  return it;
}

describe('order masters when order confirmed', () => {
  test('each line has its picture rendered, at its size', async () => {
    const it = await bought([line(), line({ kind: 'file' })]);
    await it.effectuate(orderMastersWhenOrderConfirmed);
    const [print] = await it.store.read(ofMaster);
    const [file] = await it.store.read(`master-${masterId('gift', 1)}`);
    expect(print?.data).toMatchObject({
      use: 'print',
      line: 0,
      widthPx: 4725,
      heightPx: 5906,
      portraitId: id,
    });
    expect(file?.data).toMatchObject({ use: 'file', line: 1 });
  });

  test('a file waits until it cannot be withdrawn from, where it was not wanted at once', async () => {
    const it = await bought([line({ kind: 'file' })], false);
    expect(await it.jobsOf(orderMastersWhenOrderConfirmed)).toEqual([]);
    it.time.now = '2026-12-08T09:00:00.000Z';
    expect(await it.jobsOf(orderMastersWhenOrderConfirmed)).toMatchObject([{ startAfter: it.time.now }]);
    expect(opening).toBe('2026-11-24T09:00:00.000Z');
  });

  test('an order that was cancelled while it waited has none', async () => {
    const it = await bought([line({ kind: 'file' })], false);
    await it.cancels();
    it.time.now = '2026-12-08T09:00:00.000Z';
    await it.effectuate(orderMastersWhenOrderConfirmed);
    expect(await it.typesIn(ofMaster)).toEqual([]);
  });
});

describe('render master when ordered', () => {
  const toRender = async () => {
    const it = await bought();
    await it.effectuate(orderMastersWhenOrderConfirmed);
    return it;
  };

  test('is the approved picture at its full size, without a watermark, from the same recipe', async () => {
    const it = await toRender();
    await it.effectuate(renderMasterWhenOrdered);
    const [preview, master] = it.painted;
    expect(master).toMatchObject({ watermark: false, width: 4725, height: 5906, dpi: 295.3 });
    expect(master?.recipe).toEqual(preview?.recipe ?? master?.recipe);
    expect(await it.typesIn(ofMaster)).toEqual(['MasterOrdered', 'MasterRendered']);
  });

  test('belongs to the buyer, and to the order', async () => {
    const it = await toRender();
    await it.effectuate(renderMasterWhenOrdered);
    const held = await it.vault.keysOf([ref('Ada')]);
    expect(held.filter(({ category }) => category === 'media.master')).toHaveLength(1);
  });

  test.each([
    ['photo', 'media.upload', photoId()],
    ['recipe', 'portrait.recipe', id],
  ] as const)('cannot be without its %s, and says so', async (_, category, item) => {
    const it = await toRender();
    await it.destroy({ subject: ref('Ada'), category, item });
    await it.effectuate(renderMasterWhenOrdered);
    const [, failed] = await it.store.read(ofMaster);
    expect(failed).toMatchObject({
      type: 'MasterFailed',
      data: { reason: 'photo-gone', use: 'print', line: 0 },
    });
    expect(it.painted).toHaveLength(1);
  });

  test('is not rendered for somebody who is restricted', async () => {
    const it = await toRender();
    it.said.restricted = true;
    await it.effectuate(renderMasterWhenOrdered);
    expect(await it.typesIn(ofMaster)).toEqual(['MasterOrdered', 'MasterFailed']);
  });

  test('is tried once more where a worker dies of it: an order is not cancelled for that', async () => {
    const it = await toRender();
    it.studioSays.failsTimes = 1;
    await it.effectuate(renderMasterWhenOrdered);
    expect(await it.typesIn(ofMaster)).toEqual(['MasterOrdered', 'MasterRendered']);
  });

  test('that breaks the studio is given up, and the order with it', async () => {
    const it = await toRender();
    it.studioSays.failsTimes = 9;
    await it.effectuate(renderMasterWhenOrdered);
    expect((await it.store.read(ofMaster)).at(-1)?.data['reason']).toBe('engine-failed');
  });
});
