/** What processes tell each other through the database (NOTIFY): hints, so that nobody need look again and again. */
import type { Transaction } from './database.ts';

export const channels = {
  /** `<read model> <position>`: its rows hold every event up to there. */
  passed: 'passed',
  /** `<reader>`: look again where you stand; a parked event is to be tried again, or a table was replaced. */
  lookAgain: 'look_again',
  /** `<queue>`: there is work. */
  jobs: 'jobs',
  /** `<job>`: nobody wants it done any more. */
  calledOff: 'called_off',
} as const;

type Channel = (typeof channels)[keyof typeof channels];

/**
 * Told when the transaction is committed, and not at all when it is not. (The driver's own `tx.notify` takes another
 * connection: whoever hears it would look before there is anything to see.)
 */
export const tellWithin = (tx: Transaction, channel: Channel, text: string) =>
  tx`select pg_notify(${channel}, ${text})`;
