/** The shop composed in memory, as main composes it over servers: what specifications of processes and read models run in. */
import type { Context, Metadata } from '../src/eventsourcing/event-store.ts';
import { handler, historian, reader } from '../src/eventsourcing/handle.ts';
import { lastHandler } from '../src/eventsourcing/handle-last.ts';
import { uuidFrom } from '../src/eventsourcing/uuid.ts';
import { blobs } from '../src/personal-data/blobs.ts';
import { keyLog } from '../src/personal-data/destruction.ts';
import { KeysDestroyed } from '../src/personal-data/forgetting.ts';
import { gate, type Said } from '../src/personal-data/open.ts';
import { SubjectRef } from '../src/personal-data/personal.ts';
import { groundOf, type Purpose } from '../src/personal-data/register.ts';
import { sealer } from '../src/personal-data/sealed.ts';
import type { Where } from '../src/personal-data/vault.ts';
import { InMemoryBlobStore } from './in-memory/blob-store.ts';
import { InMemoryLedger } from './in-memory/erasure-ledger.ts';
import { InMemoryEventStore } from './in-memory/event-store.ts';
import { InMemoryVault } from './in-memory/vault.ts';

export const opening = '2026-11-24T09:00:00.000Z';

export function shop() {
  const time = { now: opening };
  const clock = () => time.now;
  const said: { -readonly [K in keyof Said]: boolean } = {
    consented: false,
    objected: false,
    restricted: false,
  };
  const witnessed: string[] = [];
  const [store, vault] = [new InMemoryEventStore(clock), new InMemoryVault(clock)];
  const [files, ledger] = [new InMemoryBlobStore(), new InMemoryLedger(clock)];
  const seal = sealer(vault, clock);
  const openAs = gate({
    ...{ vault, store: files, clock, standing: { of: async () => said } },
    witness: async ({ actor, category, purpose }) =>
      void witnessed.push(`${actor}: ${category} for ${purpose}`),
  });
  const handle = handler(store, seal);
  return {
    ...{ time, clock, said, witnessed, store, vault, files, ledger, openAs, handle },
    blobs: blobs({ vault, store: files, ids: () => crypto.randomUUID() }),
    handleLast: lastHandler(store, seal),
    stateOf: reader(store),
    historyOf: historian(store),
    typesIn: async (stream: string) => (await store.read(stream)).map(({ type }) => type),
    destroy,
  };

  /** Keys die, and the log says which: as an erasure does it, or the retention. */
  async function destroy(
    where: Where,
    because: 'erasure' | 'retention' = 'erasure',
  ): Promise<readonly string[]> {
    const kids = KeysDestroyed.schema.shape.kids.parse(await vault.condemn(where, because));
    const cause = crypto.randomUUID();
    await handle(keyLog, cause, { type: 'DestroyKeys', kids, because }, causedBy(cause, 'accountability'));
    await ledger.record(kids);
    await vault.shred(kids);
    return kids;
  }
}

export type InMemoryShop = ReturnType<typeof shop>;

export const causedBy = (cause: string, purpose: Purpose = 'order.fulfilment'): Context => ({
  ...{ commandId: uuidFrom(cause), actor: 'visitor-1', purpose },
  ...{ correlationId: uuidFrom('journey', cause), causationId: null },
});

/** What stands beside an event that was made by hand. */
export const metadata = (cause: string, v = 1, subjects: readonly string[] = []): Metadata => {
  const context = causedBy(cause);
  return { v, ...context, ...groundOf(context.purpose), subjects };
};

export const ref = (name: string) => SubjectRef.parse(uuidFrom('subject', name));
