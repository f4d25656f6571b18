/** How every command speaks: data on stdout; on stderr what is wrong, and what to do; and an exit status that says which. */
import { parseArgs } from 'node:util';
import { hintFor } from '../../src/composition/hints.ts';
import { CannotStart } from '../../src/embedded/cannot-start.ts';
import { Fault } from '../../src/eventsourcing/fault.ts';

/** What was asked for cannot be understood: exit status 2. */
export class WrongUsage extends Error {}

/** Understood, and not done: exit status 1. */
export class Refused extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

export type Asked<Value extends string = string, Flag extends string = string> = {
  /** What stands beside the options, in order. */
  readonly words: readonly string[];
  readonly value: (name: Value) => string | undefined;
  readonly flag: (name: Flag) => boolean;
  readonly json: boolean;
  /** The folder of the embedded servers. */
  readonly data: string;
};

type Spec<Value extends string, Flag extends string> = {
  /** Called as on the command line: `audit`. */
  readonly name: string;
  /** With real examples first. */
  readonly usage: string;
  readonly values?: readonly Value[];
  readonly flags?: readonly Flag[];
  /** @returns the exit status: 0 done, 1 a finding */
  readonly run: (asked: Asked<Value, Flag>) => Promise<number>;
};

/** Runs a command and ends the process. */
export async function command<Value extends string, Flag extends string>(
  spec: Spec<Value, Flag>,
): Promise<never> {
  process.stdout.on('error', () => process.exit(0)); // whoever read it has read enough: `… | head`
  process.exit(await statusOf(spec, process.argv.slice(2)));
}

async function statusOf<Value extends string, Flag extends string>(
  spec: Spec<Value, Flag>,
  words: readonly string[],
): Promise<number> {
  try {
    const asked = askedBy(spec, words);
    if (asked === 'help') {
      await print(spec.usage.trimEnd());
      return 0;
    }
    return await spec.run(asked);
  } catch (error) {
    if (error instanceof WrongUsage) return complain(2, error.message, `bun run ${spec.name} --help`);
    if (error instanceof Refused || error instanceof CannotStart)
      return complain(1, error.message, error.hint);
    if (error instanceof Fault) return complain(1, error.message, hintFor(error));
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return complain(1, said, hintFor(error));
  }
}

function askedBy<Value extends string, Flag extends string>(
  { values = [], flags = [] }: Spec<Value, Flag>,
  args: readonly string[],
): Asked<Value, Flag> | 'help' {
  const options = {
    ...Object.fromEntries(values.map((name) => [name, { type: 'string' as const }])),
    ...Object.fromEntries([...flags, 'json', 'help'].map((name) => [name, { type: 'boolean' as const }])),
    data: { type: 'string' as const, default: './.data' },
  };
  const parsed = parsedBy({ args: [...args], options, strict: true, allowPositionals: true });
  const told: Readonly<Record<string, unknown>> = parsed.values;
  if (told['help'] === true) return 'help';
  return {
    words: parsed.positionals,
    value: (name) => (typeof told[name] === 'string' ? told[name] : undefined),
    flag: (name) => told[name] === true,
    json: told['json'] === true,
    data: String(told['data']),
  };
}

function parsedBy(config: NonNullable<Parameters<typeof parseArgs>[0]>) {
  try {
    const { values, positionals } = parseArgs(config);
    return { values, positionals };
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? firstOf(error.message) : 'the arguments cannot be read');
  }
}

/** The engine's own sentences, as ours are: one line, small, and no full stop. */
const firstOf = (message: string): string => {
  const [line = ''] = message.split('\n');
  return `${line.charAt(0).toLowerCase()}${line.slice(1)}`.replace(/\.$/, '');
};

function complain(status: number, message: string, hint: string): number {
  process.stderr.write(`portrait123: error: ${message}\nhint: ${hint}\n`);
  return status;
}

/** Whole, before the process ends, also into a pipe. */
export const print = (text: string): Promise<void> =>
  new Promise((done) => {
    process.stdout.write(`${text}\n`, () => done());
  });

/** For people, or with `--json` for programs. */
export const say = ({ json }: Pick<Asked, 'json'>, value: unknown, text: string): Promise<void> =>
  print(json ? JSON.stringify(value, bigintsAsText, 2) : text);

const bigintsAsText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** On stderr: what somebody who waits sees. */
export const note = (text: string): unknown => process.stderr.write(`${text}\n`);

/**
 * @returns ISO 8601, UTC; a day means its last moment
 * @throws WrongUsage
 */
export function timeOf(option: string, text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const ms = Date.parse(isDay ? `${text}T23:59:59.999Z` : text);
  if (Number.isNaN(ms))
    throw new WrongUsage(`${option} takes a day or a time such as 2026-11-24T09:00:00Z, not ${text}`);
  return new Date(ms).toISOString();
}

/**
 * The one of these that the first words name: one word, or two (`replay consent`).
 * @param more so many words may follow
 * @throws WrongUsage
 */
export function commandIn<Run>(
  commands: { readonly [name: string]: Run },
  { words }: Pick<Asked, 'words'>,
  more: number,
): Run {
  const [count] = [2, 1].filter((first) => Object.hasOwn(commands, words.slice(0, first).join(' ')));
  const run = count === undefined ? undefined : commands[words.slice(0, count).join(' ')];
  if (count === undefined || run === undefined || words.length > count + more)
    throw new WrongUsage(unknown(commands, words));
  return run;
}

/** "replay" alone, where there is `replay consent` and `replay processing`, is half a command. */
function unknown(commands: object, words: readonly string[]): string {
  const [first = '(none)'] = words;
  const halves = Object.keys(commands).filter((name) => name.startsWith(`${first} `));
  const rest = halves.map((name) => name.slice(first.length + 1)).join(' or ');
  return halves.length === 0 ? `no such command: ${words.join(' ') || first}` : `${first} takes ${rest}`;
}

/** @throws WrongUsage */
export function needed(option: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new WrongUsage(`${option} is missing`);
  return value;
}
