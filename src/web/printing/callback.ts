/** `/webhooks/prodigi/:token`: the print lab's callback. It is unsigned, so it is only a reason to ask the lab. */
import { PrintOrderId } from '../../modules/printing/print-order.events.ts';
import { recordLabState } from '../../processes/record-lab-state.ts';
import { json, refuse } from '../answers.tsx';
import { textUpTo } from '../body-limit.ts';
import { recordAll } from '../payments/record.ts';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';

const bytesMax = 1_000_000;

export async function postLabCallback(shop: Shop, request: Request, token: string): Promise<Response> {
  const printOrderId = PrintOrderId.safeParse(shop.tokens.read('lab', token));
  if (!printOrderId.success) return refuse(shop, request, notFound);
  const raw = await textUpTo(request, bytesMax);
  const told = raw === undefined ? { refused: 'malformed' as const } : shop.lab.parseCallback(raw);
  if ('refused' in told) return json({ refused: told.refused }, 400);
  const sends = await recordLabState(printOrderId.data, shop);
  await recordAll(shop, sends, `lab ${told.id}`, 'print-lab-callback');
  return json({ received: true });
}
