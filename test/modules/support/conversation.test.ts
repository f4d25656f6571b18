/** Conversations: somebody writes, is answered, and may write on; what was said goes with them. */
import { describe, test } from 'bun:test';
import { uuidFrom } from '../../../src/eventsourcing/uuid.ts';
import { AccountId } from '../../../src/modules/accounts/account.events.ts';
import { conversation } from '../../../src/modules/support/conversation.ts';
import { given } from '../../given.ts';
import { conversationId, orderId, speaker, writer } from '../facts.ts';

const id = { conversationId: conversationId('a') };
const by = AccountId.parse(uuidFrom('account', 'Grace'));
const first = { ...id, number: 12, topic: 'delivery', orderId: orderId(), person: writer() } as const;
const opened = { type: 'ConversationOpened', ...first } as const;
const open = { ...opened, type: 'OpenConversation' } as const;
const wrote = { type: 'CustomerWrote', ...id, person: speaker('And one more thing.') } as const;
const writeOn = { ...wrote, type: 'WriteOn' } as const;
const answered = { type: 'StaffAnswered', ...id, person: speaker('It is on its way.'), by } as const;
const answer = { ...answered, type: 'Answer' } as const;
const closed = { type: 'ConversationClosed', ...id, by } as const;
const close = { ...closed, type: 'CloseConversation' } as const;

describe('a conversation', () => {
  test('is opened by whoever writes', () => given(conversation).when(open).emits(opened));
  test('is opened once', () => given(conversation, opened).when(open).refuses('conversation-already-open'));
  test('goes on when they write on', () => given(conversation, opened).when(writeOn).emits(wrote));
  test('is answered', () => given(conversation, opened, wrote).when(answer).emits(answered));
  test('is answered again, if there is more to say', () =>
    given(conversation, opened, answered).when(answer).emits(answered));
  test('is closed', () => given(conversation, opened, answered).when(close).emits(closed));
  test('is closed once', () =>
    given(conversation, opened, closed).when(close).refuses('conversation-already-closed'));
  test('that was closed is open again when they write on, and can be closed again', async () => {
    await given(conversation, opened, closed).when(writeOn).emits(wrote);
    await given(conversation, opened, closed, wrote).when(close).emits(closed);
  });
  test('ends somewhere: after a hundred messages another one is begun', () =>
    given(conversation, opened, ...Array.from({ length: 99 }, () => wrote))
      .when(writeOn)
      .refuses('conversation-too-long'));
});

describe('a conversation that nobody began', () => {
  for (const command of [writeOn, answer, close])
    test(`knows no ${command.type}`, () => given(conversation).when(command).refuses('conversation-unknown'));
});
