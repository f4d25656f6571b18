/** What the auditor counts: requests, erasures, openings and what is due; from read models that hold no clear text. */
import type { ErasureRow } from '../../../../projections/erasures.ts';
import { countedOpenings } from '../../../../projections/openings-counted.ts';
import type { RequestRow } from '../../../../projections/requests.ts';
import { daysAfter } from '../../../eventsourcing/days.ts';
import { retentionPreview } from '../../../personal-data/retention.ts';
import type { Series } from '../../components/chart.tsx';
import type { Figure } from '../../components/desk.tsx';
import { count, shortDate } from '../../components/format.ts';
import type { Audited } from './audited.ts';

export async function figuresOf(
  shop: Audited,
  requests: readonly RequestRow[],
  erasures: readonly ErasureRow[],
): Promise<readonly Figure[]> {
  const [openings, { due, held }] = await Promise.all([
    countedOpenings(shop.reads.openingsCounted),
    retentionPreview(shop, shop.clock()),
  ]);
  const byStaff = openings.filter(({ role }) => role === 'staff');
  return [
    inTime(requests, shop.clock()),
    verified(erasures),
    slowest(erasures),
    {
      ...{ name: 'Overdue for retention', value: count(due.length) },
      note:
        held.length === 0 ? 'nothing under a legal hold' : `${count(held.length)} kept under a legal hold`,
    },
    {
      ...{ name: 'Openings by people of ours', value: count(sum(byStaff.map(({ times }) => times))) },
      note: 'each with its purpose, told before it was opened',
    },
  ];
}

const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);

function inTime(requests: readonly RequestRow[], now: string): Figure {
  const today = now.slice(0, 'yyyy-mm-dd'.length);
  const answered = requests.filter(({ status }) => status === 'answered');
  const punctual = answered.filter(({ answeredAt, dueOn }) => (answeredAt ?? '').slice(0, 10) <= dueOn);
  const open = requests.filter(({ status }) => status === 'open');
  const late = open.filter(({ dueOn }) => dueOn < today).length;
  return {
    ...{ name: 'Requests answered in time', value: `${count(punctual.length)} of ${count(answered.length)}` },
    note: late > 0 ? `${count(late)} are late` : `${count(open.length)} more are within their time`,
  };
}

const openCompanies = ({ told }: ErasureRow): number => told.filter(({ answer }) => answer === 'open').length;

function verified(erasures: readonly ErasureRow[]): Figure {
  const done = erasures.filter(({ receiptAt }) => receiptAt !== null);
  const open = done.filter((row) => openCompanies(row) > 0).length;
  const addenda = open === 1 ? '1 addendum open' : `${count(open)} addenda open`;
  return {
    ...{ name: 'Erasures verified', value: `${count(done.length)} of ${count(erasures.length)}` },
    note: open === 0 ? 'no addendum open' : addenda,
  };
}

/** Seconds from acceptance to destroyed keys, of the first round: a later one waited for an order. */
export function secondsToKeys({
  acceptedAt,
  keysAt,
  round,
}: Pick<ErasureRow, 'acceptedAt' | 'keysAt' | 'round'>): number | undefined {
  if (keysAt === null || round > 0) return undefined;
  return (Date.parse(keysAt) - Date.parse(acceptedAt)) / 1000;
}

function slowest(erasures: readonly ErasureRow[]): Figure {
  const seconds = erasures.flatMap((row) => secondsToKeys(row) ?? []);
  const note = 'promise: under 1 s';
  return {
    name: 'Slowest key destruction',
    value: seconds.length === 0 ? '–' : `${Math.max(...seconds).toFixed(2)} s`,
    note,
  };
}

const weeks = 12;
const groups = [
  { name: 'Access', look: 'a', kinds: ['copy'] },
  {
    name: 'Correction, restriction, objection',
    look: 'b',
    kinds: ['correction', 'restriction', 'lifting', 'objection'],
  },
  { name: 'Erasure, complaint, report', look: 'c', kinds: ['erasure', 'complaint', 'depicted', 'under-age'] },
] as const;

type Asked = { readonly kind: string; readonly at: string };
type ByWeek = {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly says: string;
};

/** The last twelve weeks, each from Monday on. */
export function requestsByWeek(
  requests: readonly Pick<RequestRow, 'kind' | 'madeAt'>[],
  erasures: readonly Pick<ErasureRow, 'acceptedAt'>[],
  now: string,
): ByWeek {
  const first = daysAfter(mondayOf(now), -7 * (weeks - 1));
  const starts = Array.from({ length: weeks }, (_, i) => daysAfter(first, 7 * i));
  const asked: readonly Asked[] = [
    ...requests.map(({ kind, madeAt }) => ({ kind, at: madeAt })),
    ...erasures.map(({ acceptedAt }) => ({ kind: 'erasure', at: acceptedAt })),
  ];
  const series = groups.map(({ name, look, kinds }) => ({
    ...{ name, look },
    values: starts.map((start) => countIn(asked, kinds, start)),
  }));
  const perWeek = starts.map((_, i) => sum(series.map(({ values }) => values[i] ?? 0)));
  return {
    labels: starts.map((start) => shortDate(start).replace(/ \d{4}$/, '')),
    series,
    says: `Stacked bars for twelve weeks: between ${Math.min(...perWeek)} and ${Math.max(...perWeek)} requests a week.`,
  };
}

const countIn = (asked: readonly Asked[], kinds: readonly string[], start: string): number =>
  asked.filter(
    ({ kind, at }) =>
      kinds.includes(kind) &&
      Date.parse(at) >= Date.parse(start) &&
      Date.parse(at) < Date.parse(daysAfter(start, 7)),
  ).length;

function mondayOf(now: string): string {
  const day = new Date(Date.parse(now)).getUTCDay();
  return daysAfter(`${now.slice(0, 10)}T00:00:00.000Z`, -((day + 6) % 7));
}
