/** `/ops`: read models, rebuilt beside the live ones; and whatever stands still, tried again or passed over. */
import { projections } from '../../../../projections/index.ts';
import { queueStates } from '../../../eventsourcing/jobs.ts';
import { type Parked, parkedEvents } from '../../../eventsourcing/parking.ts';
import { type ReadModelState, readModelStates } from '../../../eventsourcing/progress.ts';
import type { RebuildProgress } from '../../../eventsourcing/rebuild.ts';
import type { Figure } from '../../components/desk.tsx';
import { moment, percent } from '../../components/format.ts';
import type { Tone } from '../../components/notes.tsx';
import { type Desk, deskPage } from '../desk.ts';
import type { Rebuilding } from '../ports.ts';
import { type Lag, lagsOf } from './lag.ts';
import type { ParkedReader } from './parked.tsx';
import {
  OpsPage,
  type OpsPageProps,
  type ReadModel,
  type RebuildPhase,
  type Rebuilt,
  type UnderWay,
} from './read-models.tsx';

export async function showReadModels(desk: Desk): Promise<Response> {
  const props = await propsOf(desk);
  const refreshSeconds = props.rebuilds.length > 0 ? 2 : undefined;
  return deskPage(desk, { title: 'Read models', page: <OpsPage {...props} />, refreshSeconds });
}

async function propsOf({ shop }: Desk): Promise<OpsPageProps> {
  const { sql, desks, clock } = shop;
  const [head, states, parked, queues, ready] = await Promise.all([
    ...([shop.head(), readModelStates(sql, projections), parkedEvents(sql)] as const),
    ...([queueStates(sql), shop.ready()] as const),
  ]);
  const lagOf = lagsOf({ ...shop.desks.upkeep, clock: shop.clock }, head);
  const lags = new Map(
    await Promise.all(states.map(async ({ name, position }) => [name, await lagOf(position)] as const)),
  );
  const known = [...desks.upkeep.rebuildings()];
  const down = Object.entries(ready).filter(([, is]) => is === 'down');
  return {
    shop: {
      says: down.length === 0 ? 'Shop open' : `Down: ${down.map(([name]) => name).join(', ')}`,
      tone: down.length === 0 ? 'ok' : 'bad',
    },
    figures: figuresOf(lags, parked, queues),
    rebuilds: known.flatMap(([name, one]) => underWay(name, one, clock())),
    ended: known.flatMap(([name, one]) => endedOf(name, one, states)),
    parked: parked.map(parkedOf),
    readModels: states.map((state) => modelOf(state, lags.get(state.name), parked, known)),
  };
}

function figuresOf(
  lags: ReadonlyMap<string, Lag>,
  parked: readonly Parked[],
  queues: Awaited<ReturnType<typeof queueStates>>,
): readonly Figure[] {
  const [slowest, lag] = [...lags].toSorted(([, a], [, b]) => b.seconds - a.seconds)[0] ?? [];
  const waiting = queues.reduce((sum, { due, active }) => sum + due + active, 0);
  const failed = queues.reduce((sum, one) => sum + one.failed, 0);
  const isBehind = lag !== undefined && lag.seconds > 0;
  return [
    {
      ...{ name: 'Slowest read model is behind', value: isBehind ? lag.says : '0 s' },
      note: isBehind ? (slowest ?? '') : 'all have passed every event',
    },
    {
      ...{ name: 'Parked', value: String(parked.length) },
      note:
        parked[0] === undefined
          ? 'nothing stands still'
          : `${parked[0].name}, since ${moment(parked[0].parkedAt)}`,
    },
    { name: 'Jobs due or in work', value: String(waiting), note: 'all queues' },
    { name: 'Jobs that gave up', value: String(failed), note: failed === 0 ? 'none' : 'see Jobs' },
  ];
}

export const parkedOf = ({ name, type, stream, position, reason, parkedAt }: Parked): ParkedReader => ({
  ...{ name, event: `${type}, ${stream}, position ${position}`, reason, since: parkedAt },
});

function modelOf(
  { name, version, rows, next, hasOld }: ReadModelState,
  lag: Lag | undefined,
  parked: readonly Parked[],
  known: readonly (readonly [string, Rebuilding])[],
): ReadModel {
  const isHere = known.some(([one, { is }]) => one === name && is === 'under-way');
  const { state, tone } = stateOf(
    parked.some((one) => one.name === name),
    isHere,
    next !== null,
  );
  return { name, version: String(version), rows, behind: lag?.says ?? '', state, tone, hasOld };
}

function stateOf(isParked: boolean, isHere: boolean, hasNext: boolean): { state: string; tone: Tone } {
  if (isParked) return { state: 'Parked', tone: 'bad' };
  if (isHere) return { state: 'Rebuilding', tone: 'warn' };
  return hasNext ? { state: 'Live, another beside it', tone: 'warn' } : { state: 'Live', tone: 'ok' };
}

const phases: Readonly<Record<RebuildProgress['phase'], RebuildPhase>> = {
  replay: 'Replay',
  index: 'Index',
  compare: 'Compare',
  swap: 'Swap',
};

function underWay(name: string, one: Rebuilding, now: string): readonly UnderWay[] {
  if (one.is !== 'under-way') return [];
  const { progress, begunAt } = one;
  if (progress === undefined)
    return [{ name, phase: 'Replay', events: null, done: 0, perSecond: null, secondsLeft: null }];
  const seconds = Math.max(0.001, (Date.parse(now) - Date.parse(begunAt)) / 1000);
  const done = percent(Number(progress.position), Number(progress.head));
  const isReplay = progress.phase === 'replay' && done > 0;
  return [
    {
      ...{ name, phase: phases[progress.phase], events: progress.events },
      done: progress.phase === 'replay' ? done : 100,
      perSecond: isReplay ? Math.round(progress.events / seconds) : null,
      secondsLeft: isReplay ? Math.ceil((seconds * (100 - done)) / done) : null,
    },
  ];
}

function endedOf(name: string, one: Rebuilding, states: readonly ReadModelState[]): readonly Rebuilt[] {
  if (one.is === 'under-way') return [];
  if (one.is !== 'ended') return [{ name, at: one.at, is: one.is, says: unfinished(one) }];
  const { comparison } = one.rebuilt;
  const state = states.find((model) => model.name === name);
  if (one.rebuilt.is === 'differs') {
    if (state?.next === null) return []; // it was dropped since
    const examples = comparison?.examples.slice(0, 5).join(', ') ?? '';
    const says = `differs from the live one in ${comparison?.differing} of ${comparison?.rows} rows (${examples}). The live one stays; nothing was swapped.`;
    return [{ name, at: one.at, is: 'differs', says }];
  }
  if (state?.hasOld === false) return []; // it was dropped, or taken back
  const says =
    comparison === undefined
      ? 'built, and put in place; there was nothing of its shape to compare with.'
      : `rebuilt: ${comparison.rows} rows compared, ${comparison.differing} differ. It is in place; the old one is kept until you drop it.`;
  return [{ name, at: one.at, is: comparison === undefined ? 'new' : 'equal', says }];
}

const unfinished = ({ is, because }: Extract<Rebuilding, { readonly because: string }>): string =>
  is === 'aborted'
    ? 'the rebuild was aborted. The live one was not touched.'
    : `the rebuild failed: ${because}. The live one was not touched.`;
