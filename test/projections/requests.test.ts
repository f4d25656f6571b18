/** Requests with their clock: as whoever asked sees them, and as they lie on the privacy officer’s desk. */
import { describe, expect, test } from 'bun:test';
import { openRequests, requestOf, requests, requestsOf } from '../../projections/requests.ts';
import { asker, blob, contact, portraitId, reachable, receiver, requestId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const made = (name = 'a', { by = 'Ada', kind = 'complaint', dueOn = '2026-12-24' } = {}) => ({
  ...{ type: 'RequestMade', requestId: requestId(name), number: 31, kind, person: asker(by), dueOn },
  ...{ contact: reachable(by), people: [{ ref: ref(by) }], portraitId: portraitId('a') },
});
const id = { requestId: requestId('a') };
const acknowledged = { type: 'RequestAcknowledged', ...id, kind: 'complaint' };
const answered = (name = 'a', answer: ReturnType<typeof asker> | null = null) => ({
  ...{
    type: 'RequestAnswered',
    requestId: requestId(name),
    kind: 'complaint',
    outcome: 'partly-done',
    answer,
  },
});

describe('a request', () => {
  test('stands there with its day, and what was said opens', async () => {
    const { rows, open } = await told(requests, made());
    const row = await requestOf(rows, requestId('a'));
    expect(row).toMatchObject({
      ...{ number: 31, kind: 'complaint', owner: ref('Ada'), people: [ref('Ada')], dueOn: '2026-12-24' },
      ...{
        status: 'open',
        portraitId: portraitId('a'),
        madeAt: at(0),
        acknowledgedAt: null,
        answeredAt: null,
      },
    });
    expect(row && (await open(row.says, 'accountability'))).toMatchObject({
      value: { text: 'What do you hold?' },
    });
    expect(row?.contact && (await open(row.contact, 'account.access'))).toMatchObject({
      value: contact('Ada'),
    });
  });

  test('without an address has none', async () => {
    const { rows } = await told(requests, { ...made(), contact: null, portraitId: null });
    expect(await rows.byKey(requestId('a'))).toMatchObject({ contact: null, portraitId: null });
  });

  test('is acknowledged, put off with its reason, and answered', async () => {
    const extended = { type: 'RequestExtended', ...id, dueOn: '2027-02-24', because: 'complex' };
    const { rows, open } = await told(
      requests,
      made(),
      acknowledged,
      extended,
      answered('a', asker('Ada', 'So it is.')),
    );
    const row = await rows.byKey(requestId('a'));
    expect(row).toMatchObject({
      ...{ status: 'answered', outcome: 'partly-done', acknowledgedAt: at(1), answeredAt: at(3) },
      ...{ dueOn: '2027-02-24', extendedBecause: 'complex' },
    });
    expect(row?.answer && (await open(row.answer, 'account.access'))).toMatchObject({
      value: { text: 'So it is.' },
    });
  });

  test('for a copy knows where the copy is, and until when', async () => {
    const built = {
      type: 'CopyBuilt',
      ...id,
      receiver: receiver(),
      blob: blob('copy'),
      endsOn: '2026-12-01',
    };
    const { rows, destroys } = await told(requests, made('a', { kind: 'copy' }), built);
    expect(await rows.byKey(requestId('a'))).toMatchObject({ blob: blob('copy'), copyEndsOn: '2026-12-01' });
    await destroys({ subject: ref('Ada'), category: 'rights.copy' });
    expect(await rows.byKey(requestId('a'))).toMatchObject({
      copy: { jwe: '' },
      says: { category: 'rights.requests' },
    });
  });

  test('of somebody in a photo leads to its erasure', async () => {
    const ordered = {
      type: 'PhotoErasureOrdered',
      ...id,
      portraitId: portraitId('a'),
      erasureId: requestId('e'),
    };
    const { rows } = await told(requests, made('a', { kind: 'depicted' }), ordered);
    expect((await rows.byKey(requestId('a')))?.erasureId).toBe(requestId('e'));
  });
});

test('whoever asked finds their own, newest first', async () => {
  const { rows } = await told(requests, made('a'), made('b', { by: 'Mary' }), made('c'));
  const ids = (await requestsOf(rows, ref('Ada'))).map(({ requestId }) => requestId);
  expect(ids).toEqual([requestId('c'), requestId('a')]);
});

test('the desk has what nobody answered, and what is due first lies on top', async () => {
  const late = made('late', { dueOn: '2027-01-31' });
  const { rows } = await told(
    requests,
    late,
    made('a'),
    made('soon', { dueOn: '2026-11-24' }),
    answered('a'),
  );
  expect((await openRequests(rows)).map(({ requestId }) => requestId)).toEqual(
    ['soon', 'late'].map(requestId),
  );
});
