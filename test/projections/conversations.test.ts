/** Who waits for an answer: the longest first; and whose conversations are whose. */
import { describe, expect, test } from 'bun:test';
import {
  conversationOf,
  conversations,
  conversationsOf,
  latelyAnswered,
  waitingForUs,
} from '../../projections/conversations.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { conversationId, orderId, speaker, writer } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const of = (name: string) => ({ conversationId: conversationId(name) });
const opened = (name = 'a', who = 'Ada') => ({
  ...{ type: 'ConversationOpened', ...of(name), number: 12, topic: 'delivery', orderId: orderId() },
  person: writer('Where is it?', who),
});
const wrote = (name = 'a') => ({ type: 'CustomerWrote', ...of(name), person: speaker('Still nothing.') });
const by = uuidFrom('account', 'Grace');
const answered = (name = 'a') => ({
  type: 'StaffAnswered',
  ...of(name),
  person: speaker('It is on its way.'),
  by,
});
const closed = (name = 'a') => ({ type: 'ConversationClosed', ...of(name), by });

describe('a conversation', () => {
  test('waits for us from its first word on', async () => {
    const { rows } = await told(conversations, opened());
    expect(await conversationOf(rows, conversationId('a'))).toMatchObject({
      ...{ number: 12, person: ref('Ada'), topic: 'delivery', orderId: orderId(), status: 'waiting' },
      ...{ messages: 1, openedAt: at(0), saidAt: at(0) },
    });
  });

  test('is answered, waits again when they write on, and is closed', async () => {
    const { rows, happens } = await told(conversations, opened(), answered());
    expect(await rows.byKey(conversationId('a'))).toMatchObject({ status: 'answered', messages: 2 });
    await happens(wrote());
    expect(await rows.byKey(conversationId('a'))).toMatchObject({
      ...{ status: 'waiting', messages: 3, saidAt: at(2) },
    });
    await happens(closed());
    expect(await rows.byKey(conversationId('a'))).toMatchObject({ status: 'closed', saidAt: at(2) });
  });

  test('goes with what was said in it', async () => {
    const { rows, destroys } = await told(conversations, opened(), opened('b', 'Mary'));
    await destroys({ subject: ref('Ada') });
    expect(await conversationOf(rows, conversationId('a'))).toBeUndefined();
    expect(await conversationOf(rows, conversationId('b'))).toBeDefined();
  });
});

describe('the desk', () => {
  test('sees whoever waits longest first, and what was answered last', async () => {
    const { rows, happens } = await told(conversations, opened('a'), opened('b', 'Mary'), opened('c'));
    await happens(wrote('a'));
    await happens(answered('c'));
    expect((await waitingForUs(rows)).map((row) => row.conversationId)).toEqual([
      conversationId('b'),
      conversationId('a'),
    ]);
    expect((await latelyAnswered(rows)).map((row) => row.conversationId)).toEqual([conversationId('c')]);
  });
});

test('somebody finds their own, and nobody else’s', async () => {
  const { rows } = await told(conversations, opened('a'), opened('b', 'Mary'), opened('c'));
  const mine = await conversationsOf(rows, [ref('Ada')]);
  expect(mine.map((row) => row.conversationId)).toEqual([conversationId('c'), conversationId('a')]);
  expect(await conversationsOf(rows, [])).toEqual([]);
});
