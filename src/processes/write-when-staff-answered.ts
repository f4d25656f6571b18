/** An answer goes to whoever wrote, word for word, with the way back into the conversation. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type ConversationId, conversationStream } from '../modules/support/conversation.events.ts';
import { conversation } from '../modules/support/conversation.ts';
import type { Ports } from './ports.ts';
import { post } from './post.ts';
import { conversationNumber } from './write-when-conversation-opened.ts';

type Ids = { readonly conversationId: ConversationId; readonly revision: number };
type Deps = Pick<Ports, 'stateOf' | 'historyOf' | 'openAs' | 'mailer' | 'letters' | 'links'>;

export const writeWhenStaffAnswered = effect(
  'write-when-staff-answered',
  conversationStream,
  {
    StaffAnswered: ({ conversationId }, { revision }) => ({
      ids: { conversationId, revision: Number(revision) },
    }),
  },

  async ({ key, ids: { conversationId, revision }, context }: Job<Ids>, deps: Deps) => {
    const found = await deps.stateOf(conversation, conversationId);
    const said = (await deps.historyOf(conversationStream, conversationId))[revision]?.event;
    if (found.status === 'none' || said?.type !== 'StaffAnswered') return [];
    const open = deps.openAs(context.actor);
    const answer = await open(said.person.message, 'support.answer');
    if (answer.is !== 'value') return [];
    const link = deps.links.conversation(conversationId);
    const about = { number: conversationNumber(found.number), link, text: answer.value.text };
    const { person: ref, contact } = found;
    const to = { ref, contact, template: 'conversation-answered', purpose: 'support.answer' } as const;
    const written = { ...deps.letters.conversationAnswered(about), ...deps.links.replyTo(conversationId) };
    return post(key, to, written, open, deps);
  },
);
