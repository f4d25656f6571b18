/** What a person answers on a mail's page, handed over as their mail program would do it. */
import { createTransport } from 'nodemailer';
import type { Mail } from './mails.ts';

export type RepliesTo = { readonly host: string; readonly port: number };

const timeoutMs = 10_000;

export async function reply(
  { host, port }: RepliesTo,
  { to: [me = ''], from, replyTo, subject, messageId, text: theirs }: Mail,
  text: string,
): Promise<{ readonly is: 'sent' } | { readonly is: 'refused'; readonly because: string }> {
  const transport = createTransport({
    ...{ host, port, secure: false, ignoreTLS: true },
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
  });
  try {
    await transport.sendMail({
      ...{ from: { name: '', address: me }, to: { name: '', address: replyTo ?? from } },
      ...{ subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`, inReplyTo: messageId },
      text: `${text}\n\nOn that day ${from} wrote:\n${theirs.replaceAll(/^/gm, '> ')}`,
    });
    return { is: 'sent' };
  } catch (cause) {
    return { is: 'refused', because: cause instanceof Error ? cause.message : 'nothing' };
  } finally {
    transport.close();
  }
}
