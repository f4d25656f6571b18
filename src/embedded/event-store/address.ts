/**
 * Where the server of a file answers, and the token with which its operator may ask it: written beside the file for the
 * commands of the same user, and gone when the server stops.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const address = z.object({ port: z.number(), tls: z.boolean(), token: z.string() });
export type Address = z.output<typeof address>;

export const newToken = (): string => randomBytes(32).toString('base64url');

const pathOf = (file: string) => `${file}-address`;

export const writeAddress = (file: string, told: Address): void => {
  rmSync(pathOf(file), { force: true });
  writeFileSync(pathOf(file), JSON.stringify(told), { mode: 0o600 });
};

export const removeAddress = (file: string): void => rmSync(pathOf(file), { force: true });

/** @returns undefined if no server wrote one */
export const readAddress = (file: string): Address | undefined => {
  try {
    return address.parse(JSON.parse(readFileSync(pathOf(file), 'utf8')));
  } catch {
    return undefined;
  }
};
