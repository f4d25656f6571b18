/** `<data>/run.json`: where the servers of a running shop are, for its other processes and for the scripts. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Addresses = z.object({
  eventStore: z.string(),
  shopDb: z.string(),
  vaultDb: z.string(),
  s3: z.object({
    url: z.string(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    bucket: z.string(),
    erasuresBucket: z.string(),
    notaryBucket: z.string(),
  }),
  stripe: z.object({ url: z.string().nullable(), secretKey: z.string(), webhookSecret: z.string() }),
  prodigi: z.object({ url: z.string(), apiKey: z.string() }),
  smtp: z.string(),
});
/** Of every server that the shop talks to, embedded or not, with what opens it. */
export type Addresses = z.output<typeof Addresses>;

const Run = z.object({
  pid: z.int(),
  url: z.string(),
  publicUrl: z.string(),
  keys: z.string(),
  islands: z.string(),
  simulated: z.boolean(),
  addresses: Addresses,
});
export type Run = z.output<typeof Run>;

const pathIn = (data: string): string => join(data, 'run.json');

/** It holds passwords: for its owner alone, and whole or not at all. */
export function writeRun(data: string, run: Run): void {
  const draft = `${pathIn(data)}.${run.pid}`;
  writeFileSync(draft, JSON.stringify(run, null, 2), { mode: 0o600 });
  renameSync(draft, pathIn(data));
}

export const removeRun = (data: string): void => rmSync(pathIn(data), { force: true });

/** @returns undefined where no shop runs on that folder */
export function readRun(data: string): Run | undefined {
  try {
    const parsed = Run.safeParse(JSON.parse(readFileSync(pathIn(data), 'utf8')));
    return parsed.success && isAlive(parsed.data.pid) ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
