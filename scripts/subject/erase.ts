/** Erases a person as their own page does: the same preview, the same acceptance, the same proof. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { erasureStream, type RequestId } from '../../src/modules/privacy/erasure.events.ts';
import { type Erasure, erasure, phases } from '../../src/modules/privacy/erasure.ts';
import { numberOf } from '../../src/modules/privacy/receipt.ts';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import { acceptErasure } from '../../src/web/privacy/erasing.ts';
import { fateRows } from '../../src/web/privacy/erasure-pages.tsx';
import { type Plan, planFor, type Wish } from '../../src/web/privacy/erasure-plan.ts';
import type { Shop } from '../../src/web/shop.ts';
import type { Connection } from '../connect.ts';
import { note, Refused } from '../terminal/command.ts';
import { table } from '../terminal/table.ts';

export type Scope = Exclude<Wish['scope'], 'photo'>;

/** @throws Refused where there is nothing to erase */
export async function planned(
  shop: Shop,
  { rooms, stores }: Connection,
  people: readonly SubjectRef[],
  scope: Scope,
): Promise<Plan> {
  const names = ['orders', 'photos', 'print_orders', 'payments'];
  await rooms.passed.waitFor(names, await stores.log.head(), 30_000); // the plan is made from them
  const plan = await planFor(shop, people, { scope });
  if (plan?.fates.some(({ fate }) => fate !== 'kept')) return plan;
  throw new Refused(
    `nothing of ${people.join(', ')} can be erased by ${scope}`,
    `bun run subject show ${people[0]} lists what is held, and until when`,
  );
}

export const planText = (plan: Plan): string =>
  table(
    ['what', 'when', 'note', 'until'],
    fateRows(plan).map(({ what, when, note, until }) => [
      ...[what, whenWords[when] ?? when, note ?? null, until?.slice(0, 10) ?? null],
    ]),
  );

const whenWords: Readonly<Record<string, string>> = { now: 'now', event: 'later', kept: 'kept' };

export type Erased = {
  readonly requestId: RequestId;
  readonly number: string;
  readonly status: string;
  readonly receipt: string | null;
};

/** @returns when its receipt is signed, or after the patience is over: it goes on by itself */
export async function erase(
  shop: Shop,
  subject: SubjectRef,
  people: readonly SubjectRef[],
  scope: Scope,
  patienceMs = 120_000,
): Promise<Erased> {
  const session = { id: '', subject, actor: 'privacy-officer' };
  const asking = { session, people, provedBy: 'privacy-officer' } as const;
  const begun = await acceptErasure(shop, asking, { scope }, randomUUID());
  if (begun === undefined)
    throw new Refused('nothing was begun', 'see what is held: bun run subject show REF');
  const done = await followed(shop, begun.requestId, patienceMs);
  const history = await shop.historyOf(erasureStream, begun.requestId);
  const receipts = history.flatMap(({ event }) =>
    event.type === 'ErasureReceiptIssued' ? [event.receipt] : [],
  );
  return {
    ...{ requestId: begun.requestId, number: done.status === 'none' ? '' : numberOf(done.number) },
    ...{ status: done.status, receipt: receipts.at(-1) ?? null },
  };
}

const words: Readonly<Record<string, string>> = {
  accepted: 'accepted',
  keys: 'keys destroyed',
  files: 'files deleted',
  processors: 'companies told',
  verified: 'read back: nothing opens',
  receipt: 'receipt signed',
};

async function followed({ stateOf }: Shop, requestId: RequestId, patienceMs: number): Promise<Erasure> {
  let told = -1;
  for (const until = performance.now() + patienceMs; ; ) {
    const state = await stateOf(erasure, requestId);
    const reached = state.status === 'none' ? -1 : phases.indexOf(state.status);
    for (const phase of phases.slice(told + 1, reached + 1)) note(words[phase] ?? phase);
    told = Math.max(told, reached);
    if (state.status === 'receipt' || performance.now() > until) return state;
    await pause(200);
  }
}
