/** Whoever writes to us is told that it arrived, and where the conversation is found. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type ConversationId, conversationStream } from '../modules/support/conversation.events.ts';
import { conversation } from '../modules/support/conversation.ts';
import type { Ports } from './ports.ts';
import { post } from './post.ts';

type Ids = { readonly conversationId: ConversationId };
type Deps = Pick<Ports, 'stateOf' | 'openAs' | 'mailer' | 'letters' | 'links'>;

export const writeWhenConversationOpened = effect(
  'write-when-conversation-opened',
  conversationStream,
  { ConversationOpened: ({ conversationId }) => ({ ids: { conversationId } }) },

  async ({ key, ids: { conversationId }, context }: Job<Ids>, deps: Deps) => {
    const found = await deps.stateOf(conversation, conversationId);
    if (found.status === 'none') return [];
    const link = deps.links.conversation(conversationId);
    const about = { number: conversationNumber(found.number), link };
    const written = { ...deps.letters.conversationOpened(about), ...deps.links.replyTo(conversationId) };
    const { person: ref, contact } = found;
    const to = { ref, contact, template: 'conversation-opened', purpose: 'support.answer' } as const;
    return post(key, to, written, deps.openAs(context.actor), deps);
  },
);

/** S-0012 */
export const conversationNumber = (number: number): string => `S-${String(number).padStart(4, '0')}`;
