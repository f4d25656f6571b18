/** `/support`, `/support/:token` and their twins of the API. */
import { conversationOf } from '../../../projections/conversations.ts';
import { ConversationId } from '../../modules/support/conversation.events.ts';
import { conversation } from '../../modules/support/conversation.ts';
import { conversationNumber } from '../../processes/write-when-conversation-opened.ts';
import { mayWriteIn } from '../accounts/attempts.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import type { Tone } from '../components/notes.tsx';
import type { FieldError } from '../components/shapes.ts';
import { formFields } from '../form-fields.ts';
import { contactOf } from '../privacy/people.ts';
import { notFound, tooManyOf } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { SupportPage, ThreadPage, type Told, topics } from './support.tsx';
import { threadOf } from './thread.ts';
import { beginConversation, Message, MoreText, writeOn } from './writing.ts';

const actor = 'holder-of-the-conversation-link';
export const tooMany = tooManyOf('messages', 'too-many-messages');

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
export const mayWrite = ({ attempts }: Shop, { arrival }: Visit, to?: string): Promise<boolean> =>
  mayWriteIn(attempts, 'support', { from: arrival.address, to });

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
