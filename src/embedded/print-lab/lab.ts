/** The print lab's stand-in: Prodigi's interface, its callbacks, a carrier, and nothing printed. */
import { type Clock, systemClock } from '../stand-in/clock.ts';
import { door } from '../stand-in/door.ts';
import { type Ask, listen, type Reply } from '../stand-in/http.ts';
import { notFound, seeOther, styleSheet } from '../stand-in/page.ts';
import { openStore } from '../stand-in/store.ts';
import { api } from './api.ts';
import { fetchAsset, pausesMs, shelfIn } from './assets.ts';
import { deliver } from './callbacks.ts';
import { pages } from './pages.ts';
import { nextStep, step } from './progress.ts';
import { labIn } from './state.ts';
import { tracking } from './tracking.ts';

export type PrintLabStandIn = {
  /** `http://127.0.0.1:<port>`: the API is under `/v4.0`, the pages under `/sandbox/lab`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

type Options = {
  /** Where it keeps what it knows; a restart with the same folder goes on where it stopped. */
  readonly folder: string;
  /** Any free one if it is left out. */
  readonly port?: number;
  readonly apiKey: string;
  readonly token: string;
  /** Every order takes a step after so long; left out, a person moves them on the page. */
  readonly stepMs?: number;
  /** Between the ten tries to fetch a picture. */
  readonly downloadPausesMs?: readonly number[];
  readonly now?: Clock;
};

/** @throws CannotStart `print-lab/port-in-use` */
export async function startPrintLab(options: Options): Promise<PrintLabStandIn> {
  const { folder, port = 0, apiKey, token, stepMs, downloadPausesMs = pausesMs, now = systemClock } = options;
  const store = openStore(folder);
  const lab = labIn(store, now);
  const shelf = shelfIn(folder);
  const place = { port };
  const url = () => `http://127.0.0.1:${place.port}`;
  const gate = door(token, '/sandbox/lab', () => place.port);

  const walks = (orderId: string) => {
    if (stepMs !== undefined) lab.agenda.plan(`step:${orderId}`, now() + stepMs, { do: 'step', orderId });
  };
  const answerApi = api(lab, apiKey, url, walks);
  const answerPage = pages({ lab, shelf, trackUrl: () => `${url()}/track` });
  const answerTracking = tracking(lab);
  const handle = (ask: Ask): Reply => {
    if (ask.path.startsWith('/v4.0/')) return answerApi(ask);
    if (ask.path === '/sandbox/style.css') return styleSheet;
    if (ask.path === '/') return seeOther('/sandbox/lab');
    if (ask.path.startsWith('/track/')) return answerTracking(ask);
    return gate.admit(ask) ?? answerPage(ask) ?? notFound('There is no such page in the print lab.');
  };

  const listening = await listen('print-lab', port, handle);
  place.port = listening.port;
  lab.agenda.start(async ({ what, attempt }, stopped) => {
    if (what.do === 'fetch')
      return fetchAsset(lab, shelf, [what.orderId, what.assetId], attempt, downloadPausesMs, stopped);
    if (what.do === 'call') return deliver(lab, what.callbackId, attempt, stopped);
    return () => {
      if (what.do === 'discard') shelf.discard(what.assetId);
      else walk(what.orderId);
      return 'done';
    };
  });

  /** Waits for its picture, and walks on till the parcel is there. */
  function walk(orderId: string): void {
    const order = lab.orders.get(orderId);
    if (order === undefined || nextStep(order) === undefined) return;
    const fetching = order.status.details.downloadAssets !== 'Complete';
    if (!fetching || order.held) step(lab, order, `${url()}/track`);
    const there = lab.parcels.list({ ref: orderId }).every(({ where }) => where === 'delivered');
    if (order.status.stage !== 'Complete' || !there) walks(orderId);
  }

  return {
    url: url(),
    stop: async () => {
      await Promise.all([listening.stop(), lab.agenda.stop()]);
      store.close();
    },
  };
}
