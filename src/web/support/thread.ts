/** A conversation as it is read: who said what, when; what is erased says so. */
import { type ConversationId, conversationStream } from '../../modules/support/conversation.events.ts';
import type { Open } from '../../personal-data/open.ts';
import type { Shop } from '../shop.ts';

export type Said = {
  readonly by: 'customer' | 'shop';
  readonly at: string;
  /** Undefined where it does not open any more. */
  readonly text: string | undefined;
};

export async function threadOf(
  { historyOf }: Pick<Shop, 'historyOf'>,
  open: Open,
  conversationId: ConversationId,
): Promise<readonly Said[]> {
  const said: Said[] = [];
  for (const { event, at } of await historyOf(conversationStream, conversationId)) {
    if (event.type === 'ConversationClosed') continue;
    const opened = await open(event.person.message, 'support.answer');
    const text = opened.is === 'value' ? opened.value.text : undefined;
    said.push({ by: event.type === 'StaffAnswered' ? 'shop' : 'customer', at, text });
  }
  return said;
}
