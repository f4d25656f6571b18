/** Everything that is checked before a change goes in, step by step, each with its name. */
import { readFileSync } from 'node:fs';
import { command, WrongUsage } from './terminal/command.ts';

const usage = `usage: bun run check [STEP…] [--json]

  bun run check                     every step
  bun run check types lint          those

steps:
  tests    all tests (their last line is "N passed, N failed")
  types    the compiler, strict
  lint     Biome: format and lint
  dead     knip: files, exports and packages that nobody uses
  lock     bun.lock names no server of its own

exit status 0 when every step holds, 1 when one does not
`;

type Step = { readonly name: string; readonly holds: () => boolean | Promise<boolean> };

const steps: readonly Step[] = [
  { name: 'tests', holds: () => succeeds('scripts/test.ts') },
  { name: 'types', holds: () => succeeds('run', 'types') },
  { name: 'lint', holds: () => succeeds('run', 'lint') },
  { name: 'dead', holds: () => succeeds('run', 'dead') },
  { name: 'lock', holds: lockNamesNoServer },
];

await command({
  name: 'check',
  usage,
  async run({ words, json }) {
    const unknown = words.find((word) => !steps.some(({ name }) => name === word));
    if (unknown !== undefined) throw new WrongUsage(`there is no step "${unknown}"`);
    const results = [];
    for (const { name, holds } of steps.filter((step) => words.length === 0 || words.includes(step.name))) {
      process.stderr.write(`\n== ${name}\n`);
      const from = performance.now();
      const held = await holds();
      results.push({ name, held, seconds: Math.round((performance.now() - from) / 100) / 10 });
    }
    tell(results, json);
    return results.every(({ held }) => held) ? 0 : 1;
  },
});

type Result = { readonly name: string; readonly held: boolean; readonly seconds: number };

function tell(results: readonly Result[], json: boolean): void {
  const lines = results.map(
    ({ name, held, seconds }) => `${name.padEnd(6)} ${held ? 'holds' : 'FAILS'}  ${seconds} s`,
  );
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : `\n${lines.join('\n')}\n`);
}

async function succeeds(...words: readonly string[]): Promise<boolean> {
  const child = Bun.spawn([process.execPath, ...words], { stdout: 2, stderr: 2 });
  return (await child.exited) === 0;
}

/** With any other registry configured, an install writes whole addresses into the lock, for everybody. */
function lockNamesNoServer(): boolean {
  const lines = readFileSync('bun.lock', 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.includes('://') ? [index + 1] : []));
  if (found.length > 0) process.stderr.write(`bun.lock: an address in line ${found.join(', ')}\n`);
  return found.length === 0;
}
