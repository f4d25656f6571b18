/** Writing to us: a conversation is begun, or gone on with; by a form and through the API alike. */
import { z } from 'zod';
import { orderByNumber } from '../../../projections/orders.ts';
import { isRefused } from '../../eventsourcing/decider.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import { ConversationId, Speaker, Topic, Writer } from '../../modules/support/conversation.events.ts';
import { conversation } from '../../modules/support/conversation.ts';
import { type Acting, isOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor } from '../visit.ts';

/** A form sends each line's end as two characters. */
const text = z
  .string()
  .transform((typed) => typed.replaceAll('\r\n', '\n').trim())
  .pipe(z.string().min(1, 'Write what it is about.').max(10_000, 'Keep it under 10,000 characters.'));

export const Message = z.object({
  topic: Topic.default('other'),
  text,
  email: z.email('Type your whole e-mail address: the answer goes there.').max(254),
  /** As people see it: P-1042. */
  order: z
    .union([z.literal(''), z.string().regex(/^P-\d{1,9}$/, 'An order’s number looks like P-1042.')])
    .default(''),
});
export type Message = z.output<typeof Message>;

export const MoreText = z.object({ text });

export type Begun = { readonly conversationId: ConversationId; readonly number: number };

/** @param cause the same one begins one conversation */
export async function beginConversation(
  shop: Shop,
  session: Session,
  { topic, text, email, order }: Message,
  cause: string,
): Promise<Begun> {
  const conversationId = ConversationId.parse(uuidFrom(cause, 'conversation'));
  const theirs = await orderOf(shop, session, order);
  const words = order === '' || theirs !== undefined ? text : `Order ${order}, they say.\n\n${text}`;
  const message = { subject: topic, text: words };
  const contact = { email, name: null };
  const number = await nextNumber(shop);
  const command = {
    ...({ type: 'OpenConversation', conversationId, number, topic } as const),
    orderId: theirs ?? null,
    person: Writer.parse({ ref: session.subject, message, contact }),
  };
  const context = contextFor(session, cause, 'write', 'support.answer');
  const outcome = await shop.handle(conversation, conversationId, command, context);
  if (!isRefused(outcome)) await shop.seen(outcome.position, 'conversations');
  return { conversationId, number };
}

/** A number is guessed easily: whose order it is, the session says. */
async function orderOf({ reads }: Shop, session: Session, order: string) {
  const row = order === '' ? undefined : await orderByNumber(reads.orders, Number(order.slice(2)));
  return row !== undefined && isOf(session, row.buyer) ? row.orderId : undefined;
}

async function nextNumber({ sql }: Shop): Promise<number> {
  const [row] = await sql<{ number: number }[]>`select nextval('conversation_number')::int as number`;
  return row?.number ?? 0;
}

/** Whoever has the link writes as the one who began it. @returns false where it is too long, or gone */
export async function writeOn(
  shop: Shop,
  session: Acting,
  conversationId: ConversationId,
  words: string,
  cause: string,
): Promise<boolean> {
  const found = await shop.stateOf(conversation, conversationId);
  if (found.status === 'none') return false;
  const person = Speaker.parse({ ref: found.person, message: { subject: '', text: words } });
  const command = { type: 'WriteOn', conversationId, person } as const;
  const context = contextFor(session, cause, 'write-on', 'support.answer');
  const outcome = await shop.handle(conversation, conversationId, command, context);
  if (isRefused(outcome)) return false;
  await shop.seen(outcome.position, 'conversations');
  return true;
}
