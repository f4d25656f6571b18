/** `/verify`: whether a receipt is ours and unchanged. Nothing of it is stored. */
import { Buffer } from 'node:buffer';
import { html, refuse } from '../answers.tsx';
import { exactTime } from '../components/format.ts';
import { formFields } from '../form-fields.ts';
import type { Shop } from '../shop.ts';
import { readForm } from '../uploads/multipart.ts';
import { visitOf } from '../visit.ts';
import { VerifyPage, type VerifyPageProps } from './verify.tsx';

const bytesMax = 100_000;

export async function showVerify(shop: Shop, request: Request): Promise<Response> {
  return verifyPage(shop, request, {});
}

/** `receipt` as text, or a `file`. */
export async function postVerify(shop: Shop, request: Request): Promise<Response> {
  const receipt = (await receiptIn(request))?.trim();
  if (receipt === undefined) return refuse(shop, request, { status: 400, type: 'form-broken' });
  return verifyPage(shop, request, { receipt, outcome: await outcomeOf(shop, receipt) });
}

async function receiptIn(request: Request): Promise<string | undefined> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) return (await formFields(request))?.['receipt'];
  const form = await readForm(request, bytesMax, 'file');
  if (form === undefined || form.photo === 'too-large') return undefined;
  const text = form.fields.get('receipt')?.at(-1) ?? '';
  return form.photo === 'missing' ? text : new TextDecoder().decode(form.photo.bytes);
}

async function outcomeOf(shop: Shop, receipt: string): Promise<VerifyPageProps['outcome']> {
  try {
    const told = await shop.verifyReceipt(receipt);
    const says = Object.entries(told).flatMap(([name, value]) => wordsFor(name, value));
    return { is: 'valid', says, whole: JSON.stringify(told, null, 2), signedBy: keyOf(receipt) };
  } catch {
    return { is: 'not-valid', because: 'It was not signed by us, or something in it was changed.' };
  }
}

/** What a person wants to know of it; the rest is in the whole. */
const names: Readonly<Record<string, string>> = {
  receipt: 'Receipt',
  scope: 'What was asked',
  acceptedAt: 'Asked',
  keysDestroyedAt: 'Keys destroyed at',
  keysDestroyed: 'Keys destroyed',
  filesDeleted: 'Files deleted',
  readBack: 'Read back',
  processors: 'Companies told',
  remains: 'What remains',
  backupsEnd: 'Backups unreadable from',
};

function wordsFor(
  claim: string,
  value: unknown,
): readonly { readonly name: string; readonly value: string }[] {
  const name = names[claim];
  return name === undefined ? [] : [{ name, value: shown(value) }];
}

const isTime = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const isId = /^[\da-f]{8}-[\da-f-]{27}$/;

/** Times as proofs show them; of names that nobody reads, how many. */
function shown(value: unknown): string {
  if (typeof value === 'string') return isTime.test(value) ? exactTime(value) : value;
  if (Array.isArray(value)) {
    const told = value.filter((one) => typeof one === 'string' && !isId.test(one));
    return told.length === 0 ? String(value.length) : told.join('; ');
  }
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${shown(one)}`)
    .join(', ');
}

/** The protected header names the key. */
function keyOf(receipt: string): string {
  const header: unknown = JSON.parse(Buffer.from(receipt.split('.')[0] ?? '', 'base64url').toString());
  return typeof header === 'object' && header !== null && 'kid' in header ? String(header.kid) : '';
}

async function verifyPage(
  shop: Shop,
  request: Request,
  given: Omit<VerifyPageProps, 'keys'>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const keys = `${shop.publicUrl}/.well-known/jwks.json`;
  return html(shop, visit, { title: 'Verify a receipt', page: <VerifyPage {...given} keys={keys} /> });
}
