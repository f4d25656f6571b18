/** The test command's last line is true, whatever becomes of the tests. */
import { afterAll, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const command = join(import.meta.dir, '../../scripts/test.ts');
const folder = await mkdtemp(join(tmpdir(), 'closing-line-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a file of tests by itself. @returns the last line, and the exit status */
async function closing(source: string, ...args: readonly string[]) {
  await writeFile(join(folder, 'tried.test.ts'), `import { expect, test } from 'bun:test';\n${source}`);
  const ran = Bun.spawn([process.execPath, command, ...args], {
    cwd: folder,
    stdout: 'pipe',
    stderr: 'ignore',
  });
  const [text, status] = await Promise.all([new Response(ran.stdout).text(), ran.exited]);
  return [text.trimEnd().split('\n').at(-1), status];
}

const passes = "test('passes', () => { expect(1).toBe(1); });\n";
const leftOut = ['test', 'skip'].join('.');

test.each([
  ['all that pass', passes, ['1 passed, 0 failed', 0]],
  ['one that fails', `${passes}test('fails', () => { expect(1).toBe(2); });`, ['1 passed, 1 failed', 1]],
  ['one that is left out', `${passes}${leftOut}('is left out', () => {});`, ['1 passed, 1 failed', 1]],
  ['a file that does not load', `${passes}import './nowhere.ts';`, ['0 passed, 1 failed', 1]],
  [
    'a runner that is killed',
    `${passes}test('kills', () => { process.kill(process.pid, 'SIGKILL'); });`,
    ['0 passed, 1 failed', 1],
  ],
  [
    'a runner that is sent home early',
    `${passes}test('ends', () => { process.exit(0); });`,
    ['0 passed, 1 failed', 1],
  ],
  [
    'a promise that nobody caught',
    `${passes}test('forgets', async () => { Promise.reject(new Error('x')); await Bun.sleep(9); });`,
    ['1 passed, 1 failed', 1],
  ],
  [
    'a child that outlives the tests',
    `test('leaves one', () => { Bun.spawn(['sleep', '60'], { stdio: ['ignore', 'ignore', 'inherit'] }).unref(); });`,
    ['1 passed, 0 failed', 0],
  ],
])('%s', async (_, source, expected) => {
  expect(await closing(source)).toEqual(expected);
});

test('nothing that fits is a failure: a name that was misspelt is not a green run', async () => {
  expect(await closing(passes, 'no-such-file')).toEqual(['0 passed, 1 failed', 1]);
});
