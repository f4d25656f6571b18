/** `/schemas/:name`: what our files look like, for programs that read them (JSON Schema 2020-12). */
import { consentReceiptSchema } from '../../personal-data/consent-record.ts';
import { copySchema } from '../../personal-data/copy.ts';
import { json, refuse } from '../answers.tsx';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';

const schemas: ReadonlyMap<string, object> = new Map<string, object>([
  ['copy-1.json', copySchema],
  ['consent-receipt-1.json', consentReceiptSchema],
]);

export async function showSchema(shop: Shop, request: Request, name: string): Promise<Response> {
  const schema = schemas.get(name);
  if (schema === undefined) return refuse(shop, request, notFound);
  const $id = `${shop.publicUrl}/schemas/${name}`;
  return json({ $id, ...schema }, 200, {
    'content-type': 'application/schema+json',
    'cache-control': 'max-age=3600',
  });
}
