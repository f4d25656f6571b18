/** Rights: a copy of everything, and a contact put right, each once and whole, wherever it dies. */
import { describe, expect, test } from 'bun:test';
import { order } from '../../src/modules/ordering/order.ts';
import { request } from '../../src/modules/privacy/request.ts';
import { buildCopyWhenRequested as build } from '../../src/processes/build-copy-when-requested.ts';
import { correctContactWhenRequested as correct } from '../../src/processes/correct-contact-when-requested.ts';
import { buyer, line, orderId, requestId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { deeds } from './deeds.ts';
import { mortal } from './mortal.ts';
import { unzip } from './unzip.ts';
import { type Working, working } from './working.ts';

async function customer() {
  const it = working();
  const deed = deeds(it);
  await deed.sends();
  await deed.wants();
  await it.settle();
  await deed.orders('gift', { lines: [line()] });
  await deed.allows();
  await it.settle();
  return { ...it, ...deed };
}

const onlyJob = async (it: Working, effect: Parameters<Working['jobsOf']>[0]) => {
  const [job] = await it.jobsOf(effect);
  if (job === undefined) throw new Error('no job');
  return job;
};

/** What is in the copy that somebody was given. */
async function archiveIn(it: Working) {
  const known = await it.stateOf(request, requestId('copy'));
  if (known.status === 'none' || known.copy === null) throw new Error('no copy');
  const opened = await it.openAs('visitor-1').blob(known.copy.blob, 'rights.copy', 'rights.access');
  if (opened.is !== 'value') throw new Error(opened.is);
  return unzip(Buffer.from(await new Response(opened.value.stream).arrayBuffer()));
}

describe('build copy when requested', () => {
  test('holds what was told and what was sent, in the clear, for whoever asked', async () => {
    const it = await customer();
    await it.asks('copy');
    await it.effectuate(build);
    const files = await archiveIn(it);
    const data = files.get('data.json')?.toString() ?? '';
    expect(data).toContain('ada@example.org');
    expect(data).toContain('Ada at home.jpg');
    expect(JSON.parse(data)).toMatchObject({ policyVersion: await it.ports.policyInForce() });
    expect([...files.keys()].some((path) => path.startsWith('photos/'))).toBe(true);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['index.html', 'data.jsonld', 'consents/1.jsonld']),
    );
    expect(await it.stateOf(request, requestId('copy'))).toMatchObject({
      status: 'answered',
      outcome: 'done',
      copy: { endsOn: '2026-12-01' },
    });
  });

  test('holds nothing of anybody else', async () => {
    const it = await customer();
    await it.asks('copy');
    await it.effectuate(build);
    const all = Buffer.concat([...(await archiveIn(it)).values()]).toString('latin1');
    expect(all).not.toMatch(/Charles|St James/);
  });

  test('holds no value that was erased meanwhile', async () => {
    const it = await customer();
    await it.asks('copy');
    await it.destroy({ subject: ref('Ada'), category: 'media.upload' });
    await it.effectuate(build);
    const files = await archiveIn(it);
    expect([...files.keys()].some((path) => path.startsWith('photos/'))).toBe(false);
    expect(files.get('data.json')?.toString()).not.toContain('Ada at home.jpg');
  });

  test('is given to somebody who is restricted, too', async () => {
    const it = await customer();
    await it.asks('copy');
    it.said.restricted = true;
    await it.effectuate(build);
    expect((await archiveIn(it)).get('data.json')?.toString()).toContain('ada@example.org');
  });

  test('of somebody who was erased before it was built is none, and the request is answered', async () => {
    const it = await customer();
    await it.asks('copy');
    await it.asksToBeErased();
    await it.settle(async (effect, job) => {
      if (effect.name !== build.name) await it.perform(effect, job);
    });
    const [job] = await it.reader().jobsOf(build);
    if (job === undefined) throw new Error('no job');
    await it.perform(build, job);
    expect(await it.typesIn(`request-${requestId('copy')}`)).toEqual(['RequestMade', 'RequestAnswered']);
  });

  test('is built once, and lies sealed', async () => {
    const it = await customer();
    await it.asks('copy');
    const job = await onlyJob(it, build);
    for (let again = 0; again < 2; again++) await it.perform(build, job);
    expect(await it.typesIn(`request-${requestId('copy')}`)).toEqual([
      'RequestMade',
      'CopyBuilt',
      'RequestAnswered',
    ]);
    for (const bytes of it.files.blobs.values())
      expect(Buffer.from(bytes).toString('latin1')).not.toContain('PK\x03\x04');
  });
});

describe('correct contact when requested', () => {
  /** Two orders, and a request that carries what is right. */
  const wrong = async () => {
    const it = await customer();
    await it.orders('second');
    await it.asks('correction', 'correction', { by: 'Ada' });
    return it;
  };
  const contactOf = async (it: Working, name: string) => {
    const placed = await it.stateOf(order, orderId(name));
    return placed.status === 'none' ? undefined : it.openAs('tester')(placed.contact, 'order.fulfilment');
  };
  const before = async (it: Working) => {
    const [placed] = await it.store.read(`order-${orderId()}`);
    const decoded = placed && order.stream.decode(placed);
    if (decoded?.type !== 'OrderPlaced') throw new Error('no order');
    return it.openAs('tester')(decoded.buyer.contact, 'order.fulfilment');
  };

  test('stands in every order from then on, and of what stood before nothing opens', async () => {
    const it = await wrong();
    expect((await before(it)).is).toBe('value');
    await it.effectuate(correct);
    for (const name of ['gift', 'second'])
      expect(await contactOf(it, name)).toEqual({
        is: 'value',
        value: { email: 'ada@example.org', name: 'Ada' },
      });
    expect(await before(it)).toEqual({ is: 'erased' });
    expect(await it.typesIn(`request-${requestId('correction')}`)).toEqual([
      ...['RequestMade', 'ContactCorrected', 'RequestAnswered'],
    ]);
    expect(it.noted.moved).toContain('ada@example.org → ada@example.org');
  });

  test('names the dead key in the log and in the ledger', async () => {
    const it = await wrong();
    await it.effectuate(correct);
    const [log] = await it.store.read(`vault-${requestId('correction')}`);
    expect(it.ledger.entries.flatMap(({ kids }) => kids)).toEqual(Object(log?.data['kids']));
  });

  test('loses neither value, wherever it dies', async () => {
    for (const when of ['before', 'after'] as const)
      for (let step = 1; step < 40; step++) {
        const it = await wrong();
        const job = await onlyJob(it, correct);
        const dying = mortal(it.ports, step, when);
        await it.perform(correct, job, dying.ports).catch(() => {});
        await it.perform(correct, job);
        expect((await contactOf(it, 'gift'))?.is).toBe('value');
        expect((await before(it)).is).toBe('erased');
        if (!dying.died()) break;
      }
  });

  test('leaves what an order says later under the new key: a second correction finds it', async () => {
    const it = await wrong();
    await it.effectuate(correct);
    const later = { type: 'CorrectContact', orderId: orderId(), buyer: buyer('Augusta') } as const;
    await it.must(it.handle(order, orderId(), later, it.context('account.access')));
    expect(await contactOf(it, 'gift')).toMatchObject({ value: { email: 'augusta@example.org' } });
  });
});
