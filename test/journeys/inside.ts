/** The rooms of a shop that is open in another process: for what nobody can do, or see, over HTTP. */
import { connected } from '../../scripts/connect.ts';
import { withShop } from '../../scripts/subject/shop.ts';
import type { Shop } from '../../src/web/shop.ts';

/** @returns the shop, and what lets go of it */
export async function inside(data: string): Promise<{ readonly shop: Shop; leave(): Promise<void> }> {
  const entered = Promise.withResolvers<Shop>();
  const over = Promise.withResolvers<void>();
  const stay = connected(data, (to) =>
    withShop(to, async (shop) => {
      entered.resolve(shop);
      await over.promise;
    }),
  );
  stay.catch(entered.reject);
  return {
    shop: await entered.promise,
    async leave() {
      over.resolve();
      await stay;
    },
  };
}
