/** `bun run bench`: measures, each beside a baseline of the same run. The files of `scripts/bench` are its names. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { command, WrongUsage } from './terminal/command.ts';

const folder = new URL('./bench/', import.meta.url).pathname;

const benches: { readonly [name: string]: string } = {
  'event-store': 'appends, reads and catch-up to the official client, beside bare SQLite and memory',
  eventsourcing: 'commands, projections and rebuilds, beside bare inserts',
  'personal-data': 'sealing and opening, beside bare AES-256-GCM and jose',
  studio: 'portraits and prints, beside published baselines',
  accounts: 'whether it shows that an address is known, beside two that are not',
  shop: 'a photo to an order over HTTP, beside a server that answers nothing',
};
const there = Object.keys(benches).filter((name) => readdirSync(folder).includes(`${name}.ts`));

const usage = `usage: bun run bench [NAME…] [--json]

${there.map((name) => `  ${name.padEnd(14)} ${benches[name]}`).join('\n')}

without a name: all of them. Exit status 1 when a figure misses what is promised by more than the bench says.
`;

await command({
  name: 'bench',
  usage,
  async run({ words, json }) {
    const unknown = words.find((word) => !there.includes(word));
    if (unknown !== undefined) throw new WrongUsage(`there is no bench "${unknown}"`);
    const missed = there
      .filter((name) => words.length === 0 || words.includes(name))
      .filter((name) => !succeeds(name, json));
    return missed.length === 0 ? 0 : 1;
  },
});

function succeeds(name: string, json: boolean): boolean {
  if (!json) process.stdout.write(`\n== ${name}\n`);
  const args = [`${folder}${name}.ts`, ...(json ? ['--json'] : [])];
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;
}
