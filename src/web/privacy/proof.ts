/**
 * That it is they who ask: a code sent to the address that is known, typed in where it was asked for. What is kept is
 * its keyed hash, for ten minutes and five tries (NIST SP 800-63B, 5.1.3.2: short-lived, rate-limited).
 */
import { createHmac, type KeyObject, randomInt, timingSafeEqual } from 'node:crypto';
import type { Sql } from '../../eventsourcing/database.ts';
import type { Session } from '../session.ts';

export type Proofs = {
  /** @returns the code, to be sent; undefined if there were too many within the hour */
  begin(session: Session): Promise<string | undefined>;
  /** Whether a code is under way to them. */
  isSent(session: Session): Promise<boolean>;
  try(session: Session, code: string): Promise<Tried>;
  /** For ten minutes after the right code. */
  holds(session: Session): Promise<boolean>;
};
export type Tried = 'proved' | 'wrong' | 'over';

const lifeMs = 10 * 60_000;
const hourMs = 60 * 60_000;
const triesMax = 5;
const perHourMax = 5;
const digits = 8;

type Row = {
  readonly code: Uint8Array | null;
  readonly tries: number;
  readonly sent: number;
  readonly sent_at: string;
  readonly proved_at: string | null;
};

/** @param clock ISO 8601, UTC */
export function proofs(sql: Sql, secret: KeyObject, clock: () => string): Proofs {
  const hashOf = ({ id }: Session, code: string) =>
    createHmac('sha256', secret).update(`${id}\n${code}`).digest();
  const rowOf = async ({ id }: Session): Promise<Row | undefined> => {
    const [row] = await sql<Row[]>`select * from proof where session_id = ${id}`;
    return row;
  };
  const isYoung = (at: string, ms: number) => Date.parse(clock()) - Date.parse(at) < ms;
  return {
    async begin(session) {
      const code = String(randomInt(10 ** digits)).padStart(digits, '0');
      const anHourAgo = new Date(Date.parse(clock()) - hourMs).toISOString();
      const begun = await sql`
        insert into proof (session_id, code, sent_at) values (${session.id}, ${hashOf(session, code)}, ${clock()})
        on conflict (session_id) do update
        set code = excluded.code, sent_at = excluded.sent_at, tries = 0,
            sent = case when proof.sent_at > ${anHourAgo} then proof.sent + 1 else 1 end
        where proof.sent < ${perHourMax} or proof.sent_at <= ${anHourAgo}`; // of many at once, each is counted
      return begun.count === 1 ? code : undefined;
    },
    async isSent(session) {
      const row = await rowOf(session);
      return row !== undefined && row.code !== null && isYoung(row.sent_at, lifeMs);
    },
    async try(session, code) {
      const [row] = await sql<Row[]>`
        update proof set tries = tries + 1 where session_id = ${session.id} returning *`; // counted before it is looked at
      if (row === undefined || row.code === null) return 'over';
      if (row.tries > triesMax || !isYoung(row.sent_at, lifeMs)) return 'over';
      if (!timingSafeEqual(hashOf(session, code.replaceAll(/\D/g, '')), row.code)) return 'wrong';
      await sql`update proof set code = null, proved_at = ${clock()} where session_id = ${session.id}`;
      return 'proved';
    },
    async holds(session) {
      const row = await rowOf(session);
      return row?.proved_at != null && isYoung(row.proved_at, lifeMs);
    },
  };
}
