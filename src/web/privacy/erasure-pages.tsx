/** `/account/privacy/erase`, `/receipts/:token`: the preview, the phases, and the proof. */
import { type ErasureRow, erasureOf } from '../../../projections/erasures.ts';
import { RequestId, Scope } from '../../modules/privacy/erasure.events.ts';
import { type Phase, phases } from '../../modules/privacy/erasure.ts';
import { numberOf } from '../../modules/privacy/receipt.ts';
import { PhotoId } from '../../modules/uploads/photo.events.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { shortDate } from '../components/format.ts';
import type { FateRow, Stage } from '../components/shapes.ts';
import { formFields } from '../form-fields.ts';
import { numberOf as orderNumber } from '../ordering/order-view.ts';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, visitOf } from '../visit.ts';
import { ErasePage, ErasingPage } from './erase.tsx';
import { acceptErasure } from './erasing.ts';
import { type CountedFate, grouped, type Plan, planFor, type Wish } from './erasure-plan.ts';
import { identityOf, notProved, notSent, proveIdentity, sendCode } from './identity.ts';
import { whyKept } from './kept.ts';
import { peopleOf } from './people.ts';
import { ReceiptPage } from './receipt.tsx';
import { receiptProps } from './receipt-props.ts';
import { categoryWords, counted } from './words.ts';

/** Query: `scope`, and with `photo` the token of its studio page. */
export async function showErase(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const { searchParams } = visit.url;
  const asked = { scope: searchParams.get('scope'), photo: searchParams.get('photo') ?? undefined };
  return erasePage(shop, visit, Scope.catch('everything').parse(asked.scope), asked.photo);
}

async function erasePage(
  shop: Shop,
  visit: Visit,
  scope: Scope,
  photo: string | undefined,
  error?: string,
): Promise<Response> {
  const plan = await planFor(shop, peopleOf(visit.session), wishOf(shop, scope, photo));
  if (plan === undefined) return refuse(shop, visit.request, notFound);
  const identity = await identityOf(shop, visit.session, error);
  const backupsEnd = shortDate(await shop.backupsEnd());
  const props = { scope, photo, fates: fateRows(plan), identity, backupsEnd };
  const status = error === undefined ? 200 : 422;
  return html(shop, visit, { title: 'Erase', page: <ErasePage {...props} />, status });
}

/** The photo is named by the token of its studio page. */
const wishOf = ({ tokens }: Shop, scope: Scope, photo: string | undefined): Wish => ({
  scope,
  photoId: PhotoId.safeParse(tokens.read('studio', photo ?? '')).data,
});

/** Fields: `scope`, `photo`, `confirm`, `code`. */
export async function postErase(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = (await formFields(request)) ?? {};
  const scope = Scope.safeParse(fields['scope']);
  if (!scope.success) return refuse(shop, request, { status: 400, type: 'form-broken' });
  const { session } = visit;
  if (session === undefined) return seeOther('/account/privacy');
  if (fields['confirm'] !== 'yes') return seeOther(previewOf(scope.data, fields['photo']));
  const proof = await proveIdentity(shop, session, fields['code']);
  if (proof.is === 'not')
    return erasePage(shop, visit, scope.data, fields['photo'], notProved[proof.because]);
  const cause = causeOf(shop, visit, session, fields['once']);
  const asking = { session, people: peopleOf(session), provedBy: proof.is };
  const begun = await acceptErasure(shop, asking, wishOf(shop, scope.data, fields['photo']), cause);
  if (begun === undefined) return refuse(shop, request, notFound);
  await shop.seen(begun.position, 'erasures');
  return seeOther(`/receipts/${shop.tokens.make('erasure', begun.requestId)}`);
}

const previewOf = (scope: Scope, photo: string | undefined): string =>
  `/account/privacy/erase?${new URLSearchParams({ scope, ...(photo === undefined ? {} : { photo }) })}`;

/** Fields: `scope`, `photo`. A code is sent to the address that is known. */
export async function postEraseCode(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = (await formFields(request)) ?? {};
  const scope = Scope.safeParse(fields['scope']);
  if (!scope.success) return refuse(shop, request, { status: 400, type: 'form-broken' });
  if (visit.session === undefined) return seeOther('/account/privacy');
  const sent = await sendCode(shop, visit.session);
  return sent
    ? seeOther(previewOf(scope.data, fields['photo']))
    : erasePage(shop, visit, scope.data, fields['photo'], notSent);
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
  return { what, when: 'kept', ...whyKept(category), until };
}

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
