/**
 * The server's users, kept in its own log as the original keeps them: `$user-<login>` holds one, `$users` names all.
 * Passwords are kept as scrypt hashes.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { newEvent } from './new-event.ts';
import { newestOf } from './newest.ts';
import type { LogRecord } from './record.ts';
import type { Store } from './store.ts';

const user = z.object({
  loginName: z.string(),
  fullName: z.string(),
  salt: z.string(),
  hash: z.string(),
  disabled: z.boolean(),
  groups: z.array(z.string()),
});
export type User = z.output<typeof user>;
export type StoredUser = User & { readonly updatedUs: number };

export type Users = {
  find(login: string): StoredUser | undefined;
  all(): readonly StoredUser[];
  create(login: string, password: string, fullName: string, groups: readonly string[]): Promise<void>;
  change(found: User, changes: Partial<User>, type: string): Promise<void>;
  setPassword(found: User, password: string, type: string): Promise<void>;
  remove(found: User): Promise<void>;
  isPassword(found: User, password: string): Promise<boolean>;
};

const streamOf = (login: string) => `$user-${login}`;
const listStream = '$users';
const hashBytes = 32;

export const usersOf = (store: Store): Users => {
  const find = (login: string): StoredUser | undefined => {
    const newest = newestOf(store, streamOf(login));
    return newest === undefined ? undefined : userIn(newest);
  };
  const put = async (written: User, type: string) => {
    await store.append(streamOf(written.loginName), 'any', [newEvent(type, written)]);
  };
  return {
    find,
    all: () => loginsIn(store).flatMap((login) => find(login) ?? []),
    create: async (loginName, password, fullName, groups) => {
      const secret = await secretOf(password);
      await put({ loginName, fullName, ...secret, disabled: false, groups: [...groups] }, '$UserCreated');
      await store.append(listStream, 'any', [newEvent('$User', { loginName })]);
    },
    change: (found, changes, type) => put({ ...found, ...changes }, type),
    setPassword: async (found, password, type) => put({ ...found, ...(await secretOf(password)) }, type),
    remove: async ({ loginName }) => {
      await store.softDelete(streamOf(loginName), 'any');
    },
    isPassword: async ({ salt, hash }, password) => {
      const told = await hashOf(password, Buffer.from(salt, 'base64'));
      const known = Buffer.from(hash, 'base64');
      return told.length === known.length && timingSafeEqual(told, known);
    },
  };
};

const userIn = (record: LogRecord): StoredUser | undefined => {
  try {
    const read = user.parse(JSON.parse(Buffer.from(record.data).toString()));
    return { ...read, updatedUs: record.createdUs };
  } catch {
    return undefined;
  }
};

const loginsIn = ({ streams, log }: Store): readonly string[] => {
  const { number, last } = streams.state(listStream);
  if (number === undefined) return [];
  const { records } = log.streamForwards(number, { first: 0, last, createdFromUs: 0 }, 10_000);
  const named = records.flatMap(({ data }) => nameIn(data) ?? []);
  return [...new Set(named)];
};

const nameIn = (data: Uint8Array): string | undefined => {
  try {
    return z.object({ loginName: z.string() }).parse(JSON.parse(Buffer.from(data).toString())).loginName;
  } catch {
    return undefined;
  }
};

const secretOf = async (password: string) => {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64'), hash: (await hashOf(password, salt)).toString('base64') };
};

const derive = promisify<string, Uint8Array, number, Buffer>(scrypt);
const hashOf = (password: string, salt: Uint8Array): Promise<Buffer> => derive(password, salt, hashBytes);
