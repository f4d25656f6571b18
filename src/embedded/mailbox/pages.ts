/** The mailbox's pages: the list, one mail as seen, as text and raw, and the same as JSON for tests. */
import { isoOf } from '../stand-in/clock.ts';
import type { Answer, Ask, Part } from '../stand-in/http.ts';
import { type Html, html, notFound, page, seeOther } from '../stand-in/page.ts';
import { router } from '../stand-in/routes.ts';
import { attachmentOf, type Mail, type Mails, moods } from './mails.ts';
import { type RepliesTo, reply } from './replies.ts';

const shownMax = 200;

export function pages(mails: Mails, repliesTo?: RepliesTo): Part<Promise<Answer> | Answer | undefined> {
  const find = router([
    ['GET', '/sandbox/mail', () => inbox(mails)],
    ['GET', '/sandbox/mail.json', () => listed(mails)],
    ['POST', '/sandbox/mail/mood', (ask) => moodChosen(mails, ask)],
    ['POST', '/sandbox/mail/empty', () => emptied(mails)],
    ['GET', '/sandbox/mail/:id', (_, { id = '' }) => one(mails, id, repliesTo !== undefined)],
    ['POST', '/sandbox/mail/:id/reply', (ask, { id = '' }) => answered(mails, id, ask, repliesTo)],
    ['GET', '/sandbox/mail/:id/seen', (_, { id = '' }) => seen(mails, id)],
    ['GET', '/sandbox/mail/:id/raw', (_, { id = '' }) => raw(mails, id)],
    [
      'GET',
      '/sandbox/mail/:id/attachments/:at',
      (_, { id = '', at = '' }) => attachment(mails, id, Number(at)),
    ],
  ]);
  return (ask) => {
    const answer = find(ask);
    if (answer instanceof Promise) return answer.then((told) => (told === 'cut' ? unknown : told));
    return typeof answer === 'string' ? undefined : answer;
  };
}

const unknown = notFound('The mailbox knows no such mail.');

function inbox(mails: Mails): Answer {
  const all = mails.list(shownMax);
  const list =
    all.length === 0
      ? html`<p class="empty">No mail yet.</p>`
      : html`<div class="sheet scroll"><table class="inbox"><thead><tr><th>Came</th><th>To</th><th>Subject</th></tr></thead>
<tbody>${all.map(row)}</tbody></table></div>`;
  return page({
    title: 'Mailbox',
    lead: 'Every e-mail that would have left the shop, and none that did. The same message is kept once.',
    body: html`<div class="columns"><div>${list}</div>${mood(mails.mood())}</div>`,
  });
}

const row = ({ id, atMs, to, subject, arrivals }: Mail): Html => html`<tr>
<td><time>${isoOf(atMs).slice(0, 16).replace('T', ' ')}</time></td><td>${to.join(', ')}</td>
<td><a href="/sandbox/mail/${id}">${subject === '' ? '(no subject)' : subject}</a>${arrivals > 1 && ` (came ${arrivals} times)`}</td></tr>`;

const words = {
  accepted: 'is taken',
  later: 'is put off: try again later',
  refused: 'is refused for good',
  'answer-lost': 'is taken, and the answer lost',
};

const mood = (now: string): Html => html`<form class="sheet" method="post" action="/sandbox/mail/mood">
<h2>What shall happen</h2>
<p><label for="next">The next mail</label> <select id="next" name="next">${moods.map(
  (mood) => html`<option value="${mood}"${mood === now && html` selected`}>${words[mood]}</option>`,
)}</select></p><button>Let it be so</button>
<p class="soft">Addresses at rejected.invalid do not exist; those at later.invalid are always busy.</p></form>
<form class="sheet" method="post" action="/sandbox/mail/empty"><button>Empty the mailbox</button></form>`;

function emptied(mails: Mails): Answer {
  mails.empty();
  return seeOther('/sandbox/mail');
}

function moodChosen(mails: Mails, ask: Ask): Answer {
  const asked = new URLSearchParams(Buffer.from(ask.body).toString('utf8')).get('next');
  const next = moods.find((known) => known === asked);
  if (next === undefined)
    return { status: 400, body: 'unknown choice: see the page for those that are known' };
  mails.setMood(next);
  return seeOther('/sandbox/mail');
}

/** Newest first. */
const listed = (mails: Mails): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(
    mails.list(shownMax).map(({ atMs, ...mail }) => ({ ...mail, receivedAt: isoOf(atMs) })),
    null,
    2,
  ),
});

function one(mails: Mails, id: string, mayReply: boolean): Answer {
  const mail = mails.get(id);
  if (mail === undefined) return unknown;
  const { subject, from, to, messageId, atMs, arrivals, text } = mail;
  return page({
    title: subject === '' ? '(no subject)' : subject,
    lead: `Came ${arrivals === 1 ? 'once' : `${arrivals} times`}, first at ${isoOf(atMs)}.`,
    body: html`<dl class="sheet"><dt>From</dt><dd>${from}</dd><dt>To</dt><dd>${to.join(', ')}</dd>
<dt>Message-ID</dt><dd class="mono">${messageId}</dd>
<dt>Source</dt><dd><a href="/sandbox/mail/${id}/raw">Raw</a></dd>
${mail.attachments.map(
  ({ name, type, bytes }, at) =>
    html`<dt>Attached</dt><dd><a href="/sandbox/mail/${id}/attachments/${at}">${name}</a>, ${type}, ${bytes} bytes</dd>`,
)}</dl>
${mail.html !== null && html`<iframe class="letter" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/sandbox/mail/${id}/seen" title="${subject}"></iframe>`}
<section class="sheet"><h2>Plain text</h2><pre>${text}</pre></section>
<section class="sheet"><h2>Links</h2><ul>${links(mail).map(
      (link) => html`<li><a href="${link}" rel="noreferrer">${link}</a></li>`,
    )}</ul></section>
${mayReply && replyForm(mail)}
<p><a href="/sandbox/mail">All mail</a></p>`,
  });
}

const replyForm = ({
  id,
  to,
  replyTo,
  from,
}: Mail): Html => html`<form class="sheet" method="post" action="/sandbox/mail/${id}/reply">
<h2>Answer</h2><p class="soft">As ${to[0] ?? ''}, to ${replyTo ?? from}.</p>
<p><label for="text">Text</label><br><textarea id="text" name="text" rows="5" required></textarea></p><button>Send</button></form>`;

async function answered(mails: Mails, id: string, ask: Ask, repliesTo?: RepliesTo): Promise<Answer> {
  const mail = mails.get(id);
  if (mail === undefined || repliesTo === undefined) return unknown;
  const text = new URLSearchParams(Buffer.from(ask.body).toString('utf8')).get('text') ?? '';
  const said = await reply(repliesTo, mail, text);
  return page({
    title: said.is === 'sent' ? 'Sent' : 'Not sent',
    lead:
      said.is === 'sent' ? 'The shop has taken your answer.' : `The shop's mail door said: ${said.because}`,
    body: html`<p><a href="/sandbox/mail/${id}">Back to the mail</a></p>`,
  });
}

const links = ({ text }: Mail): readonly string[] => [
  ...new Set(text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? []),
];

/** As a mail program would show it: no script, nothing fetched; a link opens outside of the frame. */
function seen(mails: Mails, id: string): Answer {
  const mail = mails.get(id);
  if (mail?.html === undefined || mail.html === null) return unknown;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    },
    body: `<base target="_blank">${mail.html}`,
  };
}

function raw(mails: Mails, id: string): Answer {
  const bytes = mails.raw(id);
  if (bytes === undefined) return unknown;
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: bytes };
}

async function attachment(mails: Mails, id: string, at: number): Promise<Answer> {
  const bytes = mails.raw(id);
  const content = bytes && (await attachmentOf(bytes, at));
  if (content === undefined) return unknown;
  const headers = { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
  return { status: 200, headers, body: content };
}
