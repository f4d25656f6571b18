/** `/webhooks/replicate`: whoever paints for us says that a picture is done. Only a reason to look, and signed all the same. */
import { json, refuse } from '../answers.tsx';
import { textUpTo } from '../body-limit.ts';
import { notFound } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';

/** It repeats what was asked, the photo too. */
const bytesMax = 8_000_000;

export async function postPainterMessage(shop: Shop, request: Request): Promise<Response> {
  if (shop.engine.hear === undefined) return refuse(shop, request, notFound);
  const raw = await textUpTo(request, bytesMax);
  const heard = raw === undefined ? 'malformed' : shop.engine.hear(raw, request.headers);
  return heard === 'heard' ? json({ received: true }) : json({ refused: heard }, 400);
}
