/** `/api/v1/account` and `/api/v1/tokens`: who is here, and a token for a program of theirs that reads. */
import { z } from 'zod';
import { AccountId, Role, Way } from '../../modules/accounts/account.events.ts';
import { json, refuse } from '../answers.tsx';
import { signInNeeded } from '../problems/problem.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { ownerIn } from './owner.ts';

export const AccountTold = z.object({
  ...{ account: AccountId, roles: z.array(Role).readonly().describe('none unless a passkey was used') },
  ...{ provedBy: Way.nullable(), provedAt: z.iso.datetime().nullable() },
});
type AccountTold = z.output<typeof AccountTold>;

export async function showAccountJson(shop: Shop, request: Request): Promise<Response> {
  const owner = ownerIn(await visitOf(shop, request));
  if (owner === undefined) return refuse(shop, request, signInNeeded);
  const { account, roles, provedBy, provedAt } = owner;
  return json<AccountTold>({ account, roles, provedBy, provedAt });
}

export const TokenMade = z.object({
  ...{ token: z.string(), expiresAt: z.iso.datetime() },
  ...{ type: z.literal('Bearer'), scope: z.literal('read') },
});
type TokenMade = z.output<typeof TokenMade>;

/** It reads what its owner may read, until it is over, or they sign out. */
export async function postToken(shop: Shop, request: Request): Promise<Response> {
  const owner = ownerIn(await visitOf(shop, request));
  if (owner === undefined) return refuse(shop, request, signInNeeded);
  const made = await shop.accessTokens.make({ account: owner.account, sessionId: owner.id });
  return json<TokenMade>({ ...made, type: 'Bearer', scope: 'read' }, 201);
}
