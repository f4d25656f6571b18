/** Rows from events: what happened is sealed, stored and read back as in the shop, a minute after what was before. */
import type { Typed } from '../../src/eventsourcing/decider.ts';
import { envelope } from '../../src/eventsourcing/handle.ts';
import { advance, type Projection } from '../../src/eventsourcing/projection.ts';
import type { Row } from '../../src/eventsourcing/table.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import { sealer } from '../../src/personal-data/sealed.ts';
import { streams } from '../../src/processes/streams.ts';
import { InMemoryTable } from '../in-memory/table.ts';
import { causedBy, opening, shop } from '../shop.ts';

/** When the event with that number happened, from 0 on. ISO 8601 */
export const at = (minute: number): string => new Date(Date.parse(opening) + minute * 60_000).toISOString();

type Told = Typed & { readonly [field: string]: unknown };

/** Every event in a stream of its kind: a row is found by its key, and never by its stream. */
export async function told<R extends Row>(projection: Projection<R>, ...events: readonly Told[]) {
  const it = shop();
  const seal = sealer(it.vault, it.clock);
  const rows = new InMemoryTable<R>();
  let count = 0;
  await happens(...events);
  return { ...it, rows, open: it.openAs('tester'), happens, destroys };

  async function happens(...more: readonly Told[]): Promise<void> {
    for (const event of more) {
      it.time.now = at(count++);
      await append(event);
    }
    await follow();
  }

  async function append(event: Told): Promise<void> {
    const stream = streams.find(({ versions }) => event.type in versions);
    if (stream === undefined) throw new Error(`no stream has ${event.type}`);
    const name = `${stream.category}-1`;
    const last = await it.store.readLast(name);
    const sealed = await envelope(seal, stream, causedBy(`event ${count}`))(event, 0);
    await it.store.append(name, last?.revision ?? 'no-stream', [sealed]);
  }

  /** Keys die, and the rows hear of it. */
  async function destroys(where: Parameters<typeof it.destroy>[0]): Promise<void> {
    await it.destroy(where);
    await follow();
  }

  async function follow(): Promise<void> {
    while ((await advance(projection, rows, { store: it.store, forgetting })) > 0);
  }
}
