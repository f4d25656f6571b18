/** Opens the shop in the right order, for whichever role this process has, and closes it in reverse. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { CannotStart } from '../embedded/cannot-start.ts';
import type { RebuildProgress } from '../eventsourcing/rebuild.ts';
import { openKeysFolder } from '../personal-data/keys-folder.ts';
import type { Engine } from '../studio/engine.ts';
import { app } from '../web/app.ts';
import { type Door, door } from '../web/door.ts';
import { policyOfToday } from '../web/policies/document.ts';
import type { Looks, Shop } from '../web/shop.ts';
import { openMailDoor } from '../web/support/mail-door.ts';
import type { Arguments } from './arguments.ts';
import { type DataFolder, mustBeWhole, openDataFolder } from './data-folder.ts';
import { paintDemo } from './demo.ts';
import { openLog } from './log.ts';
import { buildLooks, readLooks } from './looks.ts';
import { startPainting } from './painting.ts';
import { joinPorts, mailDomainOf } from './ports.ts';
import { passRestoreGate } from './restore-gate.ts';
import { joinRooms } from './rooms.ts';
import { type Run, readRun, removeRun, writeRun } from './run-file.ts';
import { publishPolicy, seed } from './seed.ts';
import { repliesPort, type StandIns, startStandIns } from './stand-ins.ts';
import { openStores } from './stores.ts';
import { startWork } from './work.ts';

export type Listening = { readonly port: number; stop(): Promise<void> };

/** What the engine that runs the program does for it. */
export type Surroundings = {
  /** @throws CannotStart shop/port-in-use */
  readonly listen: (port: number, answer: Door) => Listening;
  readonly buildIslands: (folder: string) => Promise<Record<string, string>>;
  readonly onRebuild: (progress: RebuildProgress) => void;
};

export type Opened = {
  readonly run: Run;
  readonly data: string;
  /** Pages of the simulated services, and what opens them. */
  readonly standIns: Pick<StandIns, 'pages' | 'token'> | undefined;
  /** Where the sample photo is painted, if that was asked for. */
  readonly demo: string | undefined;
  /** Comes when a server of the shop's own has stopped by itself: then the shop is to be closed. */
  readonly failed: Promise<CannotStart>;
  close(): Promise<void>;
};

type Stack = { readonly defer: (end: () => unknown) => void; readonly unwind: () => Promise<void> };

/** @throws CannotStart */
export async function openShop(args: Arguments, config: Config, around: Surroundings): Promise<Opened> {
  const stack = newStack();
  try {
    return args.role === 'all'
      ? await openOwner(args, config, around, stack)
      : await openHelper(args, config, around, stack);
  } catch (fault) {
    await stack.unwind();
    throw fault;
  }
}

/** Owns the data folder: starts the servers that the environment does not name, and tells others where they are. */
async function openOwner(
  args: Arguments,
  config: Config,
  around: Surroundings,
  stack: Stack,
): Promise<Opened> {
  const folder = openDataFolder(args.data, config.KEYS_DIR, args.fresh);
  stack.defer(folder.release);
  mustBeWhole(folder.path);
  const front = openFront(args.port, around, stack);
  const publicUrl = config.PUBLIC_URL ?? `http://localhost:${front.port}`;
  const islands = join(folder.path, 'islands');
  mkdirSync(islands, { recursive: true });
  const keys = await openKeysFolder(folder.keys);
  const [standIns, looks, engine] = await Promise.all([
    startStandIns({ config, folder, keys, port: front.port }),
    buildLooks(islands, around.buildIslands),
    startPainting(config, publicUrl),
  ]);
  stack.defer(engine.stop);
  stack.defer(standIns.stop);
  mustBeHere(publicUrl, standIns.simulated, args.allowSimulated || config.ALLOW_SIMULATED);
  const url = `http://127.0.0.1:${front.port}`;
  const { addresses, simulated } = standIns;
  const run: Run = { pid: process.pid, url, publicUrl, keys: folder.keys, islands, simulated, addresses };
  await openRole({ args, config, run, folder, looks, engine, around }, front, stack);
  writeRun(folder.path, run);
  stack.defer(() => removeRun(folder.path));
  const demo = args.demo ? await paintDemo(url, publicUrl) : undefined;
  const { failed } = standIns;
  return { run, data: folder.path, standIns, demo, failed, close: stack.unwind };
}

/** Works beside an owner of the same folder, as an ordinary client of its servers. */
async function openHelper(
  args: Arguments,
  config: Config,
  around: Surroundings,
  stack: Stack,
): Promise<Opened> {
  const path = resolve(args.data);
  const run = readRun(path);
  if (run === undefined)
    throw new CannotStart('data/no-shop', `no shop runs on ${path}`, 'start it first: bun start --role all');
  const folder: DataFolder = { path, keys: run.keys, release: () => {} };
  const front = args.role === 'web' ? openFront(args.port, around, stack) : undefined;
  const [looks, engine] = await Promise.all([readLooks(run.islands), startPainting(config, run.publicUrl)]);
  stack.defer(engine.stop);
  await openRole({ args, config, run, folder, looks, engine, around }, front, stack);
  const here = front === undefined ? run : { ...run, url: `http://127.0.0.1:${front.port}` };
  const failed = new Promise<CannotStart>(() => {}); // it has no servers of its own
  return { run: here, data: path, standIns: undefined, demo: undefined, failed, close: stack.unwind };
}

type Role = {
  readonly args: Arguments;
  readonly config: Config;
  readonly run: Run;
  readonly folder: DataFolder;
  readonly looks: Looks;
  readonly engine: Engine;
  readonly around: Surroundings;
};

async function openRole(role: Role, front: Front | undefined, stack: Stack): Promise<void> {
  const { args, config, run, folder, looks, engine, around } = role;
  const log = openLog(folder.path, args.role, config);
  stack.defer(log.flush);
  const stores = await openStores(run);
  stack.defer(stores.close);
  const rooms = joinRooms(run, stores);
  stack.defer(rooms.passed.stop);
  stack.defer(rooms.witness.stop);
  const agreed = await passRestoreGate(stores, rooms);
  if (Object.values(agreed).some((count) => count > 0))
    log.warn(agreed, 'log, vault and ledger did not agree on destroyed keys, and do now');
  const { ports, shop, stop } = await joinPorts({ config, run, stores, rooms, engine, looks, log });
  stack.defer(shop.progress.stop);
  stack.defer(stop);
  const mail = args.role === 'all' ? await takeMailIn(role, front, shop) : undefined;
  if (mail !== undefined) stack.defer(mail.stop);
  if (args.role !== 'web') {
    const work = await startWork({
      stores,
      rooms,
      ports,
      shopDb: run.addresses.shopDb,
      log,
      onRebuild: around.onRebuild,
    });
    stack.defer(work.stop);
  }
  if (args.role === 'all') {
    await shop.seen(await seed(rooms.handle), 'products');
    await shop.seen(await publishPolicy(rooms.handle, policyOfToday(shop)), 'policies');
    rooms.policyChanged();
  }
  front?.open(doorOf(shop, config));
}

/** Where the environment says; where mail is simulated, where the mailbox's answers go. */
async function takeMailIn({ config }: Role, front: Front | undefined, shop: Shop) {
  const besides = config.SMTP_URL === undefined && front ? repliesPort(front.port) : undefined;
  const port = config.MAIL_IN_PORT ?? besides;
  if (port === undefined) return undefined;
  try {
    return await openMailDoor({ shop, port, domain: mailDomainOf(config) });
  } catch (cause) {
    if (!isTaken(cause)) throw cause;
    if (config.MAIL_IN_PORT !== undefined) throw mailPortInUse(port, cause);
    shop.log.info(
      { port },
      'somebody else is on the port for simulated mail: answers in the mailbox do not arrive',
    );
    return undefined;
  }
}

const isTaken = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';

const mailPortInUse = (port: number, cause: unknown): CannotStart =>
  new CannotStart(
    'mail-door/port-in-use',
    `the port ${port} cannot be used for mail to the shop`,
    'stop the program that uses it, or set another MAIL_IN_PORT',
    cause,
  );

function doorOf(shop: Shop, config: Config): Door {
  return door(shop, app(shop), { trustedProxyHops: config.TRUSTED_PROXY_HOPS });
}

type Front = { readonly port: number; open(answer: Door): void };

/** Listens at once, so that a port in use is known first; answers with 503 until the shop is open, and when it closes. */
function openFront(port: number, { listen }: Surroundings, stack: Stack): Front {
  let answer: Door = closed;
  const listening = listen(port, (request, peer) => answer(request, peer));
  stack.defer(async () => {
    answer = closed;
    await listening.stop();
  });
  return {
    port: listening.port,
    open(next) {
      answer = next;
    },
  };
}

const closed: Door = async () =>
  new Response('The shop is opening. Please try again in a moment.\n', {
    status: 503,
    headers: { 'retry-after': '5', 'content-type': 'text/plain; charset=utf-8' },
  });

/** Simulated money is for trying the shop out, on the machine it runs on (or where somebody says so outright). */
function mustBeHere(publicUrl: string, simulated: boolean, allowed: boolean): void {
  const { hostname } = new URL(publicUrl);
  if (!simulated || allowed || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  const hint = 'set the real services (see .env.example), or say --allow-simulated';
  throw new CannotStart(
    'shop/simulated',
    `payment, printing or mail would be simulated at ${publicUrl}`,
    hint,
  );
}

function newStack(): Stack {
  const ends: (() => unknown)[] = [];
  return {
    defer: (end) => void ends.unshift(end),
    async unwind() {
      for (const end of ends.splice(0)) await Promise.resolve(end()).catch(() => {}); // the others end all the same
    },
  };
}
