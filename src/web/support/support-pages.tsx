/** `/support`, `/support/:token` and their twins of the API. */
import { conversationOf, conversationsOf } from '../../../projections/conversations.ts';
import { ConversationId } from '../../modules/support/conversation.events.ts';
import { conversation } from '../../modules/support/conversation.ts';
import { conversationNumber } from '../../processes/write-when-conversation-opened.ts';
import { mayWriteIn } from '../accounts/attempts.ts';
import { html, json, refuse, seeOther } from '../answers.tsx';
import type { Tone } from '../components/notes.tsx';
import type { FieldError } from '../components/shapes.ts';
import { formFields } from '../form-fields.ts';
import { contactOf } from '../privacy/people.ts';
import { notFound, tooManyOf } from '../problems/problem.ts';
import { isOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { SupportPage, ThreadPage, type Told, topics } from './support.tsx';
import { threadOf } from './thread.ts';
import { beginConversation, Message, MoreText, writeOn } from './writing.ts';

const actor = 'holder-of-the-conversation-link';
const tooMany = tooManyOf('messages', 'too-many-messages');

/** `?order=P-1042&topic=delivery` fills in the form. */
export async function showSupport(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const asked = (name: string) => visit.url.searchParams.get(name)?.slice(0, 40) ?? '';
  const contact = visit.session && (await contactOf(shop, visit.session));
  const told = { topic: asked('topic'), order: asked('order'), text: '', email: contact?.email ?? '' };
  return supportPage(shop, visit, told);
}

const supportPage = (shop: Shop, visit: Visit, told: Told, errors?: readonly FieldError[]) =>
  html(shop, visit, {
    title: 'Write to us',
    page: <SupportPage told={told} errors={errors} once={shop.newId()} />,
    status: errors === undefined ? 200 : 422,
  });

/** Fields: `topic`, `order`, `text`, `email`, `once`. */
export async function postSupport(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = await formFields(request);
  if (fields === undefined) return refuse(shop, request, { status: 400, type: 'form-broken' });
  const message = Message.safeParse(fields);
  if (!message.success) {
    const { topic = '', order = '', text = '', email = '' } = fields;
    const errors = message.error.issues.map((issue) => ({
      field: String(issue.path[0]),
      says: issue.message,
    }));
    return supportPage(shop, visit, { topic, order, text, email }, errors);
  }
  if (!(await mayWrite(shop, visit, message.data.email))) return refuse(shop, request, tooMany);
  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session, fields['once']);
  const { conversationId } = await beginConversation(shop, visitor.session, message.data, cause);
  const token = shop.tokens.make('conversation', conversationId);
  return withCookie(shop, visitor, seeOther(`/support/${token}`));
}

/** @param to of a beginning, which a letter answers */
const mayWrite = ({ attempts }: Shop, { arrival }: Visit, to?: string): Promise<boolean> =>
  mayWriteIn(attempts, 'support', { from: arrival.address, to });

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
  return withCookie(shop, visitor, json(answer, 201, there));
}

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
  return json({ id, number: conversationNumber(number), topic, status, said });
}

export async function listSupport(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const rows = await conversationsOf(shop.reads.conversations, session?.people ?? []);
  const told = rows.map(({ conversationId, number, topic, status, saidAt }) => ({
    ...{ id: conversationId, number: conversationNumber(number), topic, status, saidAt },
    link: shop.links.conversation(conversationId),
  }));
  return json({ conversations: told });
}

export async function showThread(
  shop: Shop,
  request: Request,
  token: string,
  error?: string,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const conversationId = ConversationId.safeParse(shop.tokens.read('conversation', token));
  if (!conversationId.success) return refuse(shop, request, notFound);
  const found = await shop.stateOf(conversation, conversationId.data);
  if (found.status === 'none') return refuse(shop, request, notFound);
  const row = await conversationOf(shop.reads.conversations, conversationId.data);
  const number = conversationNumber(found.number);
  const page = (
    <ThreadPage
      {...{ number, ...states[found.status], token, error, once: shop.newId() }}
      topic={topics[row?.topic ?? 'other']}
      said={await threadOf(shop, shop.openAs(actor), conversationId.data)}
    />
  );
  const status = error === undefined ? 200 : 422;
  return html(shop, visit, { title: `Conversation ${number}`, page, status });
}

const states: Readonly<
  Record<'waiting' | 'answered' | 'closed', { readonly state: string; readonly tone: Tone }>
> = {
  waiting: { state: 'A person reads it, and answers within two working days', tone: 'warn' },
  answered: { state: 'Answered', tone: 'ok' },
  closed: { state: 'Closed. Write on, and it is open again', tone: 'plain' },
};

/** Fields: `text`, `once`. */
export async function postThread(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = (await formFields(request)) ?? {};
  const conversationId = ConversationId.safeParse(shop.tokens.read('conversation', token));
  if (!conversationId.success) return refuse(shop, request, notFound);
  const more = MoreText.safeParse(fields);
  if (!more.success) return showThread(shop, request, token, more.error.issues[0]?.message);
  if (!(await mayWrite(shop, visit))) return refuse(shop, request, tooMany);
  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session, fields['once']);
  const written = await writeOn(shop, visitor.session, conversationId.data, more.data.text, cause);
  if (!written) return showThread(shop, request, token, tooLong);
  return withCookie(shop, visitor, seeOther(`/support/${token}`));
}

const tooLong = 'This conversation is full. Begin another one, and say its number.';
