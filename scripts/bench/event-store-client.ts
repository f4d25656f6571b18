/**
 * The client's side of `event-store.ts`, in a process of its own: the official client, against several servers turn by
 * turn. Asked by one argument in JSON, it answers on standard output with the medians of its rounds.
 */
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, type JSONEventData, jsonEvent } from '@eventstore/db-client';

export type Asked = {
  /** Connection strings */
  readonly servers: { readonly [name: string]: string };
  /** Events to append to each server before anything is measured. */
  readonly prepare: number;
  readonly rounds: number;
  readonly work: readonly Work[];
};
export type Work =
  | { readonly is: 'append'; readonly count: number; readonly inFlight: number }
  | { readonly is: 'read-all' | 'catch-up'; readonly count: number };

/** Per server and work: so many appends or events in a second. */
export type Measured = { readonly [name: string]: readonly number[] };

const orderPlaced = (number: number): JSONEventData =>
  jsonEvent({
    type: 'OrderPlaced',
    data: {
      orderId: randomUUID(),
      number,
      photos: [{ style: 'oil', width: 1_200, height: 1_800 }],
      placedOn: '2026-03-14',
      total: { cents: 4_900, currency: 'EUR' },
    },
  });

const append = async (client: EventStoreDBClient, count: number, inFlight: number): Promise<void> => {
  let left = count;
  const one = async () => {
    const stream = `order-${randomUUID()}`;
    while (left > 0) {
      left -= 1;
      await client.appendToStream(stream, orderPlaced(left));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
};

const fill = async (client: EventStoreDBClient, count: number): Promise<void> => {
  for (let left = count; left > 0; left -= 500)
    await client.appendToStream(
      `order-${randomUUID()}`,
      Array.from({ length: 500 }, (_, at) => orderPlaced(at)),
    );
};

const readAll = async (client: EventStoreDBClient, count: number): Promise<void> => {
  let seen = 0;
  for await (const _ of client.readAll({ maxCount: count })) seen += 1;
  if (seen < count) throw new Error(`${count} events were asked for, and ${seen} came`);
};

/** A subscription that is only left, and not ended, would keep its unread events in the way of the other calls. */
const catchUp = async (client: EventStoreDBClient, count: number): Promise<void> => {
  const subscription = client.subscribeToAll({ fromPosition: 'start' });
  let seen = 0;
  for await (const _ of subscription) {
    seen += 1;
    if (seen === count) break;
  }
  await subscription.unsubscribe();
};

const run = (client: EventStoreDBClient, work: Work): Promise<void> => {
  if (work.is === 'append') return append(client, work.count, work.inFlight);
  return work.is === 'read-all' ? readAll(client, work.count) : catchUp(client, work.count);
};

const perSecond = async (client: EventStoreDBClient, work: Work): Promise<number> => {
  const begun = performance.now();
  await run(client, work);
  return (1_000 * work.count) / (performance.now() - begun);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** The first round warms up and does not count. */
const measure = async ({ servers, prepare, rounds, work }: Asked): Promise<Measured> => {
  const clients = Object.entries(servers).map(
    ([name, string]) => [name, EventStoreDBClient.connectionString(string)] as const,
  );
  const measured = Object.fromEntries(clients.map(([name]) => [name, work.map((): number[] => [])]));
  for (const [, client] of clients) await fill(client, prepare);
  for (let round = 0; round <= rounds; round += 1)
    for (const [at, one] of work.entries())
      for (const [name, client] of clients) {
        const rate = await perSecond(client, one);
        process.stderr.write(
          `${new Date().toISOString().slice(14, 22)} ${round} ${one.is} ${name} ${Math.round(rate)}\n`,
        );
        if (round > 0) measured[name]?.[at]?.push(rate);
      }
  for (const [, client] of clients) await client.dispose();
  return Object.fromEntries(Object.entries(measured).map(([name, rates]) => [name, rates.map(median)]));
};

if (import.meta.main) {
  process.stdout.write(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? ''))));
  process.exit(0);
}
