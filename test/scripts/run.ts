/** A command as somebody types it, and what it answers. */
import { root } from '../journeys/opened-shop.ts';

export type Answer = { readonly status: number; readonly out: string; readonly err: string };

export async function run(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const child = Bun.spawn([process.execPath, `scripts/${name}.ts`, ...args], {
    ...{ cwd: root, env: { ...process.env, NO_COLOR: '1', ...env } },
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  });
  const [out, err, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { status, out, err };
}

/** What every command says of what it was asked wrongly. */
export const complaint = /^portrait123: error: [^\n]+\nhint: [^\n]+\n$/;
