/** Callbacks as CloudEvents 1.0: unsigned, with no promise of order, of one copy only, or of arriving at all. */
import type { Next } from '../stand-in/agenda.ts';
import { isoOf } from '../stand-in/clock.ts';
import { post, taken } from '../stand-in/post.ts';
import { cased, type Shown, shown } from './casing.ts';
import { numberOf } from './numbers.ts';
import type { Lab, Order } from './state.ts';

const lateMs = 20_000;
const againMs = 400;

/** Within the transaction of what it tells. */
export function call(lab: Lab, order: Order, type: string): void {
  if (order.callbackUrl === null) return;
  const moods = lab.moods();
  if (moods.nextCallback !== 'once') lab.setMoods({ ...moods, nextCallback: 'once' });
  const id = numberOf('evt_');
  const picture = calledDifferently(shown(order));
  const body = {
    specversion: '1.0',
    type,
    source: 'http://api.prodigi.com/v4.0/Orders/',
    id,
    time: isoOf(lab.clock()),
    datacontenttype: 'application/json',
    data: moods.callbackData === 'order-itself' ? picture : { order: picture },
    subject: order.id,
  };
  lab.callbacks.put({
    id,
    orderId: order.id,
    url: order.callbackUrl,
    body: JSON.stringify(cased(body, moods.casing)),
    type,
    tries: moods.nextCallback === 'lost' ? [{ atMs: lab.clock(), result: 'lost on purpose' }] : [],
  });
  for (const [copy, ms] of delaysMs[moods.nextCallback].entries())
    lab.agenda.plan(`call:${id}:${copy}`, lab.clock() + ms, { do: 'call', callbackId: id });
}

/** A callback calls the telephone number by another name than the API does; so does the reference. */
function calledDifferently({ recipient, ...order }: Shown): object {
  const { phoneNumber: mobilePhoneNumber, ...person } = recipient;
  return { ...order, recipient: { ...person, mobilePhoneNumber } };
}

const delaysMs = { once: [0], twice: [0, againMs], late: [lateMs], lost: [] };

const headers = { 'content-type': 'application/cloudevents+json' };

/** The reference promises no second try; a few are made, so that a shop that restarts hears of it. */
const pausesMs = [2_000, 15_000];

export async function deliver(
  lab: Lab,
  callbackId: string,
  attempt: number,
  stopped: AbortSignal,
): Promise<() => Next> {
  const callback = lab.callbacks.get(callbackId);
  if (callback === undefined) return () => 'done';
  const result = await post(callback.url, headers, callback.body, stopped);
  return () => {
    const atMs = lab.clock();
    const { tries } = lab.callbacks.get(callbackId) ?? callback; // its other copy may have been sent meanwhile
    lab.callbacks.put({ ...callback, tries: [...tries, { atMs, result }] });
    const pauseMs = pausesMs[attempt];
    return taken(result) || pauseMs === undefined ? 'done' : { againMs: atMs + pauseMs };
  };
}
