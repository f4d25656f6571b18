/** What somebody asked, as their page and the API tell of it: erasures among the rest. */
import { z } from 'zod';
import { type ErasureRow, erasuresOf } from '../../../projections/erasures.ts';
import { type RequestRow, requestsOf } from '../../../projections/requests.ts';
import { monthsAfter } from '../../eventsourcing/days.ts';
import { numberOf as erasureNumber } from '../../modules/privacy/receipt.ts';
import { Kind, Outcome, RequestId } from '../../modules/privacy/request.events.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import { numberOf } from '../../processes/write-about-request.ts';
import type { Tone } from '../components/notes.tsx';
import type { Shop } from '../shop.ts';
import type { RightsRequest } from './privacy.tsx';
import { kindWords } from './words.ts';

/** Newest first. */
export async function requestRows(
  shop: Shop,
  people: readonly SubjectRef[],
): Promise<readonly RightsRequest[]> {
  const [asked, erased] = await Promise.all([
    Promise.all(people.map((ref) => requestsOf(shop.reads.requests, ref))),
    Promise.all(people.map((ref) => erasuresOf(shop.reads.erasures, ref))),
  ]);
  const rows = [
    ...asked.flat().map((row) => rowOf(shop, row)),
    ...erased.flat().map((row) => erasedRow(shop, row)),
  ];
  return rows.toSorted((a, b) => b.madeAt.localeCompare(a.madeAt));
}

const rowOf = ({ tokens }: Shop, row: RequestRow): RightsRequest => ({
  ...{ what: `${kindWords[row.kind]}, ${numberOf(row.number)}`, madeAt: row.madeAt, dueAt: row.dueOn },
  ...stateOf(row),
  href: `/requests/${tokens.make('request', row.requestId)}`,
});

export function stateOf({ status, outcome, kind, extendedBecause }: Stated): {
  readonly state: string;
  readonly tone: Tone;
} {
  if (status === 'answered' && outcome === 'refused') return { state: 'Refused', tone: 'bad' };
  if (status === 'answered') return { state: outcome === 'done' ? 'Done' : 'Done in part', tone: 'ok' };
  if (kind === 'copy') return { state: 'Being prepared', tone: 'warn' };
  return { state: extendedBecause === null ? 'A person reads it' : 'Takes longer', tone: 'warn' };
}
type Stated = Pick<RequestRow, 'status' | 'outcome' | 'kind' | 'extendedBecause'>;

const scopeWords: Readonly<Record<ErasureRow['scope'], string>> = {
  everything: 'everything',
  photos: 'photos',
  'photos-and-portraits': 'photos and portraits',
  photo: 'one photo',
};

function erasedRow({ tokens }: Shop, row: ErasureRow): RightsRequest {
  const isDone = row.status === 'receipt';
  return {
    ...{ what: `Erasure of ${scopeWords[row.scope]}, ${erasureNumber(row.number)}`, madeAt: row.acceptedAt },
    ...{ dueAt: monthsAfter(row.acceptedAt, 1), href: `/receipts/${tokens.make('erasure', row.requestId)}` },
    ...{ state: isDone ? 'Done' : 'Under way', tone: isDone ? 'ok' : 'warn' },
  };
}

const time = z.iso.datetime();
const Copy = z.discriminatedUnion('is', [
  z.object({ is: z.literal('ready'), url: z.url(), until: z.string() }),
  z.object({ is: z.literal('preparing'), done: z.int(), of: z.int().nullable() }),
]);

export const RequestTold = z.object({
  ...{ request: RequestId, number: z.string(), kind: Kind, status: z.enum(['open', 'answered']) },
  ...{ madeAt: time, dueOn: z.iso.date().describe('one month, or three (GDPR Art. 12(3))') },
  ...{ acknowledgedAt: time.nullable(), extendedBecause: z.string().nullable() },
  ...{ outcome: Outcome.nullable(), answeredAt: time.nullable() },
  link: z.url(),
  copy: Copy.optional(),
});
export type RequestTold = z.output<typeof RequestTold>;

/** For programs. */
export const requestJson = (shop: Shop, row: RequestRow): RequestTold => ({
  ...{ request: row.requestId, number: numberOf(row.number), kind: row.kind, status: row.status },
  ...{ madeAt: row.madeAt, dueOn: row.dueOn, acknowledgedAt: row.acknowledgedAt },
  ...{ extendedBecause: row.extendedBecause, outcome: row.outcome, answeredAt: row.answeredAt },
  link: `${shop.publicUrl}/requests/${shop.tokens.make('request', row.requestId)}`,
  ...(row.kind === 'copy' && { copy: copyJson(shop, row) }),
});

function copyJson(
  { tokens, publicUrl, progress }: Shop,
  { requestId, copyEndsOn }: RequestRow,
): z.output<typeof Copy> {
  if (copyEndsOn !== null)
    return { is: 'ready', url: `${publicUrl}/copies/${tokens.make('copy', requestId)}`, until: copyEndsOn };
  const told = progress.latest(requestId);
  return { is: 'preparing', done: told?.done ?? 0, of: told?.total ?? null };
}
