/** What follows when somebody writes to us: they are told, answered word for word, and it is kept from the last word on. */
import { describe, expect, test } from 'bun:test';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { AccountId } from '../../src/modules/accounts/account.events.ts';
import { type ConversationCommand, conversation } from '../../src/modules/support/conversation.ts';
import { moveEndOfConversationWhenSaid } from '../../src/processes/move-end-of-conversation-when-said.ts';
import { writeWhenConversationOpened } from '../../src/processes/write-when-conversation-opened.ts';
import { writeWhenStaffAnswered } from '../../src/processes/write-when-staff-answered.ts';
import { conversationId, speaker, writer } from '../modules/facts.ts';
import { causedBy, ref } from '../shop.ts';
import { working } from './working.ts';

const id = { conversationId: conversationId('a') };
const by = AccountId.parse(uuidFrom('account', 'Grace'));
const answer = (text: string) => ({ type: 'Answer', ...id, person: speaker(text), by }) as const;

/** Ada has written: where is it? */
async function written() {
  const it = working();
  let said = 0;
  const say = (command: ConversationCommand) =>
    it.handle(conversation, id.conversationId, command, causedBy(`word ${said++}`, 'support.answer'));
  await say({
    ...({ type: 'OpenConversation', ...id, number: 12, topic: 'delivery', orderId: null } as const),
    person: writer(),
  });
  return { ...it, say };
}

describe('write when conversation opened', () => {
  test('says that it arrived, under which number, and where it is found', async () => {
    const it = await written();
    await it.effectuate(writeWhenConversationOpened);
    const [letter] = it.letters.values();
    expect(letter?.to).toBe('ada@example.org');
    expect(letter?.subject).toContain('S-0012');
    expect(letter?.text).toContain(it.links.conversation(id.conversationId));
    expect(letter?.text).not.toContain('Where is it?');
  });

  test('writes once, however often it is done', async () => {
    const it = await written();
    const [job] = await it.jobsOf(writeWhenConversationOpened);
    if (job === undefined) throw new Error('nothing was asked');
    await it.perform(writeWhenConversationOpened, job);
    await it.perform(writeWhenConversationOpened, job);
    expect(it.letters.size).toBe(1);
  });
});

describe('write when staff answered', () => {
  test('sends each answer word for word', async () => {
    const it = await written();
    await it.say(answer('It left yesterday.'));
    await it.say(answer('And it is there now.'));
    await it.effectuate(writeWhenStaffAnswered);
    expect([...it.letters.values()].map(({ text }) => /It left|And it is/.exec(text)?.[0])).toEqual([
      'It left',
      'And it is',
    ]);
  });

  test('sends nothing to whoever is erased meanwhile', async () => {
    const it = await written();
    await it.say(answer('It left yesterday.'));
    await it.destroy({ subject: ref('Ada') });
    await it.effectuate(writeWhenStaffAnswered);
    expect(it.letters.size).toBe(0);
  });
});

describe('move end of conversation when said', () => {
  test('keeps it for two years after the last word', async () => {
    const it = await written();
    it.time.now = '2027-03-01T09:00:00.000Z';
    await it.say(answer('It left yesterday.'));
    for (const job of await it.jobsOf(moveEndOfConversationWhenSaid))
      await it.perform(moveEndOfConversationWhenSaid, job);
    const held = (await it.vault.keysOf([ref('Ada')])).find(({ category }) => category === 'support');
    expect(held?.expiresAt).toBe('2029-03-01T09:00:00.000Z');
  });
});
