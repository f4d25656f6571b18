/** Asking something about one's data: a stream of its own, with its clock, whatever comes of it. */
import { monthsAfter } from '../../eventsourcing/days.ts';
import { isRefused } from '../../eventsourcing/decider.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import { PortraitId } from '../../modules/portraits/portrait.events.ts';
import {
  Asker,
  Day,
  type Kind,
  type Objectable,
  Reachable,
  RequestId,
} from '../../modules/privacy/request.events.ts';
import { request } from '../../modules/privacy/request.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import type { Problem } from '../problems/problem.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor } from '../visit.ts';

export type Wanted = {
  readonly kind: Kind;
  /** In their own words, or in ours where a button was pressed. */
  readonly text: string;
  readonly provedBy: 'session' | 'code' | 'nothing';
  readonly people: readonly SubjectRef[];
  /** Where the answer goes; of a correction, what is right. */
  readonly contact?: { readonly email: string; readonly name: string | null } | undefined;
  readonly portraitId?: string | undefined;
  readonly purposes?: readonly Objectable[];
};

export type Requested = { readonly requestId: RequestId; readonly position: bigint };

/** Each is answered, and most by a letter: more than that within an hour is excessive (Art. 12(5)). */
const perHour = 30;
export const mayRequest = ({ attempts }: Shop, { subject }: Session): Promise<boolean> =>
  attempts.may('request', subject, perHour);
export const tooManyRequests: Problem = {
  ...{ status: 429, type: 'too-many-requests', retryAfterSeconds: 3600 },
  title: 'You asked many things within an hour. Wait an hour, then ask again.',
  safe: ['What you asked before is answered.', 'Nothing else was changed.'],
};

/** @param cause the same one asks once */
export async function makeRequest(
  shop: Shop,
  session: Session,
  wanted: Wanted,
  cause: string,
): Promise<Requested> {
  const { kind, text, provedBy, people, contact, portraitId, purposes = [] } = wanted;
  const requestId = RequestId.parse(uuidFrom(cause, 'request', kind));
  const ref = session.subject;
  const made = {
    ...({ type: 'MakeRequest', requestId, number: await nextNumber(shop), kind, purposes } as const),
    person: Asker.parse({ ref, request: { text, provedBy } }),
    contact: contact === undefined ? null : Reachable.parse({ ref, contact }),
    people: people.map((one) => ({ ref: one })),
    portraitId: portraitId === undefined ? null : PortraitId.parse(portraitId),
    dueOn: dueOf(kind, shop.clock()),
  };
  const context = contextFor(session, cause, `request ${kind}`, 'accountability');
  const outcome = await shop.handle(request, requestId, made, context);
  const position = isRefused(outcome) ? -1n : outcome.position;
  await shop.seen(position, 'requests', 'standing');
  return { requestId, position };
}

/** One month (Art. 12(3)); where a child's data are told of, the same day. */
const dueOf = (kind: Kind, now: string): Day =>
  Day.parse(kind === 'under-age' ? now.slice(0, 'yyyy-mm-dd'.length) : monthsAfter(now, 1));

async function nextNumber({ sql }: Shop): Promise<number> {
  const [row] = await sql<{ number: number }[]>`select nextval('request_number')::int as number`;
  return row?.number ?? 0;
}
