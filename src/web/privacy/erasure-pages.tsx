/** `/account/privacy/erase`, `/receipts/:token`: the preview, the phases, and the proof. */
import { type ErasureRow, erasureOf } from '../../../projections/erasures.ts';
import { RequestId, Scope } from '../../modules/privacy/erasure.events.ts';
import { type Phase, phases } from '../../modules/privacy/erasure.ts';
import { numberOf } from '../../modules/privacy/receipt.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { shortDate } from '../components/format.ts';
import type { FateRow, Stage } from '../components/shapes.ts';
import { formFields } from '../form-fields.ts';
import { numberOf as orderNumber } from '../ordering/order-view.ts';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { causeOf, visitOf } from '../visit.ts';
import { ErasePage, ErasingPage } from './erase.tsx';
import { acceptErasure, type CountedFate, grouped, type Plan, planFor } from './erasing.ts';
import { ReceiptPage } from './receipt.tsx';
import { receiptProps } from './receipt-props.ts';
import { categoryWords, counted } from './words.ts';

export async function showErase(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const scope = Scope.catch('everything').parse(visit.url.searchParams.get('scope'));
  const people = visit.session === undefined ? [] : [visit.session.subject];
  const plan = await planFor(shop, people, scope);
  const backupsEnd = shortDate(await shop.backupsEnd());
  const props = { scope, fates: fateRows(plan), identity: { by: 'session' }, backupsEnd } as const;
  return html(shop, visit, { title: 'Erase', page: <ErasePage {...props} /> });
}

/** Fields: `scope`, `confirm`. */
export async function postErase(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = await formFields(request);
  const scope = Scope.safeParse(fields?.['scope']);
  if (!scope.success) return refuse(shop, request, { status: 400, type: 'form-broken' });
  const { session } = visit;
  if (session === undefined) return seeOther('/account/privacy');
  if (fields?.['confirm'] !== 'yes') return seeOther(`/account/privacy/erase?scope=${scope.data}`);
  const cause = causeOf(shop, visit, session, fields['once']);
  const { requestId, position } = await acceptErasure(shop, session, [session.subject], scope.data, cause);
  await shop.seen(position, 'erasures');
  return seeOther(`/receipts/${shop.tokens.make('erasure', requestId)}`);
}

/** The three lists, and what becomes of running orders. */
export function fateRows({ fates, stopped }: Plan): readonly FateRow[] {
  const orders = stopped.map(({ order }): FateRow => {
    const paid = order.status === 'confirmed';
    const note = paid ? 'It is not made yet: stopped, and the money goes back.' : 'It is not paid: stopped.';
    return { what: `Order ${orderNumber(order)}`, when: 'now', note };
  });
  return [...grouped(fates).map(fateRow), ...orders];
}

function fateRow({ category, fate, count, until }: CountedFate): FateRow {
  const what = categoryWords[category].what;
  const note = counted(categoryWords[category], count);
  if (fate === 'now') return { what, when: 'now', note };
  if (fate === 'after-delivery')
    return { what, when: 'event', note: 'An open order needs it. Erased when the order is done.' };
  return { what, when: 'kept', note: keptNote(category), until };
}

const keptNote = (category: CountedFate['category']): string => {
  if (category === 'order.invoice') return 'Tax law asks for it';
  if (category === 'rights.requests' || category === 'consent.evidence')
    return 'Proof of our duty, without your name';
  return 'For legal claims; locked, nobody uses it for anything else';
};

export async function showReceipt(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const row = await erasureByToken(shop, token);
  if (row === undefined) return refuse(shop, request, notFound);
  const number = numberOf(row.number);
  if (row.status !== 'receipt' || row.receipt === null) {
    const page = <ErasingPage number={number} phases={stagesOf(row)} />;
    return html(shop, visit, { title: 'Being erased', page, refreshSeconds: 3 });
  }
  const props = await receiptProps(shop, row, row.receipt, `/receipts/${token}/receipt.jws`);
  return html(shop, visit, { title: `Receipt ${number}`, page: <ReceiptPage {...props} /> });
}

/** The receipt alone, for keeping and for whoever checks it. */
export async function downloadReceipt(shop: Shop, request: Request, token: string): Promise<Response> {
  const row = await erasureByToken(shop, token);
  if (row === undefined || row.receipt === null) return refuse(shop, request, notFound);
  const name = `${numberOf(row.number).toLowerCase()}.jws`;
  return new Response(`${row.receipt}\n`, {
    headers: { 'content-type': 'application/jose', 'content-disposition': `attachment; filename="${name}"` },
  });
}

export async function erasureByToken(
  { tokens, reads }: Shop,
  token: string,
): Promise<ErasureRow | undefined> {
  const id = RequestId.safeParse(tokens.read('erasure', token));
  return id.success ? erasureOf(reads.erasures, id.data) : undefined;
}

const labels: Readonly<Record<Exclude<Phase, 'accepted'>, string>> = {
  keys: 'Keys destroyed',
  files: 'Files deleted',
  processors: 'Companies told',
  verified: 'Everything read back',
  receipt: 'Receipt signed',
};

function stagesOf({ status }: ErasureRow): readonly Stage[] {
  const reached = phases.indexOf(status);
  return phases.flatMap((phase, i) => {
    if (phase === 'accepted') return [];
    const state = i <= reached ? 'done' : i === reached + 1 ? 'now' : 'wait';
    return [{ id: phase, label: labels[phase], state }];
  });
}
