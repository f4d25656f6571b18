/** A shop that is open, in a process of its own, as anybody starts it; and the people who use it over HTTP. */
import { afterAll, setDefaultTimeout } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inside } from './inside.ts';

export type OpenedShop = {
  readonly url: string;
  readonly data: string;
  /** Opens the pages of the simulated services. */
  readonly token: string;
  readonly pages: { readonly payments: string; readonly printlab: string; readonly mailbox: string };
  /** As Ctrl-C does. @returns the exit status */
  close(): Promise<number>;
  /** The exit status, once it has ended, also by itself. */
  readonly ended: Promise<number>;
  /** As a power cut does. */
  kill(): Promise<void>;
  /** Whatever it has printed so far, on both streams. */
  printed(): string;
};

export const root = `${import.meta.dir}/../..`;

/** A folder for one shop, with its keys beside it; gone after the tests. */
export async function shopFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'portrait123-shop-'));
  return { data: join(folder, 'data'), clean: () => rm(folder, { recursive: true, force: true }) };
}

/** The shop of a file of tests: open before its first sentence, closed and gone after its last. */
export async function shopOfThisFile(open: (data: string) => Promise<OpenedShop> = openShop) {
  setDefaultTimeout(120_000); // people sit for their portraits, and the machine has other work
  const { data, clean } = await shopFolder();
  const guests: { leave(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const guest of guests) await guest.leave();
    await opened.close();
    await clean();
  }, 60_000);
  const first = await open(data);
  const openings = [first];
  /** Those that were killed have printed, too. */
  const printed = () => openings.map((one) => one.printed()).join('');
  const opened = {
    ...{ ...first, printed },
    /** For what nobody can do, or see, over HTTP; until the last sentence. */
    async enter() {
      const within = await inside(data);
      guests.push(within);
      return within;
    },
    /** After a power cut, where it is not closed; at other addresses. */
    async reopen() {
      await opened.kill();
      const again = await open(data);
      openings.push(again);
      Object.assign(opened, again, { printed });
    },
  };
  return opened;
}

/** @throws with what the shop printed, if it does not open */
export const openShop = (data: string, ...more: readonly string[]): Promise<OpenedShop> =>
  openShopIn({}, data, ...more);

/** Among people who each come from a network of their own. */
export const openShopBehindProxy = (data: string): Promise<OpenedShop> =>
  openShopIn({ TRUSTED_PROXY_HOPS: '1' }, data);

/** With settings of its own: for what `openShop` cannot be told. */
export async function openShopIn(
  environment: Readonly<Record<string, string>>,
  data: string,
  ...more: readonly string[]
): Promise<OpenedShop> {
  const command = [process.execPath, 'src/main.ts', '--port', '0', '--data', data, ...more];
  const env = { ...process.env, NO_COLOR: '1', ...environment };
  const shop = Bun.spawn(command, { cwd: root, env, stdout: 'pipe', stderr: 'pipe' });
  const printed: string[] = [];
  const errors = drain(shop.stderr.getReader(), printed);
  const block = await untilReady(shop.stdout, printed);
  if (block === undefined) {
    await errors;
    throw new Error(`the shop did not open: ${printed.join('')}`);
  }
  const told = (name: string) => new RegExp(`^${name} +(\\S+)`, 'm').exec(block)?.[1] ?? '';
  const page = (name: string) => told(name).split('?')[0]?.replace('//localhost:', '//127.0.0.1:') ?? '';
  return {
    ...{ url: told('shop'), data, token: told('token') },
    pages: { payments: page('payments'), printlab: page('printlab'), mailbox: page('mailbox') },
    async close() {
      shop.kill('SIGINT');
      return shop.exited;
    },
    ended: shop.exited,
    async kill() {
      shop.kill('SIGKILL');
      await shop.exited;
    },
    printed: () => printed.join(''),
  };
}

/** Reads on after the block, so that a full pipe never stops the shop. */
export async function untilReady(
  stdout: ReadableStream<Uint8Array>,
  printed: string[] = [],
): Promise<string | undefined> {
  const reader = stdout.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!/^ready .*\n/m.test(text)) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    text += decoder.decode(value, { stream: true });
  }
  printed.push(text);
  void drain(reader, printed);
  return text;
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>, printed: string[]): Promise<void> {
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    printed.push(decoder.decode(value, { stream: true }));
  }
}

/** Asks until it is so. @throws when it is not so in time, with what was seen last */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined>,
  withinMs = 90_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await Bun.sleep(150);
  }
  throw new Error(`not in time: ${what}`);
}
