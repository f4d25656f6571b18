/** A mail to the shop: an answer to a letter of a conversation, or the beginning of one. What machines send is let go. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type ParsedMail, simpleParser } from 'mailparser';
import { z } from 'zod';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import { SubjectRef } from '../../personal-data/personal.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { conversationAt } from './reply-address.ts';
import { beginConversation, MoreText, writeOn } from './writing.ts';

export type Envelope = { readonly from: string; readonly to: readonly string[] };

const textMax = 9000;
const subjectMax = 150;
/** Of one address, within an hour: somebody who writes more is a machine. */
const perHour = 20;

/** Taken; sent by a machine and let go; or by a person, and not to be read. */
export type Became = 'taken' | 'let-go' | 'unreadable';

/** @throws Fault event-store/unavailable: the sender keeps it and comes again */
export async function takeMail(shop: Shop, raw: Uint8Array, { from, to }: Envelope): Promise<Became> {
  const sender = z.email().max(254).toLowerCase().safeParse(from);
  if (!sender.success || !(await shop.attempts.may('mail', sender.data, perHour))) return 'let-go';
  const mail = await parsed(raw);
  if (mail === undefined) return 'unreadable';
  if (isFromMachine(mail)) return 'let-go';
  const words = MoreText.safeParse({ text: ownWords(mail) });
  if (!words.success) return 'unreadable';
  // its number is whatever the sender wrote: it counts among what came from the same address alone
  const cause = uuidFrom(
    'mail',
    sender.data,
    mail.messageId ?? createHash('sha256').update(raw).digest('hex'),
  );
  const { text } = words.data;
  const [conversation] = to.flatMap((address) => conversationAt(shop.tokens, address) ?? []);
  if (conversation === undefined || !(await writeOn(shop, byMail, conversation, text, cause)))
    await begin(shop, sender.data, text, cause);
  return 'taken';
}

const byMail = { id: '', actor: 'mail-door' } as const;

/** What stands in it as HTML alone becomes text; nothing else of it is worked on. */
const parsed = (raw: Uint8Array): Promise<ParsedMail | undefined> =>
  simpleParser(Buffer.from(raw), {
    ...{ skipTextToHtml: true, skipImageLinks: true, maxHtmlLengthToParse: 200_000 },
  }).catch(() => undefined);

/** Nobody proved who they are: it is a person of its own, until they say more. */
async function begin(shop: Shop, email: string, text: string, cause: string): Promise<void> {
  const subject = SubjectRef.parse(uuidFrom(cause, 'writer'));
  const stranger: Session = {
    ...{ ...byMail, subject, people: [subject], account: null, roles: [], provedBy: null, provedAt: null },
  };
  await shop.lookUp.give('email', email, subject);
  await beginConversation(shop, stranger, { topic: 'other', text, email, order: '' }, cause);
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
  const quote = lines.findIndex((_, at) => beginsQuote(lines, at));
  const own = (quote === -1 ? lines : lines.slice(0, quote)).filter((line) => !line.startsWith('>'));
  const said = own.join('\n').trim().slice(0, textMax);
  if (said === '') return '';
  const about = /^re:/i.test(subject) || subject === '' ? '' : `${subject.slice(0, subjectMax)}\n\n`;
  return `${about}${said}`;
}

/** "On Monday you wrote:" is the writer's own sentence, unless what follows is quoted. */
function beginsQuote(lines: readonly string[], at: number): boolean {
  const line = lines[at]?.trim() ?? '';
  if (/^-{2,} ?Original|^_{10,}$/.test(line)) return true;
  const next = lines.slice(at + 1).find((one) => one.trim() !== '');
  return /^On .{5,200} wrote:$/.test(line) && next?.startsWith('>') === true;
}
