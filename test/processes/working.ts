/** The shop at work, in memory: its processes and effects over fake companies, step by step or until all is quiet. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { consentHistory, consentStepsOf } from '../../projections/consent-history.ts';
import { erasureWaits, waitingFor } from '../../projections/erasure-waits.ts';
import { invoiceOf, invoices } from '../../projections/invoices.ts';
import { type OrderRow, orders } from '../../projections/orders.ts';
import { assume } from '../../src/eventsourcing/assume.ts';
import { type Effect, enqueue, type Job, type Turn, work } from '../../src/eventsourcing/effect.ts';
import type { RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import { Fault } from '../../src/eventsourcing/fault.ts';
import { reasonOf } from '../../src/eventsourcing/outage.ts';
import { type Process, run } from '../../src/eventsourcing/process.ts';
import { advance, type Projection } from '../../src/eventsourcing/projection.ts';
import type { Row } from '../../src/eventsourcing/table.ts';
import { forgetting } from '../../src/personal-data/forgetting.ts';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import { replay } from '../../src/personal-data/replay.ts';
import { effects, type Ports, processes } from '../../src/processes/index.ts';
import { decoded } from '../../src/processes/streams.ts';
import type { PaintingCompany } from '../../src/studio/engine.ts';
import { addresses } from '../../src/web/addresses.ts';
import { lettersOf } from '../../src/web/letters/for-processes.ts';
import { tokens } from '../../src/web/links.ts';
import { operator } from '../../src/web/policies/facts.ts';
import { copyPage } from '../../src/web/privacy/copy-page.tsx';
import { InMemoryJobQueue } from '../in-memory/job-queue.ts';
import { InMemoryTable } from '../in-memory/table.ts';
import { type InMemoryShop, shop } from '../shop.ts';
import { paymentCompany, postOffice, printLab, studio } from './companies.ts';

export const publicUrl = 'http://localhost:3000';
const secret = createSecretKey(randomBytes(32));

/** Nobody's signature: receipts are signed and checked where they are tried, in the room of personal data. */
const unsigned = async (receipt: object) =>
  `e30.${Buffer.from(JSON.stringify(receipt)).toString('base64url')}.c2ln`;

/** @param company that paints for the studio */
export function working(company?: PaintingCompany) {
  const it = shop();
  const [payment, lab, post, easel] = [paymentCompany(), printLab(), postOffice(), studio(company)];
  const noted = {
    released: new Set<string>(),
    forgotten: new Set<string>(),
    stopped: new Set<string>(),
    moved: [] as string[],
    reported: [] as string[],
  };
  const reads = readModels(it);
  const joined = new Map<string, SubjectRef[]>();
  const links = addresses(publicUrl, tokens(secret), 'portrait123.example');
  const ports: Ports = {
    ...{ stateOf: it.stateOf, historyOf: it.historyOf, handle: it.handle, handleLast: it.handleLast },
    ...{ openAs: it.openAs, vault: it.vault, blobs: it.blobs, ledger: it.ledger, clock: it.clock },
    ...{ engine: easel.engine, payments: payment.payments, lab: lab.lab, mailer: post.mailer, links },
    letters: lettersOf({ publicUrl, simulated: true, imprint: 'Portrait123' }),
    quota: { release: async (unitId) => void noted.released.add(unitId) },
    report: (fault) => void noted.reported.push(reasonOf(fault)),
    stopJobs: async (ids) => ids.filter((id) => noted.stopped.add(id)).length,
    forgetPeople: async (people) => people.filter((person) => noted.forgotten.add(person)).length,
    heldBy: async (account) => joined.get(account) ?? [],
    moveLookUp: async (from, to) => void noted.moved.push(`${from} → ${to}`),
    ...{
      readBack: readBackIn(it),
      signReceipt: unsigned,
      backupsEnd: async () => '2026-12-01T00:00:00.000Z',
    },
    ...aboutPeople(it, reads),
    ...{
      copyPage,
      controller: operator,
      publicUrl,
      policyInForce: async () => '2026-11-24.2',
      tellProgress: () => {},
      tellCopied: () => {},
    },
  };
  return {
    ...{ ...it, ...payment, ...lab, ...post, ...easel, noted, ports, links, reads, joined },
    ...workshop(it, ports),
    /** Another one, that has read nothing yet. */
    reader: () => workshop(it, ports),
  };
}

export type Working = ReturnType<typeof working>;

/** Effects and processes, run by hand. */
function workshop(it: InMemoryShop, ports: Ports) {
  const queue = new InMemoryJobQueue();
  const checkpoints = new Map<string, bigint>();
  const checkpoint = (name: string) => ({
    read: async () => checkpoints.get(name) ?? -1n,
    write: async (position: bigint) => void checkpoints.set(name, position),
  });

  /** Whatever was asked of an effect so far and is due, done or not. */
  async function jobsOf(effect: Effect<Ports>): Promise<readonly Job[]> {
    await enqueue(effect, it.store, queue);
    return queue.due(it.time.now).filter((job) => job.effect === effect.name);
  }

  /** Does one job; as often as it is called. */
  const perform = (effect: Effect<Ports>, job: Job, by: Ports = ports, turn?: Turn) =>
    work(effect, job, by, by.handle, turn);

  /** Does every job of an effect that is due, once. */
  async function effectuate(effect: Effect<Ports>): Promise<void> {
    for (const job of await jobsOf(effect)) {
      await perform(effect, job);
      queue.done(job);
    }
  }

  const react = (process: Process) => run(process, it.store, it.handle, checkpoint(process.name));

  /** The same from the first event on, as after a checkpoint that was lost. */
  const reactAnew = (process: Process) =>
    run(process, it.store, it.handle, { read: async () => -1n, write: async () => {} });

  /** Until nothing follows from anything any more. @param attempt does a job, in its own way */
  async function settle(attempt: typeof perform = perform): Promise<void> {
    for (let before = -2n; before !== (await it.store.head()); ) {
      before = await it.store.head();
      for (const process of processes) await react(process);
      for (const effect of effects)
        for (const job of await jobsOf(effect)) {
          await attempt(effect, job);
          queue.done(job);
        }
    }
  }

  return { queue, jobsOf, perform, effectuate, react, reactAnew, settle };
}

type ReadModels = ReturnType<typeof readModels>;

/** Rows as of now, whenever they are asked for. */
function readModels({ store }: InMemoryShop) {
  const tables = new Map<string, InMemoryTable<Row>>();
  return async <R extends Row>(projection: Projection<R>): Promise<InMemoryTable<R>> => {
    const table = tables.get(projection.name) ?? new InMemoryTable<Row>();
    tables.set(projection.name, table);
    while ((await advance(projection, table, { store, forgetting })) > 0);
    return assume(table); // of this projection alone
  };
}

function aboutPeople({ store }: InMemoryShop, reads: ReadModels) {
  const newestFirst = async (): Promise<readonly OrderRow[]> =>
    (await (await reads(orders)).all({ by: 'placedAt' })).toReversed();
  return {
    recordsAbout: (subject: SubjectRef) => replay(subject, everyEvent(store), decoded),
    consentStepsOf: async (subject: SubjectRef) => consentStepsOf(await reads(consentHistory), subject),
    ordersOf: async (buyer: SubjectRef) =>
      (await newestFirst()).filter((row) => row.buyer === buyer).map(({ orderId }) => orderId),
    contactsOf: async (people: readonly SubjectRef[]) =>
      (await newestFirst()).filter(({ buyer }) => people.includes(buyer)).map(({ contact }) => contact),
    reachable: async () => {
      const rows = (await newestFirst()).toReversed();
      return [...new Map(rows.map(({ buyer: ref, contact }) => [ref, { ref, contact }])).values()];
    },
    waitingFor: async (orderId: string) => waitingFor(await reads(erasureWaits), orderId),
    invoicedBy: async (orderId: string) => (await invoiceOf(await reads(invoices), orderId)) !== undefined,
  };
}

async function* everyEvent(store: InMemoryShop['store']): AsyncGenerator<RecordedEvent> {
  yield* await store.readAll(-1n);
}

/** What an erasure reads back before it is called verified: keys are gone, and no file lies under one. */
const readBackIn =
  ({ vault, files }: InMemoryShop): Ports['readBack'] =>
  async (_, kids) => {
    for (const kid of kids) {
      const { state } = await vault.find(kid);
      const left = [...files.blobs.keys()].filter((name) => name.startsWith(`${kid}/`));
      if (state !== 'destroyed' || left.length > 0) throw new Fault('erasure/still-readable', { kid });
    }
    return { values: kids.length, files: kids.length, rows: 0 };
  };
