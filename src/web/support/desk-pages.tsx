/** Answering, for staff: what was written is opened for that alone, and the log is told before. */
import {
  type ConversationRow,
  conversationOf,
  latelyAnswered,
  waitingForUs,
} from '../../../projections/conversations.ts';
import { orderOf } from '../../../projections/orders.ts';
import { AccountId } from '../../modules/accounts/account.events.ts';
import { OrderId } from '../../modules/ordering/order.events.ts';
import { ConversationId, Speaker } from '../../modules/support/conversation.events.ts';
import { type ConversationCommand, conversation } from '../../modules/support/conversation.ts';
import { conversationNumber } from '../../processes/write-when-conversation-opened.ts';
import { refuse, seeOther } from '../answers.tsx';
import type { Tone } from '../components/notes.tsx';
import { contextAt, type Desk, deskPage } from '../desks/desk.ts';
import { formFields } from '../form-fields.ts';
import { forbidden, notFound } from '../problems/problem.ts';
import { AnsweringPage, SupportDeskPage } from './desk.tsx';
import { topics } from './support.tsx';
import { threadOf } from './thread.ts';
import { MoreText } from './writing.ts';

const under = '/staff/support';

export async function showSupportDesk(desk: Desk): Promise<Response> {
  const { conversations } = desk.shop.reads;
  const rows = [...(await waitingForUs(conversations)), ...(await latelyAnswered(conversations))];
  const waiting = await Promise.all(rows.map((row) => waitingOf(desk, row)));
  return deskPage(desk, { title: 'Support', page: <SupportDeskPage waiting={waiting} /> });
}

async function waitingOf({ shop }: Desk, row: ConversationRow) {
  const { conversationId, number, topic, status, saidAt } = row;
  return {
    ...{ number: conversationNumber(number), href: `${under}/${conversationId}`, topic: topics[topic] },
    ...{ order: (await orderNumberOf(shop, row))?.number ?? null, saidAt, ...states[status] },
  };
}

const states: Readonly<Record<ConversationRow['status'], { readonly state: string; readonly tone: Tone }>> = {
  waiting: { state: 'Waits for us', tone: 'warn' },
  answered: { state: 'Answered', tone: 'ok' },
  closed: { state: 'Closed', tone: 'plain' },
};

async function orderNumberOf({ reads }: Desk['shop'], { orderId }: ConversationRow) {
  const row = orderId === null ? undefined : await orderOf(reads.orders, OrderId.parse(orderId));
  return row && { number: `P-${row.number}`, href: `/staff/orders/${row.orderId}` };
}

export async function showAnswering(desk: Desk, id: string, error?: string): Promise<Response> {
  const { shop, request, actor } = desk;
  const row = await rowOf(desk, id);
  if (row === undefined) return refuse(shop, request, notFound);
  const said = await threadOf(shop, shop.openAs(actor), row.conversationId);
  const number = conversationNumber(row.number);
  const page = (
    <AnsweringPage
      {...{ number, id, topic: topics[row.topic], ...states[row.status], said, error }}
      {...{ order: await orderNumberOf(shop, row), closed: row.status === 'closed', once: shop.newId() }}
    />
  );
  return deskPage(desk, { title: number, page, under, status: error === undefined ? 200 : 422 });
}

async function rowOf({ shop }: Desk, id: string): Promise<ConversationRow | undefined> {
  const conversationId = ConversationId.safeParse(id);
  return conversationId.success ? conversationOf(shop.reads.conversations, conversationId.data) : undefined;
}

/** Fields: `text`, `once`. */
export async function postAnswer(desk: Desk, id: string): Promise<Response> {
  const fields = (await formFields(desk.request)) ?? {};
  const answer = MoreText.safeParse(fields);
  if (!answer.success) return showAnswering(desk, id, answer.error.issues[0]?.message);
  return act(desk, id, fields['once'] ?? desk.shop.newId(), 'answer', (row, by) => {
    const message = { subject: '', text: answer.data.text };
    const person = Speaker.parse({ ref: row.person, message });
    return { type: 'Answer', conversationId: row.conversationId, person, by };
  });
}

export const postClose = (desk: Desk, id: string): Promise<Response> =>
  act(desk, id, desk.shop.newId(), 'close', ({ conversationId }, by) => ({
    ...{ type: 'CloseConversation', conversationId, by },
  }));

async function act(
  desk: Desk,
  id: string,
  once: string,
  what: string,
  commandFor: (row: ConversationRow, by: AccountId) => ConversationCommand,
): Promise<Response> {
  const { shop, request, session } = desk;
  const row = await rowOf(desk, id);
  if (row === undefined) return refuse(shop, request, notFound);
  if (session.account === null) return refuse(shop, request, forbidden);
  const command = commandFor(row, AccountId.parse(session.account));
  const context = contextAt(desk, once, what, 'support.answer');
  const outcome = await shop.handle(conversation, row.conversationId, command, context);
  if ('position' in outcome) await shop.seen(outcome.position, 'conversations');
  return seeOther(what === 'close' ? under : `${under}/${id}`);
}
