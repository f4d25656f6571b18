/** What somebody means to buy: ids in the row of their session, and gone with it. */
import { z } from 'zod';
import type { Sql } from '../../eventsourcing/database.ts';

const Entry = z.object({
  id: z.string(),
  portrait: z.string(),
  product: z.string(),
  variant: z.string(),
  quantity: z.int().min(1).max(20),
});
export type Entry = z.output<typeof Entry>;
const Basket = z.array(Entry);

const entriesMax = 20;

export async function basketOf(sql: Sql, sessionId: string): Promise<readonly Entry[]> {
  const [row] = await sql<{ basket: unknown }[]>`select basket from session where id = ${sessionId}`;
  return Basket.catch([]).parse(row?.basket ?? []);
}

/** Reads, changes and writes in one transaction, so that two clicks at once are two changes. */
export const changeBasket = (
  sql: Sql,
  sessionId: string,
  change: (basket: readonly Entry[]) => readonly Entry[],
): Promise<readonly Entry[]> =>
  sql.begin(async (tx) => {
    const [row] = await tx<{ basket: unknown }[]>`
      select basket from session where id = ${sessionId} for update`;
    const next = change(Basket.catch([]).parse(row?.basket ?? [])).slice(0, entriesMax);
    await tx`update session set basket = ${tx.json(next.map((entry) => ({ ...entry })))} where id = ${sessionId}`;
    return next;
  });

/** The same thing again is one more of it; a file is bought once. */
export function added(basket: readonly Entry[], entry: Entry): readonly Entry[] {
  const same = basket.find(
    ({ portrait, product, variant }) =>
      portrait === entry.portrait && product === entry.product && variant === entry.variant,
  );
  if (same === undefined) return [...basket, entry];
  const quantity = entry.product === 'file' ? 1 : Math.min(20, same.quantity + entry.quantity);
  return basket.map((one) => (one === same ? { ...one, quantity } : one));
}
