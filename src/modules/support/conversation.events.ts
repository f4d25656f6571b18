/** What may stand in `conversation-…`, for ever: that somebody wrote and was answered; what was said is theirs, sealed. */
import { z } from 'zod';
import { type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

export const ConversationId = z.uuid().brand<'ConversationId'>();
export type ConversationId = z.output<typeof ConversationId>;

export const Topic = z.enum(['order', 'delivery', 'portrait', 'payment', 'account', 'other']);
export type Topic = z.output<typeof Topic>;

/** Whoever writes for the first time says where the answer goes. */
export const Writer = subject({ message: personal('support'), contact: personal('contact') });
export const Speaker = subject({ message: personal('support') });

const conversationId = ConversationId;

export const ConversationOpened = event('ConversationOpened', {
  conversationId,
  /** Shown as S-0012; opens nothing. */
  number: z.int().positive(),
  topic: Topic,
  orderId: z.uuid().brand<'OrderId'>().nullable(),
  person: Writer,
});
export const CustomerWrote = event('CustomerWrote', { conversationId, person: Speaker });
/** `by`: the account of whoever answered. What they wrote is about the customer, and goes with them. */
export const StaffAnswered = event('StaffAnswered', {
  conversationId,
  person: Speaker,
  by: z.uuid().brand<'AccountId'>(),
});
export const ConversationClosed = event('ConversationClosed', {
  conversationId,
  by: z.uuid().brand<'AccountId'>(),
});

const events = [ConversationOpened, CustomerWrote, StaffAnswered, ConversationClosed] as const;
export const conversationStream = stream('conversation', events);
export type ConversationEvent = EventOf<typeof events>;
