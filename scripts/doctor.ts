/** `bun run doctor`: looks at everything that the shop needs, and says what to do. */
import { resolve } from 'node:path';
import { readRun } from '../src/composition/run-file.ts';
import { connected } from './connect.ts';
import { type Checked, look } from './doctor/check.ts';
import { dataFolder, disk, engine, keysFolder, memory, port, settings } from './doctor/machine.ts';
import * as servers from './doctor/servers.ts';
import { type Asked, command, say, WrongUsage } from './terminal/command.ts';
import { many } from './terminal/table.ts';

const usage = `Usage:
    bun run doctor
    bun run doctor --data /var/lib/portrait123 --json

Looks at the machine, the folders, every server that the shop talks to, and how far its own work has come. Where no
shop runs, the embedded servers are started for as long as it looks. It changes nothing.

Options:
    --port PORT      where the shop is to listen, if none runs (3000)
    --json           say it in JSON
    --data FOLDER    the shop's data folder (./.data)
    --help           this text

Exit status: 0 all is well, 1 something is wrong, 2 wrong usage.
`;

async function run(asked: Asked<'port'>): Promise<number> {
  if (asked.words.length > 0) throw new WrongUsage(`no such command: ${asked.words.join(' ')}`);
  const number = Number(asked.value('port') ?? 3000);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new WrongUsage(`--port takes a number from 1 to 65535, not ${asked.value('port')}`);
  const data = resolve(asked.data);
  const checked = [...(await theMachine(data, number)), ...(await theServers(asked.data))];
  await say(asked, checked, text(checked));
  return checked.some(({ is }) => is === 'wrong') ? 1 : 0;
}

async function theMachine(data: string, number: number): Promise<readonly Checked[]> {
  const running = readRun(data);
  const keys = running?.keys ?? resolve(process.env['KEYS_DIR'] ?? `${data}-keys`);
  return [
    ...[engine(), settings(), memory()],
    ...(await dataFolder(data)),
    ...(await disk(data)),
    ...(await keysFolder(keys)),
    ...(running === undefined ? await port(number) : []),
  ];
}

/** A server that cannot be reached, or started, is told with its own hint; the others cannot be asked then. */
async function theServers(data: string): Promise<readonly Checked[]> {
  const looks = [
    ...[servers.shop, servers.log, servers.clocks, servers.databases, servers.storage],
    ...[servers.companies, servers.readModels, servers.witness, servers.jobs, servers.keys],
  ];
  return look(
    'servers',
    'what it says is wrong comes first; then look again',
    () => connected(data, async (to) => (await Promise.all(looks.map((one) => one(to)))).flat()),
    60_000,
  );
}

const text = (checked: readonly Checked[]): string => {
  const found = checked.filter(({ is }) => is === 'wrong').length;
  return [
    ...checked.map(({ name, is, says, hint }) =>
      [
        `${is === 'well' ? 'ok   ' : 'wrong'}  ${name.padEnd(11)}  ${says}`,
        ...(hint === null ? [] : [`       ${''.padEnd(11)}  → ${hint}`]),
      ].join('\n'),
    ),
    found === 0 ? 'All is well.' : `${many(found, 'thing')} to see to.`,
  ].join('\n');
};

await command({ name: 'doctor', usage, values: ['port'], run });
