/** The mail server that carries our letters: one letter, one recipient, one Message-ID. */
import nodemailer from 'nodemailer';
import { z } from 'zod';
import { Fault } from '../eventsourcing/fault.ts';

export type Letter = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for the same letter, so that whoever gets it twice can tell: `name@domain`, or a name alone. */
  readonly messageId: string;
  readonly attachments?: readonly Attachment[];
  /** Where an answer goes, if not to the sender. */
  readonly replyTo?: string;
};
type Attachment = {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
};

type Sent = { readonly is: 'sent' | 'rejected-recipient' };

export type Mailer = {
  /** @throws Fault provider/unavailable (send it again), provider/refused (nobody would take this) */
  send(letter: Letter): Promise<Sent>;
};

type Options = {
  /** `smtp://…` or `smtps://…`, with `user:password@` where the server wants it. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly timeoutMs?: number;
};

/** A line break in a header begins another header, or the body. */
const Line = z
  .string()
  .max(250)
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u);
const Headers = z.object({
  subject: Line,
  messageId: z
    .string()
    .max(250)
    .regex(/^[\w.+-]+(@[\w.-]+)?$/),
  attachments: z
    .array(z.object({ filename: Line, contentType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/) }))
    .optional(),
});

export function mailer({ url, from, timeoutMs = 15_000 }: Options): Mailer {
  const transport = nodemailer.createTransport({ ...connection(url), ...timeouts(timeoutMs) });
  const domain = from.address.slice(from.address.lastIndexOf('@'));
  return {
    send: async ({ to, subject, text, html, messageId, attachments = [], replyTo }) => {
      const headers = Headers.safeParse({ subject, messageId, attachments });
      if (!headers.success)
        throw new Fault('provider/refused', {
          provider: 'smtp',
          field: String(headers.error.issues[0]?.path[0]),
        });
      if (!z.email().safeParse(to).success) return { is: 'rejected-recipient' };
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to }, // as an object: what is in it is one address and no list
          envelope: { from: from.address, to: [to] },
          ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
          subject,
          text,
          html,
          messageId: `<${messageId.includes('@') ? messageId : messageId + domain}>`,
          attachments: attachments.map(({ content, ...about }) => ({
            ...about,
            content: Buffer.from(content),
          })),
          headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834: nobody's holiday note answers it
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { is: 'sent' };
      } catch (error) {
        return answerTo(error);
      }
    },
  };
}

function connection(address: string) {
  const { protocol, hostname, port, username, password } = new URL(address);
  const secure = protocol === 'smtps:';
  return {
    host: hostname,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !/^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname),
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}

const timeouts = (ms: number) => ({
  connectionTimeout: ms,
  greetingTimeout: ms,
  socketTimeout: ms,
  dnsTimeout: ms,
});

const Trouble = z.object({
  code: z.string().catch('none'),
  command: z.string().catch('none'),
  responseCode: z.int().catch(0),
});

/** 5xx is for good and all else may pass (RFC 5321, 4.2.1); what the server said may name a person, so it is left. */
function answerTo(error: unknown): Sent {
  const { code, command, responseCode: status } = Trouble.parse(error);
  const forGood = status >= 500;
  if (forGood && command === 'RCPT TO') return { is: 'rejected-recipient' };
  throw new Fault(forGood ? 'provider/refused' : 'provider/unavailable', {
    provider: 'smtp',
    code,
    command,
    status,
  });
}
