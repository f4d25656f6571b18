/** `GET /Orders`: newest first, in pages, with the names of the parameters in any case. */
import { shown } from './casing.ts';
import type { Lab, Order } from './state.ts';

const scannedMax = 10_000;

export function listed(lab: Lab, query: URLSearchParams, url: string) {
  const asked = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
  const top = bounded(asked.get('top'), 10, 100);
  const skip = bounded(asked.get('skip'), 0, scannedMax);
  const found = lab.orders.list({ limit: scannedMax }).filter((order) => fits(order, asked));
  const hasMore = found.length > skip + top;
  return {
    outcome: 'Ok',
    hasMore,
    nextUrl: hasMore ? `${url}/v4.0/Orders?Top=${top}&Skip=${skip + top}` : null,
    orders: found.slice(skip, skip + top).map(shown),
  };
}

function bounded(said: string | undefined, usual: number, max: number): number {
  const count = Number(said ?? usual);
  return Number.isInteger(count) && count >= 0 ? Math.min(count, max) : usual;
}

function fits(order: Order, asked: ReadonlyMap<string, string>): boolean {
  const [status, from, to] = ['status', 'createdfrom', 'createdto'].map((name) => asked.get(name));
  const references = asked.get('merchantreferences')?.split(',');
  const ids = asked.get('orderids')?.split(',');
  return (
    (status === undefined || order.status.stage.toLowerCase() === status.toLowerCase()) &&
    (from === undefined || order.created >= from) &&
    (to === undefined || order.created <= to) &&
    (references === undefined || references.includes(order.merchantReference ?? '')) &&
    (ids === undefined || ids.includes(order.id))
  );
}
