/** Secrets that live in files of their own: made at the first start, readable by their owner alone. */
import { Buffer } from 'node:buffer';
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** 256 random bits, the same at every start. */
export function secretIn(folder: string, name: string): KeyObject {
  const path = join(folder, `${name}.key`);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return createSecretKey(Buffer.from(readFileSync(path, 'utf8').trim(), 'hex'));
}

/** For what a server asks of its clients. */
export const passwordIn = (folder: string, name: string): string =>
  secretIn(folder, name).export().toString('base64url');

/** A key for each day; those of days gone by are destroyed as soon as another is asked for. */
export function dayKeyIn(folder: string, day: string): KeyObject {
  const mine = `quota-${day}.key`;
  if (existsSync(folder))
    for (const name of readdirSync(folder))
      if (/^quota-\d{4}-\d\d-\d\d\.key$/.test(name) && name < mine)
        rmSync(join(folder, name), { force: true });
  return secretIn(folder, `quota-${day}`);
}
