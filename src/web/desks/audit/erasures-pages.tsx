/** `/audit/erasures`: every erasure, and one of them with its receipt, checked as it is shown. */
import { type ErasureRow, erasureOf } from '../../../../projections/erasures.ts';
import { RequestId } from '../../../modules/privacy/erasure.events.ts';
import { numberOf } from '../../../modules/privacy/receipt.ts';
import { companyName } from '../../../personal-data/register.ts';
import { refuse } from '../../answers.tsx';
import { count, counted } from '../../components/format.ts';
import { actorName, toldIn } from '../../history/told.ts';
import { notFound } from '../../problems/problem.ts';
import { type Desk, deskPage } from '../desk.ts';
import type { Event } from '../parts.tsx';
import type { Audited } from './audited.ts';
import { type ErasureEntry, ErasurePage, type ErasurePageProps, ErasuresPage } from './erasures.tsx';
import { secondsToKeys } from './facts.ts';

export async function showErasures(desk: Desk): Promise<Response> {
  const rows = await desk.shop.reads.erasures.all({ by: 'acceptedAt', descending: true, limit: 500 });
  const page = <ErasuresPage erasures={rows.map(entryOf)} />;
  return deskPage(desk, { title: 'Erasures', page });
}

export async function showErasure(desk: Desk, id: string): Promise<Response> {
  const { shop, request } = desk;
  const requestId = RequestId.safeParse(id);
  const row = requestId.success ? await erasureOf(shop.reads.erasures, requestId.data) : undefined;
  if (row === undefined) return refuse(shop, request, notFound);
  const title = `Erasure ${numberOf(row.number)}`;
  return deskPage(desk, {
    ...{ title, under: '/audit/erasures', page: <ErasurePage {...(await propsOf(shop, row))} /> },
  });
}

const scopes: Readonly<Record<ErasureRow['scope'], string>> = {
  everything: 'Everything',
  photos: 'Only photos',
  'photos-and-portraits': 'Photos and portraits',
  photo: 'One photo',
};

export function entryOf(row: ErasureRow): ErasureEntry {
  const seconds = secondsToKeys(row);
  const closed = row.told.filter(({ answer }) => answer !== 'open').length;
  const companies = row.told.length === 0 ? 'none concerned' : `${closed} of ${row.told.length} closed`;
  return {
    ...{ number: numberOf(row.number), href: `/audit/erasures/${row.requestId}`, acceptedAt: row.acceptedAt },
    ...{ scope: scopes[row.scope], companies, ...stateOf(row) },
    keys: `${counted(row.keys, 'key')}${seconds === undefined ? '' : ` in ${seconds.toFixed(2)} s`}`,
  };
}

function stateOf({ receiptAt, told, openOrders }: ErasureRow): Pick<ErasureEntry, 'state' | 'tone'> {
  if (openOrders.length > 0)
    return { state: `Waits for ${counted(openOrders.length, 'order')}`, tone: 'warn' };
  if (receiptAt === null) return { state: 'Under way', tone: 'warn' };
  return told.some(({ answer }) => answer === 'open')
    ? { state: 'Addendum open', tone: 'warn' }
    : { state: 'Verified', tone: 'ok' };
}

const fateWords = { now: 'at once', 'after-delivery': 'after delivery', kept: 'kept, restricted' } as const;

async function propsOf(shop: Audited, row: ErasureRow): Promise<ErasurePageProps> {
  const { values, files, rows } = row.tried;
  return {
    entry: entryOf(row),
    told: row.told.map(({ processor, answer, until }) => ({
      ...{ company: companyName(processor), answer: answer.replaceAll('-', ' '), until },
    })),
    fates: row.fates.map(({ category, count: n, fate, until }) => ({
      ...{ what: category, count: n, fate: fateWords[fate], until },
    })),
    tried:
      row.verifiedAt === null
        ? 'Not read back yet.'
        : `Read back: ${counted(values, 'value')}, files of ${counted(files, 'key')} and ${count(rows)} rows tried, none opened.`,
    receipt: await receiptOf(shop, row),
    history: await historyOf(shop, row.requestId),
  };
}

async function receiptOf(
  { verifyReceipt }: Audited,
  { receipt, receiptAt }: ErasureRow,
): Promise<ErasurePageProps['receipt']> {
  if (receipt === null || receiptAt === null) return { is: 'none' };
  const is = await verifyReceipt(receipt).then(
    () => 'genuine' as const,
    () => 'not-genuine' as const,
  );
  return { is, text: receipt, at: receiptAt };
}

async function historyOf({ desks }: Audited, requestId: string): Promise<readonly Event[]> {
  const recorded = await desks.auditing.recorded(`erasure-${requestId}`);
  return recorded.map((one) => {
    const { event, at, says, type, place, by } = toldIn({ recorded: one, sealed: [] });
    return { key: event, at, says, note: `${type}, ${place.replace(/-.*@/, ' @')}, by ${actorName(by)}` };
  });
}
