/**
 * The tests, and an honest last line: `N passed, N failed`. What bun's runner prints is passed through, and its last
 * summary is read. A runner that died, a file that did not load, and no tests at all are failures; so is a test that
 * was left out.
 */
import { existsSync } from 'node:fs';

const usage = `usage: bun run test [FOLDER or FILE…] [options of \`bun test\`]

  bun run test                      all of them
  bun run test test/modules         the deciders' specifications
  bun run test -t 'order'           those whose names say so

the last line is "N passed, N failed"; exit status 0 when none failed
`;

/** A test that takes longer hangs. Those that wait for a whole shop say so themselves. */
const timeoutMs = 60_000;
const silenceMs = 1000;
/** Most files wait for servers of their own to start, so two share a small machine well; more would starve painters. */
const filesAtOnce = 2;
const browser = '/usr/bin/chromium';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(usage);
  process.exit(0);
}
process.exit(await run());

async function run(): Promise<number> {
  const { summary, status } = await runner();
  const [passed, left] = [counted(summary, 'pass'), counted(summary, 'skip') + counted(summary, 'todo')];
  const failures = counted(summary, 'fail') + left;
  const ran = Number(/^Ran (\d+) tests? across/m.exec(summary)?.[1] ?? 0);
  const failed = failures === 0 && (status !== 0 || ran === 0) ? 1 : failures;
  if (left > 0) console.log(`left out, and so counted as failed: ${left}`);
  if (!existsSync(browser))
    console.log(
      `the browser's tests were left out: there is no ${browser} (Debian: apt-get install chromium)`,
    );
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

/** Colours would stand between the numbers and whoever reads them. */
async function runner(): Promise<{ readonly summary: string; readonly status: number }> {
  const options = [`--timeout=${timeoutMs}`, `--parallel=${filesAtOnce}`];
  const child = Bun.spawn([process.execPath, 'test', ...options, ...args], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdout: 'inherit',
    stderr: 'pipe',
  });
  const told = follow(child.stderr);
  const status = await child.exited;
  await told.quiet();
  return { summary: /\n *\d+ pass\n(?![\s\S]*\n *\d+ pass\n)[\s\S]*$/.exec(told.tail())?.[0] ?? '', status };
}

/** Whatever a test left running keeps the stream open: once the runner has ended, silence is the end. */
function follow(stream: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder();
  let [tail, isOver, lastAt] = ['', false, performance.now()];
  const reading = async () => {
    for await (const chunk of stream) {
      process.stderr.write(chunk);
      tail = (tail + decoder.decode(chunk, { stream: true })).slice(-4000);
      lastAt = performance.now();
    }
    isOver = true;
  };
  void reading();
  return {
    tail: () => tail,
    async quiet() {
      lastAt = performance.now();
      while (!isOver && performance.now() - lastAt < silenceMs) await Bun.sleep(20);
    },
  };
}

/** In ` 3 fail` of the last summary; a file that does not load is an error there, and counted among the failed. */
function counted(summary: string, word: string): number {
  return Number(new RegExp(`^ *(\\d+) ${word}$`, 'm').exec(summary)?.[1] ?? 0);
}
