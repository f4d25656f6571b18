/** `/api/v1/support`: writing to us, for programs. */
import { z } from 'zod';
import { conversationOf, conversationsOf } from '../../../projections/conversations.ts';
import { ConversationId, Topic } from '../../modules/support/conversation.events.ts';
import { conversationNumber } from '../../processes/write-when-conversation-opened.ts';
import { json, refuse } from '../answers.tsx';
import { notFound } from '../problems/problem.ts';
import { isOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, visitOf, visitorOf, withCookie } from '../visit.ts';
import { mayWrite, tooMany } from './support-pages.tsx';
import { threadOf } from './thread.ts';
import { beginConversation, type Message } from './writing.ts';

const named = { id: ConversationId, number: z.string().describe('shown to people; opens nothing') };
const link = z.url().describe('opens the conversation for whoever has it');
const state = { topic: Topic, status: z.enum(['waiting', 'answered', 'closed']) };

export const ConversationBegun = z.object({ ...named, link });
type ConversationBegun = z.output<typeof ConversationBegun>;

export async function postSupportJson(shop: Shop, request: Request, message: Message): Promise<Response> {
  const visit = await visitOf(shop, request);
  if (!(await mayWrite(shop, visit, message.email))) return refuse(shop, request, tooMany);
  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session);
  const { conversationId, number } = await beginConversation(shop, visitor.session, message, cause);
  const answer = {
    ...{ id: conversationId, number: conversationNumber(number) },
    link: shop.links.conversation(conversationId),
  };
  const there = { location: `/api/v1/support/${conversationId}` };
  return withCookie(shop, visitor, json<ConversationBegun>(answer, 201, there));
}

export const ConversationTold = z.object({
  ...{ ...named, ...state },
  said: z
    .array(
      z.object({
        ...{ by: z.enum(['customer', 'shop']), at: z.iso.datetime() },
        text: z.string().optional().describe('not there where it does not open any more'),
      }),
    )
    .readonly(),
});
type ConversationTold = z.output<typeof ConversationTold>;

/** By its id, for the session that wrote. */
export async function showSupportJson(shop: Shop, request: Request, id: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const conversationId = ConversationId.safeParse(id);
  const row = conversationId.success
    ? await conversationOf(shop.reads.conversations, conversationId.data)
    : undefined;
  if (row === undefined || !isOf(session, row.person)) return refuse(shop, request, notFound);
  const said = await threadOf(shop, shop.openAs('holder-of-the-session'), row.conversationId);
  const { number, topic, status } = row;
  return json<ConversationTold>({
    id: row.conversationId,
    number: conversationNumber(number),
    topic,
    status,
    said,
  });
}

export const ConversationList = z.object({
  conversations: z
    .array(z.object({ ...named, ...state, saidAt: z.iso.datetime().describe('the last word'), link }))
    .readonly(),
});
type ConversationList = z.output<typeof ConversationList>;

export async function listSupport(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const rows = await conversationsOf(shop.reads.conversations, session?.people ?? []);
  const told = rows.map(({ conversationId, number, topic, status, saidAt }) => ({
    ...{ id: conversationId, number: conversationNumber(number), topic, status, saidAt },
    link: shop.links.conversation(conversationId),
  }));
  return json<ConversationList>({ conversations: told });
}
