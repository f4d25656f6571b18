/** Letters: one per event, template and recipient, ever; and to nobody whose address does not open. */
import { describe, expect, test } from 'bun:test';
import type { Effect } from '../../src/eventsourcing/effect.ts';
import { letter } from '../../src/modules/letters/letter.ts';
import { PolicyDocument } from '../../src/modules/policies/policy.events.ts';
import { policy } from '../../src/modules/policies/policy.ts';
import { request } from '../../src/modules/privacy/request.ts';
import { buildCopyWhenRequested } from '../../src/processes/build-copy-when-requested.ts';
import type { Ports } from '../../src/processes/index.ts';
import { writeWhenCopyReady } from '../../src/processes/write-when-copy-ready.ts';
import { writeWhenOrderConfirmed } from '../../src/processes/write-when-order-confirmed.ts';
import { writeWhenPhotoErasureOrdered } from '../../src/processes/write-when-photo-erasure-ordered.ts';
import { writeWhenPolicyPublished } from '../../src/processes/write-when-policy-published.ts';
import { writeWhenRefundSucceeded } from '../../src/processes/write-when-refund-succeeded.ts';
import { writeWhenRequestAcknowledged } from '../../src/processes/write-when-request-acknowledged.ts';
import { writeWhenRequestAnswered } from '../../src/processes/write-when-request-answered.ts';
import { writeWhenRequestExtended } from '../../src/processes/write-when-request-extended.ts';
import { writeWhenShipmentSent } from '../../src/processes/write-when-shipment-sent.ts';
import { asker, buyer, day, line, orderId, portraitId, requestId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { silence } from './companies.ts';
import { deeds } from './deeds.ts';
import { publicUrl, type Working, working } from './working.ts';

/** What became of letters: template and end, and for those that left, to whom and what about. */
async function letterBook(it: Working) {
  const log = (await it.store.readAll(-1n)).filter(({ stream }) => stream.startsWith('letter-'));
  return log.map(
    ({ type, data }) => `${data['template']}: ${type === 'LetterSent' ? 'sent' : data['because']}`,
  );
}
const sent = (it: Working) => [...it.letters.values()];

/** All that is there is done but letters; those are left to the test. */
const allButLetters = (it: Working) =>
  it.settle(async (effect, job) => {
    if (!effect.name.startsWith('write-')) await it.perform(effect, job);
  });

async function confirmed(lines = [line()]) {
  const it = working();
  const deed = deeds(it);
  await deed.sends();
  for (const { style } of lines) await deed.wants(style);
  await allButLetters(it);
  await deed.orders('gift', { lines });
  await allButLetters(it);
  await deed.pays();
  await allButLetters(it);
  return { ...it, ...deed, ...it.reader() };
}

async function shipped() {
  const it = await confirmed();
  await it.labShips();
  return it;
}

async function asked(...given: Parameters<ReturnType<typeof deeds>['asks']>) {
  const it = working();
  const deed = deeds(it);
  await deed.asks(...given);
  return { ...it, ...deed };
}

describe('write when order confirmed', () => {
  test('says what was bought, what it cost, and where to follow it', async () => {
    const it = await confirmed();
    await it.effectuate(writeWhenOrderConfirmed);
    const [one, ...others] = sent(it);
    expect(others).toEqual([]);
    expect(one?.to).toBe('ada@example.org');
    expect(one?.text).toContain('Framed print, 40 × 50 cm');
    expect(one?.text).toContain('€125.90');
    expect(one?.text).toContain(it.links.orderPage(orderId()));
    expect(await letterBook(it)).toEqual(['order-confirmed: sent']);
  });
  test('goes to the address that was corrected meanwhile', async () => {
    const it = await confirmed();
    const right = { type: 'CorrectContact', orderId: orderId(), buyer: buyer('Augusta') } as const;
    const { order } = await import('../../src/modules/ordering/order.ts');
    await it.must(it.handle(order, orderId(), right, it.context('account.access')));
    await it.effectuate(writeWhenOrderConfirmed);
    expect(sent(it)[0]?.to).toBe('augusta@example.org');
  });
});

describe('write when refund succeeded', () => {
  test('says how much is on its way back, and why', async () => {
    const it = await confirmed();
    await it.cancels();
    await allButLetters(it);
    await it.reader().effectuate(writeWhenRefundSucceeded);
    expect(sent(it)[0]?.subject).toBe('Order P-1042: €125.90 is on its way back to you');
    expect(sent(it)[0]?.text).toContain('The order was cancelled.');
    expect(await letterBook(it)).toEqual(['refunded: sent']);
  });
});

describe('write when shipment sent', () => {
  test('says which parcel, and where it can be followed', async () => {
    const it = await shipped();
    await it.effectuate(writeWhenShipmentSent);
    expect(sent(it)[0]?.text).toContain('JD014600');
    expect(await letterBook(it)).toEqual(['order-shipped: sent']);
  });
  test('is not written where the parcel’s own number is gone', async () => {
    const it = await shipped();
    await it.destroy({ subject: ref('Charles') });
    await it.effectuate(writeWhenShipmentSent);
    expect(await letterBook(it)).toEqual([]);
  });
});

const orders: readonly (readonly [
  string,
  Effect<Ports>,
  () => Promise<Awaited<ReturnType<typeof shipped>>>,
])[] = [
  ['what was bought', writeWhenOrderConfirmed, confirmed],
  ['its parcel', writeWhenShipmentSent, shipped],
];

describe.each(orders)('a letter about an order: %s', (_, effect, story) => {
  test('leaves once, however often it is tried and wherever it dies', async () => {
    const it = await story();
    const [job] = await it.jobsOf(effect);
    if (job === undefined) throw new Error('no job');
    const dead = () => Promise.reject(new Error('the lights went out'));
    await it.perform(effect, job, { ...it.ports, handle: dead }).catch(() => {});
    for (let again = 0; again < 2; again++) await it.perform(effect, job);
    expect(it.letters.size).toBe(1);
    expect(await letterBook(it)).toHaveLength(1);
    const mailer = { send: () => Promise.reject(new Error('a second letter')) };
    await it.perform(effect, job, { ...it.ports, mailer });
  });
  test('to somebody who was erased does not leave, and that is written down', async () => {
    const it = await story();
    await it.destroy({ subject: ref('Ada') });
    await it.effectuate(effect);
    expect(it.letters.size).toBe(0);
    expect(await letterBook(it)).toEqual([expect.stringContaining(': erased')]);
  });
  test('to an address that nobody knows is given up', async () => {
    const it = await story();
    it.postSays.knowsNobody = true;
    await it.effectuate(effect);
    expect(await letterBook(it)).toEqual([expect.stringContaining(': address-refused')]);
  });
  test('waits for a mail server that does not answer', async () => {
    const it = await story();
    const [job] = await it.jobsOf(effect);
    if (job === undefined) throw new Error('no job');
    const mailer = { send: async () => silence() };
    await expect(it.perform(effect, job, { ...it.ports, mailer })).rejects.toMatchObject({
      code: 'provider/unavailable',
    });
    expect(await letterBook(it)).toEqual([]);
  });
  test('has a record that tells whom it went to by ref alone', async () => {
    const it = await story();
    await it.effectuate(effect);
    const [record] = (await it.store.readAll(-1n)).filter(({ type }) => type === 'LetterSent');
    expect(record?.metadata.subjects).toEqual([ref('Ada')]);
    expect(JSON.stringify(record?.data)).not.toMatch(/\bada\b|example/i);
  });
});

test('an order letter to somebody who is restricted does not leave', async () => {
  const it = await confirmed();
  it.said.restricted = true;
  await it.effectuate(writeWhenOrderConfirmed);
  expect(await letterBook(it)).toEqual(['order-confirmed: restricted']);
});

describe('write when request acknowledged', () => {
  test('says that it arrived, and by which day it is answered, to the address that was given with it', async () => {
    const it = await asked('complaint');
    await it.effectuate(writeWhenRequestAcknowledged);
    const [one] = sent(it);
    expect(one?.to).toBe('ada@example.org');
    expect(one?.text).toContain(it.links.requestPage(requestId('complaint')));
    expect(one?.text).toMatch(/24 December 2026|December 24/);
    expect(await letterBook(it)).toEqual(['request-received: sent']);
  });
  test('also to somebody who is restricted: a right is answered', async () => {
    const it = await asked('complaint');
    it.said.restricted = true;
    await it.effectuate(writeWhenRequestAcknowledged);
    expect(await letterBook(it)).toEqual(['request-received: sent']);
  });
  test('to nobody where nobody knows where to write', async () => {
    const it = await asked('complaint', 'complaint', { contact: false });
    await it.effectuate(writeWhenRequestAcknowledged);
    expect(await letterBook(it)).toEqual([]);
  });
  test('to the address of an order, where none was given', async () => {
    const it = await asked('complaint', 'complaint', { contact: false });
    await it.orders();
    await it.effectuate(writeWhenRequestAcknowledged);
    expect(sent(it)[0]?.to).toBe('ada@example.org');
  });
});

describe('write when request extended', () => {
  test('says why, and until when', async () => {
    const it = await asked('complaint');
    const extend = {
      ...({ type: 'ExtendRequest', requestId: requestId('complaint'), because: 'complex' } as const),
      ...{ dueOn: day('2027-02-24'), today: day('2026-12-01') },
    };
    await it.must(it.handle(request, requestId('complaint'), extend, it.context('accountability')));
    await it.effectuate(writeWhenRequestExtended);
    expect(sent(it)[0]?.text).toMatch(/24 February 2027|February 24/);
    expect(await letterBook(it)).toEqual(['request-extended: sent']);
  });
});

describe('write when request answered', () => {
  const answer = async (text: string | null) => {
    const it = await asked('complaint');
    const told = {
      ...({ type: 'AnswerRequest', requestId: requestId('complaint'), outcome: 'done' } as const),
      answer: text === null ? null : asker('Ada', text),
    };
    await it.must(it.handle(request, requestId('complaint'), told, it.context('accountability')));
    return it;
  };
  test('sends the answer that a person gave', async () => {
    const it = await answer('We have looked, and you are right.');
    await it.effectuate(writeWhenRequestAnswered);
    expect(sent(it)[0]?.text).toContain('We have looked, and you are right.');
    expect(await letterBook(it)).toEqual(['request-answered: sent']);
  });
  test('sends nothing where the shop answered by itself', async () => {
    const it = await answer(null);
    expect(await it.jobsOf(writeWhenRequestAnswered)).toEqual([]);
  });
  test('sends no answer that does not open any more', async () => {
    const it = await answer('We have looked, and you are right.');
    await it.destroy({ subject: ref('Ada'), category: 'rights.requests' }, 'retention');
    await it.effectuate(writeWhenRequestAnswered);
    expect(it.letters.size).toBe(0);
  });
});

describe('write when copy ready', () => {
  test('says that the copy waits, and until when', async () => {
    const it = await asked('copy');
    await it.effectuate(buildCopyWhenRequested);
    await it.effectuate(writeWhenCopyReady);
    expect(sent(it)[0]?.text).toContain(it.links.privacyPage());
    expect(await letterBook(it)).toEqual(['copy-ready: sent']);
  });
});

describe('write when photo erasure ordered', () => {
  const ordered = async (withOrder = true, kind: 'depicted' | 'under-age' = 'depicted') => {
    const it = working();
    const deed = deeds(it);
    await deed.sends();
    await deed.wants();
    await allButLetters(it);
    if (withOrder) await deed.orders();
    await deed.asks(kind, 'depicted', { by: 'Mary' });
    const erase = {
      ...({ type: 'OrderPhotoErasure', requestId: requestId('depicted') } as const),
      ...{ portraitId: portraitId('ada engraving'), erasureId: requestId('erasure') },
    };
    await deed.must(it.handle(request, requestId('depicted'), erase, deed.context('accountability')));
    return { ...it, ...it.reader() };
  };
  test('tells whoever sent the photo, and not who asked', async () => {
    const it = await ordered();
    await it.effectuate(writeWhenPhotoErasureOrdered);
    expect(sent(it)[0]?.to).toBe('ada@example.org');
    expect(sent(it)[0]?.text).not.toMatch(/Mary|mary@/);
  });
  test('says why: somebody in it, or a child who sent it', async () => {
    const [shown, child] = [await ordered(), await ordered(true, 'under-age')];
    for (const it of [shown, child]) await it.effectuate(writeWhenPhotoErasureOrdered);
    expect(sent(shown)[0]?.text).toContain('A person looked at it and decided.');
    expect(sent(child)[0]?.text).toContain('a child under the age');
  });
  test('tells nobody where nobody knows where to write', async () => {
    const it = await ordered(false);
    await it.effectuate(writeWhenPhotoErasureOrdered);
    expect(await letterBook(it)).toEqual([]);
  });
});

describe('write when policy published', () => {
  const document = (text: string) =>
    PolicyDocument.parse({
      sections: [{ id: 'how-long', title: 'How long', paragraphs: [text], rows: [] }],
      ...{ rows: [], consents: [] },
    });
  const publish = (it: Awaited<ReturnType<typeof confirmed>>, on: string, text: string) =>
    it.must(
      it.handle(
        policy,
        'privacy',
        { type: 'PublishPolicy', day: on, document: document(text) },
        it.context('accountability'),
      ),
    );
  const twoVersions = async () => {
    const it = await confirmed();
    await it.orders('second');
    await it.orders('marys', { by: 'Mary' });
    await publish(it, '2026-11-24', 'Thirty days.');
    await publish(it, '2026-12-24', 'Ninety days.');
    return it;
  };

  test('tells everybody with an address what changed, each once', async () => {
    const it = await twoVersions();
    await it.effectuate(writeWhenPolicyPublished);
    expect(
      sent(it)
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(['ada@example.org', 'mary@example.org']);
    expect(sent(it)[0]?.text).toContain(`${publicUrl}/privacy/2026-12-24?compare=2026-11-24`);
    expect(await letterBook(it)).toEqual(['policy-changed: sent', 'policy-changed: sent']);
  });
  test('tells nobody twice, when it dies half-way through', async () => {
    const it = await twoVersions();
    const [job] = await it.jobsOf(writeWhenPolicyPublished);
    if (job === undefined) throw new Error('no job');
    const once = new Set<string>();
    const mailer: Ports['mailer'] = {
      async send(one) {
        if (once.size > 0) return silence();
        once.add(one.to);
        return it.mailer.send(one);
      },
    };
    await it.perform(writeWhenPolicyPublished, job, { ...it.ports, mailer }).catch(() => {});
    expect(it.letters.size).toBe(1);
    for (let again = 0; again < 2; again++) await it.perform(writeWhenPolicyPublished, job);
    expect(it.letters.size).toBe(2);
    expect(await letterBook(it)).toHaveLength(2);
  });
  test('writes down whom it could not tell', async () => {
    const it = await twoVersions();
    await it.destroy({ subject: ref('Mary') });
    await it.effectuate(writeWhenPolicyPublished);
    expect((await letterBook(it)).toSorted()).toEqual(['policy-changed: erased', 'policy-changed: sent']);
  });
  test('tells nobody of the first version: nothing has changed', async () => {
    const it = await confirmed();
    await publish(it, '2026-11-24', 'Thirty days.');
    expect(await it.jobsOf(writeWhenPolicyPublished)).toEqual([]);
  });
});

test('a letter that was given up is not sent later, though the address opens again', async () => {
  const it = await confirmed();
  it.said.restricted = true;
  const [job] = await it.jobsOf(writeWhenOrderConfirmed);
  if (job === undefined) throw new Error('no job');
  await it.perform(writeWhenOrderConfirmed, job);
  it.said.restricted = false;
  await it.perform(writeWhenOrderConfirmed, job);
  expect(await letterBook(it)).toEqual(['order-confirmed: restricted']);
  expect(it.letters.size).toBe(0);
  const [record] = (await it.store.readAll(-1n)).filter(({ type }) => type === 'LetterNotSent');
  const id = record?.stream.slice('letter-'.length) ?? '';
  expect((await it.stateOf(letter, id)).status).toBe('not-sent');
});
