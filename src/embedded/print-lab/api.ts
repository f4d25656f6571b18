/** Prodigi's HTTP interface, version 4: what fails, mostly fails inside a 200. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { Ask, Part, Reply } from '../stand-in/http.ts';
import { type Route, router } from '../stand-in/routes.ts';
import { failuresOf, NewMetadata, NewOrder, NewQuote, NewShippingMethod, Recipient } from './ask.ts';
import { cased, shown } from './casing.ts';
import { detailsOf, productOf } from './catalogue.ts';
import { listed } from './listing.ts';
import { cancel, type Made, make, mayBeChanged } from './orders.ts';
import { save } from './progress.ts';
import { quote } from './quotes.ts';
import type { Lab, Order } from './state.ts';

type Told = { readonly status: number; readonly body: object };
type Said = Told | 'cut';

/** @param taken is told of every new order */
export function api(lab: Lab, apiKey: string, url: () => string, taken: Taken): Part<Reply> {
  const find = router([...orders(lab, url, taken), ...changes(lab), ...lookups(lab)], true);
  return (ask) => {
    if (!same(ask.header('x-api-key') ?? '', apiKey)) return answerOf(lab, unauthorised);
    const answer = find(ask);
    if (answer === 'no-such-path') return answerOf(lab, refusal(404, 'EndpointDoesNotExist'));
    if (answer === 'no-such-method') return answerOf(lab, refusal(405, 'MethodNotAllowed'));
    return answer instanceof Promise ? 'cut' : answer;
  };
}
type Taken = (orderId: string) => void;

const unauthorised: Told = { status: 401, body: { statusText: 'Unauthorised', statusCode: 401, data: {} } };

/** One endpoint; `:id` of its path comes second. */
const route =
  (lab: Lab, method: 'GET' | 'POST') =>
  (path: string, work: (ask: Ask, id: string) => Said): Route => [
    method,
    `/v4.0/${path}`,
    (ask, { id = '' }) => answerOf(lab, work(ask, id)),
  ];

function orders(lab: Lab, url: () => string, taken: Taken): readonly Route[] {
  const [get, post] = [route(lab, 'GET'), route(lab, 'POST')];
  return [
    post('orders', (ask) => create(lab, ask, taken)),
    get('orders', ({ query }) => ok(listed(lab, query, url()))),
    get('orders/:id', (_, id) => onOrder(lab, id, (order) => ok({ outcome: 'Ok', order: shown(order) }))),
    get('orders/:id/actions', (_, id) => onOrder(lab, id, (order) => ok(actionsOf(order)))),
  ];
}

function changes(lab: Lab): readonly Route[] {
  const post = route(lab, 'POST');
  const action = (name: string, work: (ask: Ask, order: Order) => Said) =>
    post(`orders/:id/actions/${name}`, (ask, id) => onOrder(lab, id, (order) => work(ask, order)));
  return [
    action('cancel', (_, order) => made(cancel(lab, order))),
    action('updateshippingmethod', (ask, order) =>
      read(NewShippingMethod, ask, (change) => changed(lab, order, change, 'shippingUpdateResults')),
    ),
    action('updaterecipient', (ask, order) =>
      read(Recipient, ask, (recipient) => changed(lab, order, { recipient }, 'shipmentUpdateResults')),
    ),
    action('updatemetadata', (ask, order) =>
      read(NewMetadata, ask, (change) =>
        made({ outcome: 'Updated', order: save(lab, { ...order, ...change }) }),
      ),
    ),
  ];
}

const lookups = (lab: Lab): readonly Route[] => [
  route(lab, 'POST')('quotes', (ask) => read(NewQuote, ask, (asked) => ok(quote(asked)))),
  route(lab, 'GET')('products/:id', (_, sku) => productTold(sku)),
];

const hash = (text: string) => createHash('sha256').update(text).digest();
const same = (a: string, b: string) => timingSafeEqual(hash(a), hash(b));

const ok = (body: object): Told => ({ status: 200, body });
const refusal = (status: number, outcome: string): Told => ({ status, body: { outcome } });

function answerOf(lab: Lab, reply: Said): Reply {
  if (reply === 'cut') return reply;
  const traceParent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
  return {
    status: reply.status,
    headers: { 'content-type': 'application/json; charset=utf-8', traceparent: traceParent },
    body: JSON.stringify(cased({ ...reply.body, traceParent }, lab.moods().casing)),
  };
}

/** Names are read in any case; what the merchant named himself stays as it is. */
function read<T>(shape: z.ZodType<T>, ask: Ask, then: (asked: T) => Said): Said {
  if (!/^application\/json\b/.test(ask.header('content-type') ?? ''))
    return refusal(415, 'InvalidContentType');
  const body = parsed(ask.body);
  if (body === undefined)
    return {
      status: 400,
      body: { outcome: 'ValidationFailed', failures: { '': [{ code: 'InvalidJson' }] } },
    };
  const asked = shape.safeParse(body);
  if (asked.success) return then(asked.data);
  return { status: 400, body: { outcome: 'ValidationFailed', failures: failuresOf(asked.error) } };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function create(lab: Lab, ask: Ask, taken: (orderId: string) => void): Said {
  return read(NewOrder, ask, (asked) => {
    const moods = lab.moods();
    const fate = moods.nextOrder;
    if (fate !== 'answered') lab.setMoods({ ...moods, nextOrder: 'answered' });
    if (fate === 'unavailable') return refusal(500, 'InternalServerError');
    const done = lab.transaction(() => {
      const done = make(lab, asked, fate);
      if (done.outcome !== 'AlreadyExists') taken(done.order.id);
      return done;
    });
    if (fate === 'answer-lost') return 'cut';
    return fate === 'timed-out' ? refusal(500, 'TimedOut') : made(done);
  });
}

/** An order that waits for its pause to end is told by its number only. */
const made = ({ outcome, order }: Made): Told =>
  ok({ outcome, order: outcome === 'OnHold' ? { id: order.id } : shown(order) });

const onOrder = (lab: Lab, id: string, work: (order: Order) => Said): Said =>
  lab.transaction(() => {
    const order = lab.orders.get(id);
    if (!/^ord_\d+$/.test(id)) return refusal(400, 'ValidationFailed');
    return order === undefined ? refusal(404, 'EntityNotFound') : work(order);
  });

function actionsOf(order: Order) {
  const isAvailable = mayBeChanged(order) ? 'Yes' : 'No';
  return {
    outcome: 'Ok',
    cancel: { isAvailable },
    changeRecipientDetails: { isAvailable },
    changeShippingMethod: { isAvailable },
    changeMetaData: { isAvailable: 'Yes' },
  };
}

/** The two actions name their list of results differently; so does the reference. */
function changed(lab: Lab, order: Order, change: Partial<Order>, results: string): Told {
  if (!mayBeChanged(order)) return ok({ outcome: 'ActionNotAvailable', [results]: [], order: shown(order) });
  const after = save(lab, { ...order, ...change });
  const each = after.shipments.map(({ id }) => ({ shipmentId: id, successful: true }));
  return ok({ outcome: 'Updated', [results]: each, order: shown(after) });
}

function productTold(sku: string): Told {
  const product = productOf(sku);
  return product === undefined
    ? refusal(404, 'EntityNotFound')
    : ok({ outcome: 'Ok', product: detailsOf(product) });
}
