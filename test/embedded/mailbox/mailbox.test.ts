/** The mailbox's pages: what a mail holds is shown and never run. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createTransport } from 'nodemailer';
import { type Mailbox, startMailbox } from '../../../src/embedded/mailbox/mailbox.ts';
import { person, scratch, token } from '../../stand-ins.ts';

const disk = await scratch();
let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await startMailbox({ folder: disk.folder(), token });
});
afterAll(async () => {
  await mailbox.stop();
  await disk.clean();
});

const send = (more: object) => {
  const { hostname, port } = new URL(mailbox.smtpUrl);
  const transport = createTransport({ host: hostname, port: Number(port), secure: false });
  return transport.sendMail({ from: 'shop@portrait123.example', to: 'ada@example.com', ...more });
};
const list = async () => JSON.parse(await person(mailbox.url).reads('/sandbox/mail.json'));
const at = (path: string) =>
  fetch(`${mailbox.url}/sandbox/mail${path}`, { headers: { authorization: `Bearer ${token}` } });

const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>';

describe('a mail', () => {
  test('says nothing to whoever has no token', async () => {
    expect((await fetch(`${mailbox.url}/sandbox/mail.json`)).status).toBe(401);
    expect((await fetch(`${mailbox.url}/sandbox/mail`)).status).toBe(401);
  });

  test('shows its subject, its names and its text as text', async () => {
    await send({
      subject: hostile,
      text: hostile,
      attachments: [{ filename: `${hostile}.txt`, content: 'x' }],
    });
    const [{ id }] = await list();
    for (const page of [await (await at('')).text(), await (await at(`/${id}`)).text()]) {
      expect(page).not.toContain('<script>');
      expect(page).not.toContain('<img src=x');
    }
  });

  test('is shown as a mail program would: in a frame without scripts, fetching nothing', async () => {
    await send({
      subject: 's',
      text: 't',
      html: `<p>Hello</p>${hostile}<a href="http://localhost:3000/in">in</a>`,
    });
    const [{ id }] = await list();
    expect(await (await at(`/${id}`)).text()).toContain(
      'sandbox="allow-popups allow-popups-to-escape-sandbox" src=',
    );
    const seen = await at(`/${id}/seen`);
    const policy = seen.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/; sandbox [^;]*$/);
    expect(policy).not.toContain('allow-scripts');
    expect(await seen.text()).toStartWith('<base target="_blank"><p>Hello</p>');
  });

  test('carries its pictures within, and what is attached to it is only ever saved', async () => {
    const attachments = [
      { filename: 'tile.png', content: Buffer.from('iVBORw0KGgo=', 'base64'), cid: 'tile' },
      { filename: 'page.html', content: hostile, contentType: 'text/html' },
    ];
    await send({ subject: 's', html: '<img src="cid:tile">', attachments });
    const [{ id, attachments: told }] = await list();
    expect(told).toMatchObject([{ name: 'page.html' }]);
    expect(await (await at(`/${id}/seen`)).text()).toContain('src="data:image/png;base64,');
    const saved = await at(`/${id}/attachments/0`);
    expect(saved.headers.get('content-disposition')).toBe('attachment');
    expect(saved.headers.get('content-type')).toBe('application/octet-stream');
    expect(await saved.text()).toBe(hostile);
    expect((await at(`/${id}/attachments/7`)).status).toBe(404);
  });

  test('is there raw, as it came', async () => {
    await send({ subject: 'raw', text: 'raw text', messageId: '<raw@example.com>' });
    const [{ id }] = await list();
    const raw = await at(`/${id}/raw`);
    expect(raw.headers.get('content-type')).toStartWith('text/plain');
    expect(await raw.text()).toContain('Message-ID: <raw@example.com>');
  });

  test('to people whom its header does not name shows them all the same', async () => {
    await send({ subject: 'hidden', text: 't', bcc: 'eve@example.com' });
    expect((await list())[0]).toMatchObject({ to: ['ada@example.com', 'eve@example.com'] });
  });

  test('that is too large is refused', async () => {
    await expect(send({ subject: 'big', text: 'x'.repeat(31 * 1024 * 1024) })).rejects.toMatchObject({
      responseCode: 552,
    });
  });

  test('is gone when the mailbox is emptied', async () => {
    await send({ subject: 'to go', text: 't' });
    const [{ id }] = await list();
    expect((await person(mailbox.url).sends('/sandbox/mail/empty', {})).status).toBe(303);
    expect(await list()).toEqual([]);
    expect((await at(`/${id}/raw`)).status).toBe(404);
  });

  test('that is not there is not found', async () => {
    for (const path of ['/nothing', '/nothing/seen', '/nothing/raw', '/nothing/attachments/0', '/__proto__'])
      expect((await at(path)).status).toBe(404);
  });
});
