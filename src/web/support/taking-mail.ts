/** A mail to the shop: an answer to a letter of a conversation, or the beginning of one. What machines send is let go. */
import { type ParsedMail, simpleParser } from 'mailparser';
import { z } from 'zod';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import { SubjectRef } from '../../personal-data/personal.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { conversationAt } from './reply-address.ts';
import { beginConversation, Message, writeOn } from './writing.ts';

export type Envelope = { readonly from: string; readonly to: readonly string[] };

const textMax = 9000;
const subjectMax = 150;
/** Of one address, within an hour: somebody who writes more is a machine. */
const perHour = 20;

/** @returns what became of it @throws Fault event-store/unavailable: the sender keeps it and comes again */
export async function takeMail(
  shop: Shop,
  raw: Uint8Array,
  { from, to }: Envelope,
): Promise<'taken' | 'let-go'> {
  const sender = z.email().max(254).safeParse(from);
  const mail = await simpleParser(Buffer.from(raw), { skipHtmlToText: false, maxHtmlLengthToParse: 200_000 });
  if (!sender.success || isFromMachine(mail)) return 'let-go';
  if (!(await shop.attempts.may('mail', sender.data.toLowerCase(), perHour))) return 'let-go';
  const words = ownWords(mail);
  const cause = uuidFrom('mail', mail.messageId ?? shop.newId());
  const [conversation] = to.flatMap((address) => conversationAt(shop.tokens, address) ?? []);
  if (conversation !== undefined && (await writeOn(shop, byMail, conversation, words, cause))) return 'taken';
  return begun(shop, sender.data, words, cause);
}

const byMail = { id: '', actor: 'mail-door' } as const;

/** Nobody proved who they are: it is a person of its own, until they say more. */
async function begun(shop: Shop, email: string, text: string, cause: string): Promise<'taken' | 'let-go'> {
  const message = Message.safeParse({ topic: 'other', text, email });
  if (!message.success) return 'let-go';
  const subject = SubjectRef.parse(uuidFrom(cause, 'writer'));
  const stranger: Session = {
    ...{ ...byMail, subject, people: [subject], account: null, roles: [], provedBy: null, provedAt: null },
  };
  await shop.lookUp.give('email', email, subject);
  await beginConversation(shop, stranger, message.data, cause);
  return 'taken';
}

/** Holiday notes, lists and reports of failure (RFC 3834, 2). */
function isFromMachine({ headers }: ParsedMail): boolean {
  const said = (name: string): string => String(headers.get(name) ?? '').toLowerCase();
  const automatic = said('auto-submitted');
  return (
    (automatic !== '' && automatic !== 'no') ||
    /^(bulk|list|junk)$/.test(said('precedence')) ||
    headers.has('list-id') ||
    headers.has('x-auto-response-suppress')
  );
}

/** What they wrote, without what they answer to; attachments are let go. */
function ownWords({ text = '', subject = '' }: ParsedMail): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const quote = lines.findIndex((line) => /^(-{2,} ?Original|On .{5,200} wrote:$|_{10,}$)/.test(line.trim()));
  const own = (quote === -1 ? lines : lines.slice(0, quote)).filter((line) => !line.startsWith('>'));
  const said = own.join('\n').trim().slice(0, textMax);
  const about = /^re:/i.test(subject) || subject === '' ? '' : `${subject.slice(0, subjectMax)}\n\n`;
  return `${about}${said}`.trim();
}
