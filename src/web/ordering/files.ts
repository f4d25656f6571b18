/** `/files/:token`: a master, unsealed and streamed, to the buyer or to the lab that prints it; never from the storage itself. */
import { type MasterRow, mastersOfOrder } from '../../../projections/masters.ts';
import { printOrdersOf } from '../../../projections/print-orders.ts';
import { refuse } from '../answers.tsx';
import { gone, notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';

export async function showFile(shop: Shop, request: Request, token: string): Promise<Response> {
  const file = shop.tokens.read('file', token);
  if (file !== undefined) return streamMaster(shop, request, file, 'file', 'holder-of-the-order-link');
  const print = shop.tokens.read('print-file', token);
  if (print === undefined) return refuse(shop, request, notFound);
  if (!(await labStillNeeds(shop, print))) return refuse(shop, request, gone);
  return streamMaster(shop, request, print, 'print', 'print-lab');
}

async function streamMaster(
  shop: Shop,
  request: Request,
  payload: string,
  use: MasterRow['use'],
  actor: string,
): Promise<Response> {
  const [orderId = '', line] = payload.split('.');
  const rows = await mastersOfOrder(shop.reads.masters, orderId);
  const master = rows.find((row) => row.line === Number(line) && row.use === use);
  if (master === undefined || master.blob === null) return refuse(shop, request, notFound);
  const opened = await shop.openAs(actor).blob(master.blob, 'media.master', 'order.fulfilment');
  if (opened.is !== 'value') return refuse(shop, request, gone);
  const { stream, contentType, byteLength } = opened.value;
  const name = `portrait123-${orderId.slice(0, 8)}-${Number(line) + 1}.${endings[contentType] ?? 'jpg'}`;
  return new Response(request.method === 'HEAD' ? null : stream, {
    headers: {
      ...{ 'content-type': contentType, 'content-length': String(byteLength), 'cache-control': 'no-store' },
      'content-disposition': `attachment; filename="${name}"`,
    },
  });
}

const endings: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/tiff': 'tif' };

/** The lab's link ends when the lab has the picture: from then on it is in production, or will never be. */
async function labStillNeeds({ reads }: Shop, payload: string): Promise<boolean> {
  const [orderId = '', line] = payload.split('.');
  const print = (await printOrdersOf(reads.printOrders, orderId)).find((row) => row.line === Number(line));
  return print !== undefined && ['ready', 'on-hold', 'in-progress'].includes(print.status);
}
