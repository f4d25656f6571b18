/** The payment company's stand-in: Stripe's interface, its hosted page, its webhooks, and no money. */
import type { Clock } from '../stand-in/clock.ts';
import { systemClock } from '../stand-in/clock.ts';
import { door } from '../stand-in/door.ts';
import { type Ask, listen, type Reply } from '../stand-in/http.ts';
import { notFound, seeOther, styleSheet } from '../stand-in/page.ts';
import { openStore } from '../stand-in/store.ts';
import { announce, deliver, type Happening, type Manner, type Webhooks } from './announce.ts';
import { api } from './api.ts';
import { expired, settled } from './checkout.ts';
import { pages } from './pages.ts';
import { ledger as ledgerOf } from './state.ts';

export type StripeSandbox = {
  /** `http://127.0.0.1:<port>`: the API is under `/v1`, the pages under `/sandbox/pay`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

type Options = {
  /** Where it keeps what it knows; a restart with the same folder goes on where it stopped. */
  readonly folder: string;
  /** Any free one if it is left out. */
  readonly port?: number;
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly webhookUrl: string;
  /** Types of event that the endpoint wants; all, if it is left out. */
  readonly webhookTypes?: readonly string[];
  /** Opens the pages. A session's own page has a token of its own in its address. */
  readonly token: string;
  /** How long a bank takes that answers later. */
  readonly settleMs?: number;
  /** How late a late webhook is. */
  readonly lateMs?: number;
  readonly now?: Clock;
};

/** @throws CannotStart `payment-sandbox/port-in-use` */
export async function startStripeSandbox(options: Options): Promise<StripeSandbox> {
  const { folder, port = 0, secretKey, token, now = systemClock } = options;
  const { settleMs = 20_000, lateMs = 20_000, webhookTypes: types = ['*'] } = options;
  const webhooks: Webhooks = { url: options.webhookUrl, secret: options.webhookSecret, types, lateMs };
  const store = openStore(folder);
  const ledger = ledgerOf(store, now);

  const place = { port };
  const url = () => `http://127.0.0.1:${place.port}`;
  const gate = door(token, '/sandbox/pay', () => place.port);
  const urlOf = (id: string) => `${url()}/sandbox/pay/${id}?token=${gate.tokenOf(`/sandbox/pay/${id}`)}`;
  const tell = (told: readonly Happening[], manner: Manner) => announce(ledger, webhooks, told, manner);

  const answerApi = api({
    ledger,
    secretKey,
    urlOf,
    tell: (told, cause) => announce(ledger, webhooks, told, 'once', cause),
  });
  const answerPage = pages({ ledger, urlOf, tell, settleMs });
  const handle = (ask: Ask): Reply => {
    if (ask.path.startsWith('/v1/')) return answerApi(ask);
    if (ask.path === '/sandbox/style.css') return styleSheet;
    if (ask.path === '/') return seeOther('/sandbox/pay');
    return gate.admit(ask) ?? answerPage(ask) ?? notFound('There is no such page in the payment sandbox.');
  };

  const listening = await listen('payment-sandbox', port, handle);
  place.port = listening.port;
  ledger.agenda.start(async (job, stopped) => {
    const { what } = job;
    if (what.do === 'deliver') return deliver(ledger, webhooks, job, what.eventId, stopped);
    return () => {
      const session = ledger.sessions.get(what.sessionId);
      if (what.do === 'settle') tell(settled(ledger, urlOf, what.sessionId, what.paid), 'once');
      else if (session !== undefined) tell(expired(ledger, urlOf, session), 'once');
      return 'done';
    };
  });

  return {
    url: url(),
    stop: async () => {
      await Promise.all([listening.stop(), ledger.agenda.stop()]);
      store.close();
    },
  };
}
