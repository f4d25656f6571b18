/** Erasing somebody: phase by phase, each twice without harm, to a receipt that says what is true. */
import { describe, expect, test } from 'bun:test';
import type { Effect } from '../../src/eventsourcing/effect.ts';
import { portrait } from '../../src/modules/portraits/portrait.ts';
import { erasureStream } from '../../src/modules/privacy/erasure.events.ts';
import { erasure } from '../../src/modules/privacy/erasure.ts';
import { categories, entryOf } from '../../src/personal-data/register.ts';
import { askProcessorWhenOpen } from '../../src/processes/ask-processor-when-open.ts';
import { deleteFilesWhenKeysDestroyed } from '../../src/processes/delete-files-when-keys-destroyed.ts';
import { destroyKeysWhenErasureAccepted } from '../../src/processes/destroy-keys-when-erasure-accepted.ts';
import { fencedBy } from '../../src/processes/erasure-fences.ts';
import type { Ports } from '../../src/processes/index.ts';
import { issueAddendumWhenProcessorsAnswered } from '../../src/processes/issue-addendum-when-processors-answered.ts';
import { issueReceiptWhenErasureVerified } from '../../src/processes/issue-receipt-when-erasure-verified.ts';
import { paintPortraitWhenRequested } from '../../src/processes/paint-portrait-when-requested.ts';
import { resumeErasureWhenOrderEnded } from '../../src/processes/resume-erasure-when-order-ended.ts';
import { tellProcessorsWhenFilesDeleted } from '../../src/processes/tell-processors-when-files-deleted.ts';
import { verifyErasureWhenProcessorsTold } from '../../src/processes/verify-erasure-when-processors-told.ts';
import type { PaintingCompany } from '../../src/studio/engine.ts';
import { line, orderId, photoId, portraitId, requestId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { silence } from './companies.ts';
import { deeds } from './deeds.ts';
import { type Working, working } from './working.ts';

const ofErasure = `erasure-${requestId('farewell')}`;
const phases: readonly Effect<Ports>[] = [
  ...[destroyKeysWhenErasureAccepted, deleteFilesWhenKeysDestroyed, tellProcessorsWhenFilesDeleted],
  ...[verifyErasureWhenProcessorsTold, issueReceiptWhenErasureVerified],
];

/** Somebody with a photo, a portrait, and an order that was paid. */
async function known({ isPaid = true, company }: { isPaid?: boolean; company?: PaintingCompany } = {}) {
  const it = working(company);
  const deed = deeds(it);
  await deed.sends();
  await deed.wants();
  await it.settle();
  await deed.orders('gift', { lines: [line()], to: 'Ada' });
  await it.settle();
  if (isPaid) await deed.pays();
  if (isPaid) await it.settle();
  return { ...it, ...deed };
}
type Known = Awaited<ReturnType<typeof known>>;

async function through(it: Working, ...some: readonly Effect<Ports>[]): Promise<void> {
  for (const phase of some) await it.effectuate(phase);
}

const heldOf = async ({ vault }: Working, name = 'Ada') =>
  (await vault.keysOf([ref(name)])).map(({ category }) => category);
const receiptIn = async ({ store }: Working) => {
  const issued = (await store.read(ofErasure)).filter(({ data }) => 'receipt' in data).at(-1);
  const [, payload = ''] = String(issued?.data['receipt']).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
};

describe('an erasure', () => {
  test('goes through its phases to a receipt', async () => {
    const it = await known();
    await it.asksToBeErased();
    await through(it, ...phases);
    expect(await it.typesIn(ofErasure)).toEqual([
      ...['ErasureAccepted', 'ErasureKeysDestroyed', 'ErasureFilesDeleted', 'ErasureProcessorsTold'],
      ...['ErasureVerified', 'ErasureReceiptIssued'],
    ]);
    expect((await it.stateOf(erasure, requestId('farewell'))).status).toBe('receipt');
  });

  test.each(phases.map((phase, index) => [phase.name, index] as const))(
    'does each phase once, however often it is tried: %s',
    async (_, index) => {
      const it = await known();
      await it.asksToBeErased();
      await through(it, ...phases.slice(0, index));
      const phase = phases[index];
      const [job] = phase === undefined ? [] : await it.jobsOf(phase);
      if (phase === undefined || job === undefined) throw new Error('no job');
      const dead = () => Promise.reject(new Error('the lights went out'));
      await it.perform(phase, job, { ...it.ports, handle: dead }).catch(() => {});
      for (let again = 0; again < 2; again++) await it.perform(phase, job);
      expect(await it.typesIn(ofErasure)).toHaveLength(index + 2);
    },
  );
});

describe('destroy keys when erasure accepted', () => {
  test('every key that no law keeps is dead, and the log and the ledger name it', async () => {
    const it = await known();
    const before = await heldOf(it);
    await it.asksToBeErased();
    await through(it, destroyKeysWhenErasureAccepted);
    expect(before).toContain('media.upload');
    const kept = await heldOf(it);
    for (const category of kept)
      expect(['restricted-until-end', 'kept-until-end']).toContain(entryOf(category).onErasure);
    const [log] = await it.store.read(`vault-${requestId('farewell')}.0`);
    const kids = log?.data['kids'];
    expect(it.ledger.entries.flatMap(({ kids }) => kids)).toEqual(expect.arrayContaining(Object(kids)));
    expect(Object(kids)).toHaveLength(before.filter((category) => !kept.includes(category)).length);
  });

  test('nothing new is sealed about them, but what a law asks for', async () => {
    const it = await known();
    await it.asksToBeErased();
    await through(it, destroyKeysWhenErasureAccepted);
    for (const category of categories) {
      const { onErasure } = entryOf(category);
      const scope = { subject: ref('Ada'), category, item: 'a new thing' };
      const ends = onErasure === 'at-once' || onErasure === 'after-delivery';
      const minted = await it.vault.keyFor(scope).then(
        () => true,
        () => false,
      );
      expect([category, minted]).toEqual([category, !ends]);
    }
  });

  test('what an order under way needs waits for its end', async () => {
    const it = await known();
    await it.asksToBeErased('farewell', { openOrders: ['gift'] });
    await through(it, destroyKeysWhenErasureAccepted);
    const held = await heldOf(it);
    expect(held).toContain('contact');
    expect(held).not.toContain('media.upload');
  });

  test('what stands on the easel is stopped, leaves the queue, and costs nothing', async () => {
    const it = await known();
    await it.wants('pop-art');
    await it.asksToBeErased('farewell', { portraits: ['ada pop-art', 'ada engraving'] });
    await through(it, destroyKeysWhenErasureAccepted);
    expect([...it.noted.stopped]).toEqual([portraitId('ada pop-art')]);
    expect((await it.stateOf(portrait, portraitId('ada pop-art'))).status).toBe('failed');
    expect((await it.stateOf(portrait, portraitId('ada engraving'))).status).toBe('painted');
  });

  test('one photo goes with its portraits, and everything else stays', async () => {
    const it = await known();
    await it.asksToBeErased('farewell', { scope: 'photo', portraits: ['ada engraving'] });
    await through(it, ...phases);
    const held = await heldOf(it);
    expect(held).not.toContain('media.upload');
    expect(held).not.toContain('media.portrait');
    expect(held).toContain('contact');
    const again = { subject: ref('Ada'), category: 'media.upload', item: photoId() } as const;
    expect(it.vault.keyFor(again)).rejects.toMatchObject({ code: 'vault/fenced' });
  });

  test('of the photos alone: what is painted stays, what stands on the easel is never finished', async () => {
    const it = await known();
    await it.wants('pop-art');
    const [job] = (await it.jobsOf(paintPortraitWhenRequested)).filter(
      ({ ids }) => ids['portraitId'] === portraitId('ada pop-art'),
    );
    if (job === undefined) throw new Error('no job');
    await it.asksToBeErased('farewell', { scope: 'photos', photos: ['ada'], portraits: ['ada pop-art'] });
    const late: typeof it.engine = {
      ...it.engine,
      async paint(told) {
        await through(it, destroyKeysWhenErasureAccepted);
        return it.engine.paint(told);
      },
    };
    await it.perform(paintPortraitWhenRequested, job, { ...it.ports, engine: late });
    expect((await it.stateOf(portrait, portraitId('ada pop-art'))).status).toBe('failed');
    const held = await it.vault.keysOf([ref('Ada')]);
    const pictures = held.filter(({ category }) => category === 'media.portrait');
    expect(pictures.map(({ item }) => item)).toEqual([portraitId('ada engraving')]);
  });

  test('nobody else’s key is touched', async () => {
    const it = await known();
    await it.sends('cat', 'Mary');
    const before = await heldOf(it, 'Mary');
    await it.asksToBeErased();
    await through(it, ...phases);
    expect(await heldOf(it, 'Mary')).toEqual(before);
  });

  test('what is under a legal hold is kept, and not called destroyed', async () => {
    const it = await known();
    await it.vault.hold({ subject: ref('Ada'), category: 'media.upload' }, true);
    await it.asksToBeErased();
    await through(it, destroyKeysWhenErasureAccepted);
    expect(await heldOf(it)).toContain('media.upload');
  });

  test('what it fences can be read from the log alone, for a vault that was put back', async () => {
    const it = await known();
    await it.asksToBeErased('farewell', { portraits: ['ada engraving'] });
    const [accepted] = await it.store.read(ofErasure);
    const fences = accepted === undefined ? [] : fencedBy(accepted);
    expect(fences).toContainEqual({ subject: ref('Ada'), category: 'media.upload', item: null });
    expect(fences).toContainEqual({
      subject: ref('Ada'),
      category: 'media.portrait',
      item: portraitId('ada engraving'),
    });
    expect(fences.some(({ category }) => category === 'order.invoice')).toBe(false);
  });
});

describe('delete files when keys destroyed', () => {
  test('every file under a dead key goes, and whatever stands beside the log', async () => {
    const it = await known();
    expect(it.files.blobs.size).toBeGreaterThan(0);
    await it.asksToBeErased();
    await through(it, destroyKeysWhenErasureAccepted, deleteFilesWhenKeysDestroyed);
    expect(it.files.blobs.size).toBe(0);
    expect([...it.noted.forgotten]).toEqual([ref('Ada')]);
  });
  test('of one photo alone, nobody is forgotten', async () => {
    const it = await known();
    await it.asksToBeErased('farewell', { scope: 'photo', portraits: ['ada engraving'] });
    await through(it, destroyKeysWhenErasureAccepted, deleteFilesWhenKeysDestroyed);
    expect(it.noted.forgotten.size).toBe(0);
  });
});

describe('tell processors when files deleted', () => {
  const told = async (it: Working) => {
    const events = (await it.store.read(ofErasure)).map(erasureStream.decode);
    return events.flatMap((event) =>
      event.type === 'ErasureProcessorsTold'
        ? event.told.map((one) => `${one.processor}: ${one.answer}`)
        : [],
    );
  };
  const upToTelling = async (it: Known) => {
    await it.asksToBeErased();
    await through(it, ...phases.slice(0, 3));
    return it;
  };

  test('whoever received what was erased, and nobody else, with what each answers', async () => {
    const it = await upToTelling(await known());
    expect((await told(it)).toSorted()).toEqual([
      ...['object-storage: acknowledged', 'prodigi: ends-on', 'smtp: nothing-held', 'stripe: open'],
    ]);
    expect(it.books.redactions.size).toBe(1);
  });
  test.each([
    ['replicate', '2026-11-25'],
    ['openai', '2026-12-24'],
  ] as const)('%s, where it painted, and until when it keeps what it got', async (company, until) => {
    const it = await upToTelling(await known({ company }));
    const events = (await it.store.read(ofErasure)).map(erasureStream.decode);
    const all = events.flatMap((event) => (event.type === 'ErasureProcessorsTold' ? event.told : []));
    const painters = all.filter(({ processor }) => ['replicate', 'openai'].includes(processor));
    expect(painters).toMatchObject([{ processor: company, answer: 'ends-on', until }]);
  });
  test('a company that got the photo is told when the photo alone goes, and the receipt names it', async () => {
    const it = await known({ company: 'replicate' });
    await it.asksToBeErased('farewell', { scope: 'photos', photos: ['ada'] });
    await through(it, ...phases);
    expect(await heldOf(it)).toContain('portrait.recipe');
    expect((await told(it)).toSorted()).toEqual(['object-storage: acknowledged', 'replicate: ends-on']);
    expect((await receiptIn(it)).processors).toContainEqual(
      expect.objectContaining({ processor: 'replicate' }),
    );
  });
  test('a payment company that may not forget yet says until when', async () => {
    const it = await known();
    it.books.says.redaction = 'refused';
    await upToTelling(it);
    expect(await told(it)).toContain('stripe: ends-on');
  });
  test('one that does not answer is asked again, and the erasure is not called done', async () => {
    const it = await known();
    await it.asksToBeErased();
    await through(it, destroyKeysWhenErasureAccepted, deleteFilesWhenKeysDestroyed);
    const [job] = await it.jobsOf(tellProcessorsWhenFilesDeleted);
    if (job === undefined) throw new Error('no job');
    const payments = { ...it.payments, redact: async () => silence() };
    await it.perform(tellProcessorsWhenFilesDeleted, job, { ...it.ports, payments }).catch(() => {});
    expect(await told(it)).toEqual([]);
    await it.perform(tellProcessorsWhenFilesDeleted, job);
    expect(await told(it)).toContain('stripe: open');
  });
});

describe('verify erasure when processors told', () => {
  test('is verified when nothing opens', async () => {
    const it = await known();
    await it.asksToBeErased();
    await through(it, ...phases.slice(0, 4));
    expect((await it.store.read(ofErasure)).at(-1)?.type).toBe('ErasureVerified');
  });
  test('is not while a file is left, and is tried again', async () => {
    const it = await known();
    await it.asksToBeErased();
    await through(it, ...phases.slice(0, 3));
    const [log] = await it.store.read(`vault-${requestId('farewell')}.0`);
    it.files.blobs.set(`${Object(log?.data['kids'])[0]}/left-behind`, new Uint8Array());
    const [job] = await it.jobsOf(verifyErasureWhenProcessorsTold);
    if (job === undefined) throw new Error('no job');
    await expect(it.perform(verifyErasureWhenProcessorsTold, job)).rejects.toMatchObject({
      code: 'erasure/still-readable',
    });
    it.files.blobs.clear();
    await it.perform(verifyErasureWhenProcessorsTold, job);
    expect((await it.store.read(ofErasure)).at(-1)?.type).toBe('ErasureVerified');
  });
});

describe('the receipt', () => {
  test('says what was destroyed and who has not answered, and nothing of whom', async () => {
    const it = await known();
    await it.asksToBeErased();
    await through(it, ...phases);
    const receipt = await receiptIn(it);
    expect(receipt).toMatchObject({
      receipt: 'ER-0026',
      scope: 'everything',
      backupsEnd: '2026-12-01T00:00:00.000Z',
    });
    expect(receipt.processors).toContainEqual({ processor: 'stripe', answer: 'open', until: null });
    expect(JSON.stringify(receipt)).not.toMatch(/Ada|example|rdj_/);
  });

  test('is closed by an addendum, when the last processor has answered', async () => {
    const it = await known();
    it.books.says.redaction = 'under-way';
    await it.asksToBeErased();
    await through(it, ...phases);
    await through(it, issueAddendumWhenProcessorsAnswered);
    expect(await it.typesIn(ofErasure)).not.toContain('ErasureAddendumIssued');
    it.redacted('rdj_1', 'done');
    await through(it, askProcessorWhenOpen, issueAddendumWhenProcessorsAnswered);
    await through(it, askProcessorWhenOpen, issueAddendumWhenProcessorsAnswered);
    const types = await it.typesIn(ofErasure);
    expect(types.slice(-2)).toEqual(['ErasureProcessorAnswered', 'ErasureAddendumIssued']);
    expect((await receiptIn(it)).processors).toContainEqual({
      processor: 'stripe',
      answer: 'acknowledged',
      until: null,
    });
  });

  test('says that a processor keeps something, where it refused', async () => {
    const it = await known();
    it.books.says.redaction = 'under-way';
    await it.asksToBeErased();
    await through(it, ...phases);
    it.redacted('rdj_1', 'refused');
    await through(it, askProcessorWhenOpen);
    expect((await it.store.read(ofErasure)).at(-1)?.data).toMatchObject({
      answer: 'ends-on',
      until: '2028-02-23',
    });
  });

  test('needs no addendum where the processor was faster', async () => {
    const it = await known();
    await it.asksToBeErased();
    await through(it, ...phases.slice(0, 3), askProcessorWhenOpen, ...phases.slice(3));
    await through(it, issueAddendumWhenProcessorsAnswered);
    expect((await it.typesIn(ofErasure)).at(-1)).toBe('ErasureReceiptIssued');
  });
});

describe('resume erasure when order ended', () => {
  const waiting = async () => {
    const it = await known();
    await it.orders('other');
    await it.asksToBeErased('farewell', { openOrders: ['gift', 'other'] });
    await through(it, ...phases);
    return it;
  };

  test('what was held back for an order is erased when it ends, in a round of its own', async () => {
    const it = await waiting();
    await it.cancels('gift', 'by-shop');
    await through(it, resumeErasureWhenOrderEnded, ...phases);
    expect((await it.typesIn(ofErasure)).filter((type) => type === 'ErasureReceiptIssued')).toHaveLength(2);
    expect(await heldOf(it)).toContain('contact');
    await it.cancels('other', 'by-shop');
    await through(it, resumeErasureWhenOrderEnded, ...phases);
    expect(await heldOf(it)).not.toContain('contact');
    expect(await receiptIn(it)).toMatchObject({ round: 2, waitsForOrders: 0 });
  });

  test('two that end at once come one after the other: the second is tried again', async () => {
    const it = await waiting();
    await it.cancels('gift', 'by-shop');
    await it.cancels('other', 'by-shop');
    const [first, second] = await it.jobsOf(resumeErasureWhenOrderEnded);
    if (first === undefined || second === undefined) throw new Error('two jobs');
    await it.perform(resumeErasureWhenOrderEnded, first);
    await expect(it.perform(resumeErasureWhenOrderEnded, second)).rejects.toMatchObject({
      code: 'process/refused',
    });
    await through(it, ...phases);
    await it.perform(resumeErasureWhenOrderEnded, second);
    await through(it, ...phases);
    expect(await receiptIn(it)).toMatchObject({ round: 2, waitsForOrders: 0 });
  });

  test('an order that nobody waits for changes nothing', async () => {
    const it = await known();
    await it.cancels('gift', 'by-shop');
    await through(it, resumeErasureWhenOrderEnded);
    expect(await it.typesIn(ofErasure)).toEqual([]);
    expect((await it.typesIn(`order-${orderId()}`)).at(-1)).toBe('OrderCancelled');
  });
});
