/** A connection to PostgreSQL, with its values as the program writes them: instants in ISO 8601, 64 bits as bigint. */
import postgres from 'postgres';

type Values = { readonly bigint: bigint; readonly instant: string; readonly day: string };
export type Sql = postgres.Sql<Values>;
export type Transaction = postgres.TransactionSql<Values>;
/** Either: for a statement that may stand alone. */
export type Querying = postgres.ISql<Values>;

type Options = {
  readonly connectionsMax?: number;
  /**
   * Whether a commit waits for the disk. What can be read from the log again need not: a crash loses rows and
   * checkpoint together.
   */
  readonly waitsForDisk?: boolean;
  /** A connection was lost, or ended. */
  readonly onClose?: () => void;
};

/** @param url with the password in it: never for a log */
export const database = (url: string, options: Options = {}): Sql => {
  const { connectionsMax = 8, waitsForDisk = true, onClose } = options;
  return postgres(url, {
    max: connectionsMax,
    onnotice: () => {},
    connection: {
      TimeZone: 'UTC',
      application_name: 'portrait123',
      ...(waitsForDisk ? {} : { synchronous_commit: 'off' }),
    },
    types: { bigint: postgres.BigInt, instant, day },
    max_lifetime: null, // a connection may hold a lock
    ...(onClose && { onclose: onClose }),
  });
};

const instant = {
  to: 1184, // timestamptz
  from: [1184],
  serialize: (value: string | Date) => (typeof value === 'string' ? value : value.toISOString()),
  /** `2026-11-24 09:00:00.12+00`, since every connection is in UTC */
  parse: (text: string) =>
    text.replace(
      /^(\S+) ([\d:]+)(?:\.(\d+))?\+00$/,
      (_, day, time, fraction = '') => `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`,
    ),
};

const day = {
  to: 1082, // date
  from: [1082],
  serialize: (value: string) => value,
  parse: (text: string) => text,
};

/** A name of ours in a statement: of a table or a column, from the code and never from outside. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
