/** `bun run event-store`: the embedded EventStoreDB alone, and what can be done to its file. */
import { readFileSync } from 'node:fs';
import { CannotStart } from '../src/embedded/cannot-start.ts';
import { scavengeFile, statsOfFile, verifyFile } from '../src/embedded/event-store/maintenance.ts';
import { startServer } from '../src/embedded/event-store/server.ts';

const usage = `Usage:
    bun run event-store --db ./events.db --port 2113
    bun run event-store --db ./events.db --tls ./server.crt --tls-key ./server.key
    bun run event-store verify --db ./events.db
    bun run event-store scavenge --db ./events.db
    bun run event-store stats --db ./events.db --json

Serves the events in a SQLite file as EventStoreDB 23.10 does, on 127.0.0.1, to any of its clients.

Commands:
    (none)      serve, until SIGINT or SIGTERM
    verify      look at every event, and say what is wrong with it; beside a running server, too
    scavenge    remove for good what deletes, $tb, $maxCount and $maxAge have hidden; a running server does it itself
    stats       what the file holds; beside a running server, too

Options:
    --db FILE          the file; it is made when it is not there
    --port PORT        where to listen; 0 is any port that is free (default 2113)
    --tls FILE         the server's certificate, in PEM form
    --tls-key FILE     its private key, in PEM form (default: in the same file)
    --json             say it in JSON, one line
    --help             this text

Exit status: 0 done, 1 a finding or a refusal, 2 wrong usage.
`;

class WrongUsage extends Error {}

type Asked = {
  readonly db: string;
  readonly port: number;
  readonly json: boolean;
  readonly tls: Tls | undefined;
};
type Tls = { readonly key: string; readonly cert: string };

const commands: { readonly [name: string]: (asked: Asked) => Promise<number> } = {
  serve: async ({ db, port, tls, json }) => {
    const ended = Promise.withResolvers<number>();
    const server = await startServer({
      file: db,
      port,
      tls,
      onFatal: (error) => {
        complain(`the disk failed, the store stops: ${error instanceof Error ? error.message : error}`);
        ended.resolve(1);
      },
      onShutdown: () => ended.resolve(0),
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.resolve(0));
    const connectionString = `esdb://127.0.0.1:${server.port}?tls=${tls !== undefined}`;
    print(json, { port: server.port, connectionString }, `event store  ${connectionString}\nready`);
    const status = await ended.promise;
    await server.stop();
    return status;
  },

  verify: async ({ db, json }) => {
    const { events, findings } = verifyFile(db);
    const lines = findings.map(({ position, what }) =>
      position === undefined ? what : `at ${position}: ${what}`,
    );
    const sum = findings.length === 0 ? `${events} events, nothing wrong` : `${findings.length} findings`;
    print(json, { events, findings }, [...lines, sum].join('\n'));
    return findings.length === 0 ? 0 : 1;
  },

  scavenge: async ({ db, json }) => {
    const { result, events, bytes } = await scavengeFile(db);
    print(json, { result, events, bytes }, `${events} events removed, ${bytes} bytes`);
    return result === 'Success' ? 0 : 1;
  },

  stats: async ({ db, json }) => {
    const stats = statsOfFile(db);
    const lines = Object.entries(stats).map(([name, value]) => `${name.padEnd(14)}${value ?? 'none'}`);
    print(json, stats, lines.join('\n'));
    return 0;
  },
};

const print = (json: boolean, value: object, text: string) =>
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);

const complain = (message: string, hint?: string) =>
  process.stderr.write(
    `event-store: error: ${message}\n${hint === undefined ? '' : `event-store: hint: ${hint}\n`}`,
  );

const main = async (): Promise<number> => {
  const { values, flags, words } = parsed(process.argv.slice(2));
  if (flags.has('help')) {
    process.stdout.write(usage);
    return 0;
  }
  const command = commands[words[0] ?? 'serve'];
  if (command === undefined || words.length > 1) throw new WrongUsage(`no such command: ${words.join(' ')}`);
  const db = values.get('db');
  if (db === undefined) throw new WrongUsage('--db is missing');
  const tls = tlsOf(values.get('tls'), values.get('tls-key'));
  return command({ db, port: portOf(values.get('port') ?? '2113'), json: flags.has('json'), tls });
};

const withValue = ['db', 'port', 'tls', 'tls-key'];
const withoutValue = ['json', 'help'];

const parsed = (told: readonly string[]) => {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const words: string[] = [];
  const rest = told.flatMap((word) => word.match(/^(--[a-z-]+)=(.*)$/s)?.slice(1) ?? [word]);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const name = word.startsWith('--') ? word.slice(2) : undefined;
    if (name === undefined) words.push(word);
    else if (withoutValue.includes(name)) flags.add(name);
    else if (withValue.includes(name)) values.set(name, valueAfter(word, rest.shift()));
    else throw new WrongUsage(`no such option: ${word}`);
  }
  return { values, flags, words };
};

const valueAfter = (option: string, value: string | undefined): string => {
  if (value === undefined || value.startsWith('--')) throw new WrongUsage(`${option} needs a value`);
  return value;
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new WrongUsage(`no such port: ${text}`);
  return port;
};

const tlsOf = (cert: string | undefined, key: string | undefined): Tls | undefined => {
  if (cert === undefined && key !== undefined) throw new WrongUsage('--tls-key is of no use without --tls');
  return cert === undefined ? undefined : { cert: textOf(cert), key: textOf(key ?? cert) };
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new WrongUsage(`${file} cannot be read`);
  }
};

const statusOf = (error: unknown): number => {
  if (error instanceof WrongUsage) {
    complain(error.message, 'bun run event-store --help');
    return 2;
  }
  if (error instanceof CannotStart) complain(error.message, error.hint);
  else complain(error instanceof Error ? error.message : String(error));
  return 1;
};

process.exit(await main().catch(statusOf));
