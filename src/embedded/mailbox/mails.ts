/** The mails that came in, each kept once, however often it was handed over. */
import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { z } from 'zod';
import type { Clock } from '../stand-in/clock.ts';
import { collection, type Store } from '../stand-in/store.ts';

const Mail = z.object({
  id: z.string(),
  messageId: z.string(),
  /** When it came first; milliseconds since 1970. */
  atMs: z.int(),
  /** How often it was handed over: more than once, and somebody did not hear our answer. */
  arrivals: z.int(),
  from: z.string(),
  to: z.array(z.string()),
  /** Where the sender wants an answer. */
  replyTo: z.string().nullable().default(null),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.int() })),
});
const Raw = z.object({ id: z.string(), base64: z.string() });
const Mood = z.object({
  id: z.literal('mood'),
  next: z.enum(['accepted', 'later', 'refused', 'answer-lost']),
});

export type Mail = z.output<typeof Mail>;
/** What befalls the next mail. */
export type Mood = z.output<typeof Mood>['next'];
export const moods = Mood.shape.next.options;

export type Mails = ReturnType<typeof mailsIn>;

export function mailsIn(store: Store, clock: Clock) {
  const mails = collection(store, 'mail', Mail);
  const raws = collection(store, 'raw', Raw);
  const mood = collection(store, 'mood', Mood);
  return {
    list: (limit: number) => mails.list({ limit }),
    get: mails.get,
    raw: (id: string) => {
      const kept = raws.get(id);
      return kept && Buffer.from(kept.base64, 'base64');
    },
    empty: () =>
      store.transaction(() => {
        mails.clear();
        raws.clear();
      }),
    mood: (): Mood => mood.get('mood')?.next ?? 'accepted',
    setMood: (next: Mood) => void mood.put({ id: 'mood', next }),
    /** On the disk when it is done. @param to the envelope's recipients, which the header need not name */
    keep: async (raw: Buffer, from: string, to: readonly string[]): Promise<void> => {
      const read = await reading(raw);
      store.transaction(() => {
        const before = mails.get(read.id);
        if (before !== undefined) return mails.put({ ...before, arrivals: before.arrivals + 1 });
        raws.put({ id: read.id, base64: raw.toString('base64') });
        return mails.put({ ...read, from, to: [...to], atMs: clock(), arrivals: 1 });
      });
    },
  };
}

async function reading(raw: Buffer): Promise<Omit<Mail, 'from' | 'to' | 'atMs' | 'arrivals'>> {
  const parsed = await simpleParser(raw);
  const messageId = parsed.messageId ?? `<${sha256(raw)}@without.message.id>`;
  return {
    id: sha256(messageId).slice(0, 24),
    messageId,
    replyTo: parsed.replyTo?.value[0]?.address ?? null,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: typeof parsed.html === 'string' ? parsed.html : null,
    attachments: parsed.attachments
      .filter(({ related }) => related !== true)
      .map(({ filename, contentType, size }) => ({
        name: filename ?? 'unnamed',
        type: contentType,
        bytes: size,
      })),
  };
}

const sha256 = (value: string | Buffer): string => createHash('sha256').update(value).digest('hex');

/** @returns the bytes of an attachment, counted as `Mail.attachments` counts */
export async function attachmentOf(raw: Buffer, index: number): Promise<Buffer | undefined> {
  const { attachments } = await simpleParser(raw);
  return attachments.filter(({ related }) => related !== true)[index]?.content;
}
