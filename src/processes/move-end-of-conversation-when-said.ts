/** What was written to us is kept for two years after the last word. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type ConversationId, conversationStream } from '../modules/support/conversation.events.ts';
import { conversation } from '../modules/support/conversation.ts';
import { endOf } from '../personal-data/ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly conversationId: ConversationId };
const again = ({ conversationId }: Ids) => ({ ids: { conversationId } });

export const moveEndOfConversationWhenSaid = effect(
  'move-end-of-conversation-when-said',
  conversationStream,
  { CustomerWrote: again, StaffAnswered: again },

  async (
    { ids: { conversationId } }: Job<Ids>,
    { stateOf, historyOf, vault }: Pick<Ports, 'stateOf' | 'historyOf' | 'vault'>,
  ) => {
    const found = await stateOf(conversation, conversationId);
    const past = await historyOf(conversationStream, conversationId);
    const last = past.findLast(({ event: { type } }) => type !== 'ConversationClosed');
    if (found.status === 'none' || last === undefined) return [];
    const scope = { subject: found.person, category: 'support', item: conversationId } as const;
    await vault.expire(scope, endOf('support', last.at));
    return [];
  },
);
