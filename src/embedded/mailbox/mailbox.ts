/** The mail server's stand-in: takes every mail over SMTP, sends none on, and shows them on a page. */
import { type Clock, systemClock } from '../stand-in/clock.ts';
import { door } from '../stand-in/door.ts';
import { type Answer, type Ask, listen } from '../stand-in/http.ts';
import { notFound, seeOther, styleSheet } from '../stand-in/page.ts';
import { openStore } from '../stand-in/store.ts';
import { mailsIn } from './mails.ts';
import { pages } from './pages.ts';
import type { RepliesTo } from './replies.ts';
import { openSmtp } from './smtp-door.ts';

export type Mailbox = {
  /** `smtp://127.0.0.1:<port>` */
  readonly smtpUrl: string;
  /** `http://127.0.0.1:<port>`: the page is `/sandbox/mail`, for tests there is `/sandbox/mail.json`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

type Options = {
  readonly folder: string;
  /** Any free ones if they are left out. */
  readonly smtpPort?: number;
  readonly port?: number;
  readonly token: string;
  /** Who takes the answers that a person writes on a mail's page; without it none can be written. */
  readonly repliesTo?: RepliesTo;
  readonly now?: Clock;
};

/** @throws CannotStart `mailbox/port-in-use` */
export async function startMailbox({
  folder,
  smtpPort = 0,
  port = 0,
  token,
  now,
  repliesTo,
}: Options): Promise<Mailbox> {
  const store = openStore(folder);
  const mails = mailsIn(store, now ?? systemClock);
  const place = { port };
  const gate = door(token, '/sandbox/mail', () => place.port);
  const answer = pages(mails, repliesTo);
  const handle = (ask: Ask): Promise<Answer> | Answer => {
    if (ask.path === '/sandbox/style.css') return styleSheet;
    if (ask.path === '/') return seeOther('/sandbox/mail');
    return gate.admit(ask) ?? answer(ask) ?? notFound('There is no such page in the mailbox.');
  };
  const smtp = await openSmtp(mails, smtpPort);
  const listening = await listen('mailbox', port, handle);
  place.port = listening.port;
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    url: `http://127.0.0.1:${listening.port}`,
    stop: async () => {
      await Promise.all([listening.stop(), smtp.stop()]);
      store.close();
    },
  };
}
