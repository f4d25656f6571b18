/**
 * The free paintings of a day: counted per visitor and, more generously, per network address, under an HMAC whose key
 * is destroyed with the day. A unit that nothing came of is given back.
 */
import { createHmac, type KeyObject } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Sql } from '../eventsourcing/database.ts';
import type { SubjectRef } from '../personal-data/personal.ts';

export type Asker = { readonly subject: SubjectRef; readonly address: string };

export type Quota = {
  readonly perDay: number;
  /** Of everybody behind one network address. */
  readonly perAddress: number;
  /** How many this visitor has left today. */
  left(asker: Asker): Promise<number>;
  /** @returns false if nothing is left; asking twice for the same unit takes one */
  reserve(asker: Asker, unitId: string): Promise<boolean>;
  release(unitId: string): Promise<void>;
};

type Options = {
  readonly perDay: number;
  /** A household, a school, a phone company: many people share an address. */
  readonly perAddress: number;
  /** Made anew for each day, and destroyed after it. @param day `2026-11-24`, UTC */
  readonly keyOf: (day: string) => Promise<KeyObject>;
  readonly clock: () => string;
};

type Counter = { readonly who: Uint8Array; readonly max: number };

export function quota(sql: Sql, { perDay, perAddress, keyOf, clock }: Options): Quota {
  const today = () => clock().slice(0, 'yyyy-mm-dd'.length);

  async function countersOf({ subject, address }: Asker, day: string): Promise<readonly [Counter, Counter]> {
    const key = await keyOf(day);
    const hmac = (name: string) => createHmac('sha256', key).update(name).digest();
    return [
      { who: hmac(`subject ${subject}`), max: perDay },
      { who: hmac(`address ${networkOf(address)}`), max: perAddress },
    ];
  }

  return {
    perDay,
    perAddress,
    async left(asker) {
      const day = today();
      const counters = await countersOf(asker, day);
      const lefts = await Promise.all(
        counters.map(async ({ who, max }) => max - (await usedBy(sql, who, day))),
      );
      return Math.max(0, Math.min(...lefts));
    },
    async reserve(asker, unitId) {
      const day = today();
      return take(sql, await countersOf(asker, day), unitId, day);
    },
    release: (unitId) => giveBack(sql, unitId),
  };
}

async function usedBy(sql: Sql, who: Uint8Array, day: string): Promise<number> {
  const [row] = await sql<{ used: number }[]>`select used from quota where who = ${who} and day = ${day}`;
  return row?.used ?? 0;
}

/** The rows are locked, so that two requests at once do not both take the last one. */
const take = (sql: Sql, counters: readonly Counter[], unitId: string, day: string): Promise<boolean> =>
  sql.begin(async (tx) => {
    for (const { who } of counters)
      await tx`insert into quota (who, day, used) values (${who}, ${day}, 0) on conflict do nothing`;
    for (const { who, max } of counters) {
      const [row] = await tx<{ used: number }[]>`
        select used from quota where who = ${who} and day = ${day} for update`;
      const [there] = await tx`select 1 from quota_unit where unit_id = ${unitId}`;
      if (there !== undefined) return true; // asked before, perhaps a moment ago
      if (row === undefined || row.used >= max) return false;
    }
    for (const { who } of counters) {
      await tx`update quota set used = used + 1 where who = ${who} and day = ${day}`;
      await tx`insert into quota_unit (unit_id, who, day) values (${unitId}, ${who}, ${day})`;
    }
    return true;
  });

const giveBack = (sql: Sql, unitId: string): Promise<void> =>
  sql.begin(async (tx) => {
    const counted = await tx<{ who: Uint8Array; day: string }[]>`
      delete from quota_unit where unit_id = ${unitId} returning who, day`;
    for (const { who, day } of counted)
      await tx`update quota set used = greatest(used - 1, 0) where who = ${who} and day = ${day}`;
  });

/** An IPv6 customer has a whole /64, however it is written (RFC 4291, 2.2); IPv4 within it is IPv4 (2.5.5.2). */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const groups = groupsOf(new URL(`http://[${plain}]`).hostname.slice(1, -1));
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return groups.slice(6).flatMap(octetsOf).join('.');
  return groups.slice(0, 4).join(':');
}

/** @param canonical of RFC 5952: one run of zeros at most is left out */
function groupsOf(canonical: string): readonly string[] {
  const [before = [], after = []] = canonical.split('::').map((half) => half.split(':').filter(Boolean));
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

const octetsOf = (group: string): readonly number[] => {
  const bits = Number.parseInt(group, 16);
  return [bits >> 8, bits & 255];
};
