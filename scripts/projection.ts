/** `bun run projection`: the read models, how far they are, and how one is built anew while the shop stays open. */
import { projections } from '../projections/index.ts';
import { checkpoints } from '../src/eventsourcing/checkpoints.ts';
import { leases } from '../src/eventsourcing/leases.ts';
import { parkedEvents, parking } from '../src/eventsourcing/parking.ts';
import { shapeOf } from '../src/eventsourcing/postgres-table.ts';
import { readModelStates } from '../src/eventsourcing/progress.ts';
import type { Projection } from '../src/eventsourcing/projection.ts';
import { type Rebuilt, rebuild } from '../src/eventsourcing/rebuild.ts';
import { abort, confirm } from '../src/eventsourcing/swap.ts';
import { forgetting } from '../src/personal-data/forgetting.ts';
import { type Connection, connected } from './connect.ts';
import { barOf } from './projection/bar.ts';
import { stateOf, stateText } from './projection/states.ts';
import { type Asked, command, commandIn, Refused, say, WrongUsage } from './terminal/command.ts';
import { many, table } from './terminal/table.ts';

const usage = `Usage:
    bun run projection status
    bun run projection rebuild orders
    bun run projection rebuild --all
    bun run projection confirm orders
    bun run projection abort orders

A read model is built anew beside the one that pages read: the log is replayed, indexes are made, both tables are
compared at one event, and they change places in one transaction. The shop may stay open. Nothing else follows from
an event that is replayed: no letter, no payment, no print.

Commands:
    list              the read models of this program
    status            how far each is, and what stands beside it
    rebuild NAME      builds one anew; with --all every one, in one pass over the log
    confirm NAME      the table before the last rebuild is no longer wanted; with --all of every one
    abort NAME        ends a rebuild; where none is, takes back the last one

Options:
    --anyway         puts the new table in place though it differs: for when the live one is known to be wrong
    --all            every read model
    --json           say it in JSON
    --data FOLDER    the shop's data folder (./.data)
    --help           this text

Exit status: 0 done, 1 a finding (a difference, something parked) or a refusal, 2 wrong usage.
`;

type Mine = Asked<never, 'all' | 'anyway'>;

const commands: { readonly [name: string]: (asked: Mine) => Promise<number> } = {
  async list(asked) {
    const all = projections.map(({ name, version, columns, forget }) => ({
      ...{ name, version, columns: Object.keys(columns).length, forget },
    }));
    const rows = all.map(({ name, version, columns, forget }) => [name, version, columns, forget]);
    await say(asked, all, table(['read model', 'version', 'columns', 'when a key dies goes the'], rows));
    return 0;
  },

  status: (asked) =>
    connected(asked.data, async ({ stores: { sql, log } }) => {
      const parked = await parkedEvents(sql);
      const states = (await readModelStates(sql, projections)).map(stateOf(await log.head(), parked));
      await say(asked, states, stateText(states, parked));
      return states.some(({ is }) => is === 'parked') ? 1 : 0;
    }),

  async rebuild(asked) {
    const wanted = named(asked);
    const rebuilt = await connected(asked.data, (to) => rebuildAll(to, wanted, asked));
    await say(asked, rebuilt, [...rebuilt.map(rebuiltText), whatNext(rebuilt)].filter(Boolean).join('\n'));
    return rebuilt.some(({ is }) => is === 'differs') ? 1 : 0;
  },

  async confirm(asked) {
    const wanted = named(asked);
    const dropped = await connected(asked.data, async ({ stores: { sql } }) => {
      const dropped: string[] = [];
      for (const { name } of wanted) if (await confirm(sql, name)) dropped.push(name);
      return dropped;
    });
    if (dropped.length === 0)
      throw new Refused('there is no table from before a rebuild', 'bun run projection status');
    await say(asked, { dropped }, `the table before is gone: ${dropped.join(', ')}`);
    return 0;
  },

  async abort(asked) {
    const [projection] = named(asked);
    if (projection === undefined || asked.flag('all')) throw new WrongUsage('abort takes the name of one');
    const { name } = projection;
    const did = await connected(asked.data, ({ stores }) => abort(stores.sql, name, shapeOf(projection)));
    if (did === 'nothing')
      throw new Refused(`nothing of ${name} is under way, and nothing is kept`, 'bun run projection status');
    await say(asked, { name, did }, `${name}: ${said[did]}`);
    return 0;
  },
};

const said = {
  dropped: 'the rebuild is ended; the live table was never touched',
  'taken-back': 'the table from before the last rebuild is back, and catches up',
} as const;

function named({ words: [, name], flag }: Mine): readonly Projection[] {
  if (flag('all') && name === undefined) return projections;
  const projection = projections.find((one) => one.name === name);
  if (projection === undefined)
    throw new WrongUsage(name === undefined ? 'which read model?' : `there is no read model "${name}"`);
  return [projection];
}

async function rebuildAll({ run, stores }: Connection, wanted: readonly Projection[], asked: Mine) {
  const { sql, log: store } = stores;
  const [held, parked] = [leases(run.addresses.shopDb), parking(sql)];
  const stopping = new AbortController();
  const bar = barOf(wanted.length);
  process.once('SIGINT', () => stopping.abort());
  try {
    const deps = { sql, store, checkpoints: checkpoints(sql), leases: held, parking: parked, forgetting };
    return await rebuild(
      wanted,
      { ...deps, signal: stopping.signal, progress: bar.show },
      asked.flag('anyway'),
    );
  } catch (error) {
    if (stopping.signal.aborted)
      for (const one of wanted) await abort(sql, one.name, shapeOf(one)).catch(() => {});
    throw error;
  } finally {
    bar.end();
    await parked.stop();
    await held.stop();
  }
}

function rebuiltText({ readModel, is, comparison }: Rebuilt): string {
  if (comparison === undefined) return `${readModel}: built; there was nothing to compare with`;
  const { rows, differing, examples } = comparison;
  if (differing === 0) return `${readModel}: rebuilt, ${many(rows, 'row')}, equal to the live ones`;
  const which = `${differing} of ${many(rows, 'row')} differ: ${examples.join(', ')}`;
  return `${readModel}: ${is === 'swapped' ? 'rebuilt' : 'not put in place'}; ${which}`;
}

function whatNext(rebuilt: readonly Rebuilt[]): string {
  const all = rebuilt.length === 1 ? (rebuilt[0]?.readModel ?? '') : '--all';
  const swapped = rebuilt.some(({ is, comparison }) => is === 'swapped' && comparison !== undefined);
  const differs = rebuilt.find(({ is }) => is === 'differs')?.readModel;
  return [
    swapped ? `what was there before is kept until: bun run projection confirm ${all}` : '',
    differs === undefined
      ? ''
      : `put it in place all the same: bun run projection rebuild ${differs} --anyway`,
  ]
    .filter(Boolean)
    .join('\n');
}

await command({
  name: 'projection',
  usage,
  flags: ['all', 'anyway'],
  run: (asked: Mine) => commandIn(commands, asked, 1)(asked),
});
