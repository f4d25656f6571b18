/** Letters, over real SMTP: the mailer against the mailbox. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createServer } from 'node:net';
import * as fc from 'fast-check';
import { type Mailbox, startMailbox } from '../../src/embedded/mailbox/mailbox.ts';
import { type Letter, type Mailer, mailer } from '../../src/providers/smtp.ts';
import { person, scratch, token } from '../stand-ins.ts';

const disk = await scratch();
const from = { name: 'Portrait123', address: 'shop@portrait123.example' };
let mailbox: Mailbox;
let mails: Mailer;

beforeAll(async () => {
  mailbox = await startMailbox({ folder: disk.folder(), token });
  mails = mailer({ url: mailbox.smtpUrl, from, timeoutMs: 5_000 });
});
afterAll(async () => {
  await mailbox.stop();
  await disk.clean();
});

let made = 0;
const letter = (more: Partial<Letter> = {}): Letter => ({
  to: 'ada@example.com',
  subject: 'Order P-1042: we have started on your portrait',
  text: 'Follow it: http://localhost:3000/orders/abc',
  html: '<p>Follow it <a href="http://localhost:3000/orders/abc">here</a></p>',
  messageId: `letter-${++made}`,
  ...more,
});
const came = async (url = mailbox.url) => JSON.parse(await person(url).reads('/sandbox/mail.json'));
const next = (mood: string) => person(mailbox.url).sends('/sandbox/mail/mood', { next: mood });

describe('a letter', () => {
  test('arrives as it was written, both parts and what is attached', async () => {
    const attachments = [
      { filename: 'Invoice Łukasz.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF') },
    ];
    const sent = letter({ subject: 'Ihr Porträt, Łukasz 🖼', attachments });
    expect(await mails.send(sent)).toEqual({ is: 'sent' });
    expect((await came())[0]).toMatchObject({
      ...{
        messageId: `<${sent.messageId}@portrait123.example>`,
        from: from.address,
        to: ['ada@example.com'],
      },
      ...{ subject: sent.subject, text: sent.text, html: sent.html, arrivals: 1 },
      attachments: [{ name: 'Invoice Łukasz.pdf', type: 'application/pdf', bytes: 4 }],
    });
  });

  test('sent twice is kept once, and the mailbox says how often it came', async () => {
    const sent = letter();
    await mails.send(sent);
    await mails.send(sent);
    const all = (await came()).filter(({ messageId }: { messageId: string }) =>
      messageId.includes(sent.messageId),
    );
    expect(all).toMatchObject([{ arrivals: 2 }]);
  });

  test('whose answer was lost is a fault; sent again, it is still one letter', async () => {
    await next('answer-lost');
    const sent = letter();
    await expect(mails.send(sent)).rejects.toMatchObject({ code: 'provider/unavailable' });
    expect(await mails.send(sent)).toEqual({ is: 'sent' });
    expect((await came())[0]).toMatchObject({ arrivals: 2 });
  });

  test('to an address that does not exist is an answer, not a fault', async () => {
    expect(await mails.send(letter({ to: 'ada@rejected.invalid' }))).toEqual({ is: 'rejected-recipient' });
  });

  test.each([
    '',
    'ada',
    'ada@',
    'a@example.com,b@example.com',
    'Ada <ada@example.com>',
    'a@b.example\r\nRCPT TO:<c@d.example>',
  ])('to what is no address is refused before it leaves: %j', async (to) =>
    expect(await mails.send(letter({ to }))).toEqual({ is: 'rejected-recipient' }),
  );

  test('that the server puts off is to be sent again; one that it refuses is not', async () => {
    await expect(mails.send(letter({ to: 'ada@later.invalid' }))).rejects.toMatchObject({
      code: 'provider/unavailable',
    });
    await next('later');
    await expect(mails.send(letter())).rejects.toMatchObject({ code: 'provider/unavailable' });
    await next('refused');
    await expect(mails.send(letter())).rejects.toMatchObject({ code: 'provider/refused' });
  });

  test('cannot carry a header in its subject, its id or a file name', async () => {
    const breaks = fc.constantFrom('\r\n', '\n', '\r', '\0', '\u2028', '\v');
    const injected = fc.tuple(fc.string(), breaks, fc.constantFrom('Bcc: eve@example.com', '\r\nhello'));
    const count = (await came()).length;
    await fc.assert(
      fc.asyncProperty(injected, async (parts) => {
        const text = parts.join('');
        const attachments = [{ filename: text, contentType: 'text/plain', content: Buffer.from('') }];
        for (const wrong of [{ subject: text }, { messageId: text }, { attachments }])
          await expect(mails.send(letter(wrong))).rejects.toMatchObject({ code: 'provider/refused' });
      }),
    );
    expect(await came()).toHaveLength(count);
  });

  test('keeps whatever else its subject says', async () => {
    const subjects = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((subject) => {
      return subject.trim() === subject && !/\p{Cc}|\s{2}/u.test(subject) && !subject.includes('=?');
    });
    await fc.assert(
      fc.asyncProperty(subjects, async (subject) => {
        const sent = letter({ subject });
        await mails.send(sent);
        expect((await came())[0]).toMatchObject({ subject, to: ['ada@example.com'] });
      }),
      { numRuns: 15 },
    );
  });
});

describe('a mail server', () => {
  test('that is down, or silent, is a fault that names nobody', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    for (const url of ['smtp://127.0.0.1:1', `smtp://127.0.0.1:${port}`]) {
      const fault = await mailer({ url, from, timeoutMs: 200 })
        .send(letter())
        .catch((error: unknown) => error);
      expect(fault).toMatchObject({ code: 'provider/unavailable' });
      expect(String(fault)).not.toContain('ada');
    }
    silent.close();
  });

  test('that is not on this machine gets nothing over an open line', async () => {
    const heard: string[] = [];
    const open = createServer((line) => {
      line.write('220 elsewhere ESMTP\r\n');
      line.on('data', (told) => {
        heard.push(String(told));
        line.write(/^EHLO/.test(String(told)) ? '250 elsewhere\r\n' : '502 no\r\n');
      });
      line.on('error', () => {});
    });
    await new Promise<void>((resolve) => open.listen(0, '127.0.0.2', () => resolve()));
    const address = open.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const far = mailer({ url: `smtp://user:secret@127.0.0.2:${port}`, from, timeoutMs: 2_000 });
    await expect(far.send(letter())).rejects.toMatchObject({ code: 'provider/refused' });
    expect(heard.join()).toContain('STARTTLS');
    expect(heard.join()).not.toMatch(/AUTH|MAIL FROM|ada/);
    open.close();
  });

  test('that starts again still has every letter', async () => {
    const folder = disk.folder();
    const first = await startMailbox({ folder, token });
    const sent = letter();
    await mailer({ url: first.smtpUrl, from }).send(sent);
    await first.stop();
    const second = await startMailbox({ folder, token });
    expect(await came(second.url)).toMatchObject([{ subject: sent.subject }]);
    await second.stop();
  });
});
