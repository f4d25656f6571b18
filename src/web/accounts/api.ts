/** `/api/v1/account` and `/api/v1/tokens`: who is here, and a token for a program of theirs that reads. */
import { json, refuse } from '../answers.tsx';
import { signInNeeded } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { ownerIn } from './owner.ts';

export async function showAccountJson(shop: Shop, request: Request): Promise<Response> {
  const owner = ownerIn(await visitOf(shop, request));
  if (owner === undefined) return refuse(shop, request, signInNeeded);
  const { account, roles, provedBy, provedAt } = owner;
  return json({ account, roles, provedBy, provedAt });
}

/** It reads what its owner may read, until it is over, or they sign out. */
export async function postToken(shop: Shop, request: Request): Promise<Response> {
  const owner = ownerIn(await visitOf(shop, request));
  if (owner === undefined) return refuse(shop, request, signInNeeded);
  const made = await shop.accessTokens.make({ account: owner.account, sessionId: owner.id });
  return json({ ...made, type: 'Bearer', scope: 'read' }, 201);
}
