/** The life of a conversation: opened by whoever writes, answered by staff, closed, and open again when they write on. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf, Sealed, SubjectRef } from '../../personal-data/personal.ts';
import {
  type ConversationClosed,
  type ConversationEvent,
  type ConversationOpened,
  type CustomerWrote,
  conversationStream,
  type StaffAnswered,
} from './conversation.events.ts';

export type ConversationCommand =
  | Command<'OpenConversation', FactsOf<typeof ConversationOpened>>
  | Command<'WriteOn', FactsOf<typeof CustomerWrote>>
  | Command<'Answer', FactsOf<typeof StaffAnswered>>
  | Command<'CloseConversation', FactsOf<typeof ConversationClosed>>;

export type Conversation =
  | { readonly status: 'none' }
  | {
      /** Whose turn it is: `waiting` for us. */
      readonly status: 'waiting' | 'answered' | 'closed';
      readonly number: number;
      readonly person: SubjectRef;
      readonly contact: Sealed<'contact'>;
      readonly messages: number;
      readonly last: Sealed<'support'>;
    };

export type ConversationRefusal =
  | 'conversation-already-open'
  | 'conversation-unknown'
  | 'conversation-already-closed'
  | 'conversation-too-long';

/** Nobody reads further; a conversation of its own is begun instead. */
const messagesMax = 100;

export const conversation = decider<
  Conversation,
  ConversationCommand,
  ConversationEvent,
  ConversationRefusal
>(conversationStream, {
  initialState: { status: 'none' },

  decide: {
    OpenConversation: (opened, { status }) =>
      status === 'none' ? [{ type: 'ConversationOpened', ...opened }] : refused('conversation-already-open'),
    WriteOn(written, conversation) {
      if (conversation.status === 'none') return refused('conversation-unknown');
      return conversation.messages >= messagesMax
        ? refused('conversation-too-long')
        : [{ type: 'CustomerWrote', ...written }];
    },
    Answer: (answer, { status }) =>
      status === 'none' ? refused('conversation-unknown') : [{ type: 'StaffAnswered', ...answer }],
    CloseConversation(closed, { status }) {
      if (status === 'none') return refused('conversation-unknown');
      return status === 'closed'
        ? refused('conversation-already-closed')
        : [{ type: 'ConversationClosed', ...closed }];
    },
  },

  evolve: {
    ConversationOpened: (_, { number, person: { ref, contact, message } }) => ({
      ...{ status: 'waiting', number, person: ref, contact, messages: 1, last: message },
    }),
    CustomerWrote: (conversation, { person: { message } }) => said(conversation, 'waiting', message),
    StaffAnswered: (conversation, { person: { message } }) => said(conversation, 'answered', message),
    ConversationClosed: (conversation) =>
      conversation.status === 'none' ? conversation : { ...conversation, status: 'closed' },
  },
});

const said = (
  conversation: Conversation,
  status: 'waiting' | 'answered',
  last: Sealed<'support'>,
): Conversation =>
  conversation.status === 'none'
    ? conversation
    : { ...conversation, status, last, messages: conversation.messages + 1 };
