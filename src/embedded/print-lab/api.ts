/** Prodigi's HTTP interface, version 4: what fails, mostly fails inside a 200. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { Answer, Ask } from '../stand-in/http.ts';
import { type Go, router } from '../stand-in/routes.ts';
import { failuresOf, NewMetadata, NewOrder, NewQuote, NewShippingMethod, Recipient } from './ask.ts';
import { cased, shown } from './casing.ts';
import { detailsOf, productOf } from './catalogue.ts';
import { listed } from './listing.ts';
import { cancel, type Made, make, mayBeChanged } from './orders.ts';
import { save } from './progress.ts';
import { quote } from './quotes.ts';
import type { Lab, Order } from './state.ts';

type Told = { readonly status: number; readonly body: object };
type Reply = Told | 'cut';
type Work = (ask: Ask, id: string) => Reply;

/** @param taken is told of every new order */
export function api(
  lab: Lab,
  apiKey: string,
  url: () => string,
  taken: (orderId: string) => void,
): (ask: Ask) => Answer | 'cut' {
  const route = (method: string, path: string, work: Work): readonly [string, string, Go] => [
    method,
    path,
    (ask, { id = '' }) => answerOf(lab, work(ask, id)),
  ];
  const find = router(
    [
      route('POST', '/v4.0/orders', (ask) => create(lab, ask, taken)),
      route('GET', '/v4.0/orders', ({ query }) => ok(listed(lab, query, url()))),
      route('GET', '/v4.0/orders/:id', (_, id) =>
        onOrder(lab, id, (order) => ok({ outcome: 'Ok', order: shown(order) })),
      ),
      route('GET', '/v4.0/orders/:id/actions', (_, id) => onOrder(lab, id, (order) => ok(actionsOf(order)))),
      route('POST', '/v4.0/orders/:id/actions/cancel', (_, id) =>
        onOrder(lab, id, (order) => made(cancel(lab, order))),
      ),
      route('POST', '/v4.0/orders/:id/actions/updateshippingmethod', (ask, id) =>
        onOrder(lab, id, (order) =>
          read(NewShippingMethod, ask, (change) => changed(lab, order, change, 'shippingUpdateResults')),
        ),
      ),
      route('POST', '/v4.0/orders/:id/actions/updaterecipient', (ask, id) =>
        onOrder(lab, id, (order) =>
          read(Recipient, ask, (recipient) => changed(lab, order, { recipient }, 'shipmentUpdateResults')),
        ),
      ),
      route('POST', '/v4.0/orders/:id/actions/updatemetadata', (ask, id) =>
        onOrder(lab, id, (order) =>
          read(NewMetadata, ask, ({ metadata }) =>
            made({ outcome: 'Updated', order: save(lab, { ...order, metadata }) }),
          ),
        ),
      ),
      route('POST', '/v4.0/quotes', (ask) => read(NewQuote, ask, (asked) => ok(quote(asked)))),
      route('GET', '/v4.0/products/:id', (_, sku) => productTold(sku)),
    ],
    true,
  );
  return (ask) => {
    const key = ask.header('x-api-key') ?? '';
    if (!same(key, apiKey))
      return answerOf(lab, { status: 401, body: { statusText: 'Unauthorised', statusCode: 401, data: {} } });
    const answer = find(ask);
    if (answer === 'no-such-path') return answerOf(lab, refusal(404, 'EndpointDoesNotExist'));
    if (answer === 'no-such-method') return answerOf(lab, refusal(405, 'MethodNotAllowed'));
    return answer instanceof Promise ? 'cut' : answer;
  };
}

const hash = (text: string) => createHash('sha256').update(text).digest();
const same = (a: string, b: string) => timingSafeEqual(hash(a), hash(b));

const ok = (body: object): Told => ({ status: 200, body });
const refusal = (status: number, outcome: string): Told => ({ status, body: { outcome } });

function answerOf(lab: Lab, reply: Reply): Answer | 'cut' {
  if (reply === 'cut') return reply;
  const traceParent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
  return {
    status: reply.status,
    headers: { 'content-type': 'application/json; charset=utf-8', traceparent: traceParent },
    body: JSON.stringify(cased({ ...reply.body, traceParent }, lab.moods().casing)),
  };
}

/** Names are read in any case; what the merchant named himself stays as it is. */
function read<T>(shape: z.ZodType<T>, ask: Ask, then: (asked: T) => Reply): Reply {
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

function create(lab: Lab, ask: Ask, taken: (orderId: string) => void): Reply {
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

const onOrder = (lab: Lab, id: string, work: (order: Order) => Reply): Reply =>
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
