/** The server's own command, as a process that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Child = {
  readonly connectionString: string;
  /** SIGKILL, and the process is gone. */
  kill(): Promise<void>;
  stop(): Promise<number>;
};

const script = join(import.meta.dirname, '../../../scripts/event-store.ts');

export const startChild = async (file: string, ...options: readonly string[]): Promise<Child> => {
  const child: ChildProcess = spawn(
    process.execPath,
    [script, '--db', file, '--port', '0', '--json', ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const { stdout } = child;
  if (stdout === null) throw new Error('it cannot be heard');
  const [line] = await once(createInterface({ input: stdout }), 'line');
  const { connectionString } = JSON.parse(String(line));
  const ended = async (signal: NodeJS.Signals) => {
    const exited = once(child, 'exit');
    child.kill(signal);
    const [status] = await exited;
    return Number(status);
  };
  return {
    connectionString: String(connectionString),
    kill: async () => void (await ended('SIGKILL')),
    stop: () => ended('SIGTERM'),
  };
};

export type Ran = { readonly status: number; readonly out: string; readonly err: string };

/** One of the command's other words. */
export const run = async (...words: readonly string[]): Promise<Ran> => {
  const child = Bun.spawn([process.execPath, script, ...words], { stdout: 'pipe', stderr: 'pipe' });
  const [out, err, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { status, out, err };
};
