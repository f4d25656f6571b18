/** How often somebody tries, by the hour: under an HMAC whose key goes with the day, like the quota's. */
import { createHmac, type KeyObject } from 'node:crypto';
import type { Sql } from '../../eventsourcing/database.ts';
import { networkOf } from '../quota.ts';

export type Attempts = {
  /** Counts this one. @returns whether it is still allowed */
  may(what: string, who: string, perHour: number): Promise<boolean>;
  sweep(): Promise<number>;
};

type Deps = {
  readonly keyOf: (day: string) => Promise<KeyObject>;
  /** ISO 8601, UTC */
  readonly clock: () => string;
};

export const attempts = (sql: Sql, { keyOf, clock }: Deps): Attempts => ({
  async may(what, who, perHour) {
    const now = clock();
    const key = await keyOf(now.slice(0, 'yyyy-mm-dd'.length));
    const hour = now.slice(0, 'yyyy-mm-ddThh'.length);
    const hmac = createHmac('sha256', key).update(`${what}\n${hour}\n${who}`).digest();
    const [row] = await sql<{ count: number }[]>`
      insert into attempt (who, ends_at, count) values (${hmac}, now() + interval '1 hour', 1)
      on conflict (who) do update set count = attempt.count + 1 returning count`;
    return (row?.count ?? 0) <= perHour;
  },
  async sweep() {
    return (await sql`delete from attempt where ends_at <= now()`).count;
  },
});

/** Letters that anybody can ask for, by writing to us. */
const perHour = { network: 20, address: 10 } as const;

/**
 * Whether one more may write to us without having proved who they are: so many come from one network, and so many are
 * answered by a letter to one address, whoever asks for them.
 */
export async function mayWriteIn(
  attempts: Attempts,
  what: 'support' | 'report',
  { from, to }: { readonly from: string; readonly to?: string | undefined },
): Promise<boolean> {
  if (!(await attempts.may(what, networkName(from), perHour.network))) return false;
  return to === undefined || attempts.may(`${what}-to`, to.toLowerCase(), perHour.address);
}

/** A household, not a single machine. */
export const networkName = (address: string): string => `network ${networkOf(address)}`;
