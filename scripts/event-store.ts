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

Options, and the settings of EventStoreDB that say the same in the environment:
    --db FILE                       the file; it is made when it is not there
    --json                          say it in JSON, one line
    --help                          this text
  when serving
    --port PORT                     where to listen; 0 is any port that is free (default 2113; EVENTSTORE_HTTP_PORT)
    --tls FILE                      the server's certificate, in PEM form (EVENTSTORE_CERTIFICATE_FILE); it makes the
                                    server secure: who asks must be a user, and access control lists hold
    --tls-key FILE                  its private key, in PEM form (EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE;
                                    default: in the same file)
    --advertise-host HOST           what gossip tells clients to connect to (EVENTSTORE_ADVERTISE_HOST_TO_CLIENT_AS)
    --max-append-size BYTES         what one append may hold (default 1048576; EVENTSTORE_MAX_APPEND_SIZE)
    --commit-timeout-ms MS          an append that took longer is answered as timed out, though it may be stored
                                    (EVENTSTORE_COMMIT_TIMEOUT_MS)
    --start-standard-projections    begin with $by_category, $by_event_type and their like
                                    (EVENTSTORE_START_STANDARD_PROJECTIONS)

A new secure file begins with the users admin and ops. Their passwords are EVENTSTORE_DEFAULT_ADMIN_PASSWORD and
EVENTSTORE_DEFAULT_OPS_PASSWORD, or else "changeit", as EventStoreDB has it.

Exit status: 0 done, 1 a finding or a refusal, 2 wrong usage.
`;

class WrongUsage extends Error {}

type Asked = { readonly db: string; readonly json: boolean; readonly told: Told };
type Told = { value(name: string): string | undefined; flag(name: string): boolean };

const commands: { readonly [name: string]: (asked: Asked) => Promise<number> } = {
  serve: async ({ db, json, told }) => {
    const ended = Promise.withResolvers<number>();
    const options = serverOptions(told);
    const server = await startServer({
      file: db,
      ...options,
      onFatal: (error) => {
        complain(`the disk failed, the store stops: ${error instanceof Error ? error.message : error}`);
        ended.resolve(1);
      },
      onShutdown: () => ended.resolve(0),
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.resolve(0));
    const { port, connectionString } = server;
    print(json, { port, connectionString }, `event store  ${connectionString}\nready`);
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

const serverOptions = ({ value, flag }: Told) => {
  const tls = tlsOf(value('tls'), value('tls-key'));
  const secure = tls !== undefined && !isTrue(process.env['EVENTSTORE_INSECURE']);
  return {
    port: numberOf('port', value('port') ?? '2113', 65_535),
    tls: secure ? tls : undefined,
    passwords: secure ? firstPasswords() : undefined,
    advertisedHost: value('advertise-host'),
    maxAppendBytes: optionalNumber('max-append-size', value('max-append-size')),
    commitTimeoutMs: optionalNumber('commit-timeout-ms', value('commit-timeout-ms')),
    startStandardProjections: flag('start-standard-projections'),
  };
};

const firstPasswords = () => ({
  admin: process.env['EVENTSTORE_DEFAULT_ADMIN_PASSWORD'] ?? 'changeit',
  ops: process.env['EVENTSTORE_DEFAULT_OPS_PASSWORD'] ?? 'changeit',
});

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
  const told: Told = {
    value: (name) => values.get(name) ?? process.env[inEnvironment[name] ?? ''],
    flag: (name) => flags.has(name) || isTrue(process.env[inEnvironment[name] ?? '']),
  };
  return command({ db, json: flags.has('json'), told });
};

/** As EventStoreDB names them. */
const inEnvironment: { readonly [option: string]: string } = {
  port: 'EVENTSTORE_HTTP_PORT',
  tls: 'EVENTSTORE_CERTIFICATE_FILE',
  'tls-key': 'EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE',
  'advertise-host': 'EVENTSTORE_ADVERTISE_HOST_TO_CLIENT_AS',
  'max-append-size': 'EVENTSTORE_MAX_APPEND_SIZE',
  'commit-timeout-ms': 'EVENTSTORE_COMMIT_TIMEOUT_MS',
  'start-standard-projections': 'EVENTSTORE_START_STANDARD_PROJECTIONS',
};
const isTrue = (text: string | undefined) => /^(true|1)$/i.test(text ?? '');

const withValue = ['db', 'port', 'tls', 'tls-key', 'advertise-host', 'max-append-size', 'commit-timeout-ms'];
const withoutValue = ['json', 'help', 'start-standard-projections'];

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

const numberOf = (option: string, text: string, largest = 2 ** 31 - 1): number => {
  const number = Number(text);
  if (!/^\d{1,10}$/.test(text) || number > largest) throw new WrongUsage(`--${option} cannot be ${text}`);
  return number;
};

const optionalNumber = (option: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : numberOf(option, text);

type Tls = { readonly key: string; readonly cert: string };

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
