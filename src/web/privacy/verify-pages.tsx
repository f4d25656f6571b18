/** `/verify`: whether a receipt is ours and unchanged. Nothing of it is stored. */
import { Buffer } from 'node:buffer';
import { html, refuse } from '../answers.tsx';
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
    const says = Object.entries(told).map(([name, value]) => ({ name, value: shown(value) }));
    return { is: 'valid', says, signedBy: keyOf(receipt) };
  } catch {
    return { is: 'not-valid', because: 'It was not signed by us, or something in it was changed.' };
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

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
