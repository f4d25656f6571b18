/** What the shop has on its first day: its products. Said again at every start; what stands already is left alone. */
import type { Handle } from '../eventsourcing/handle.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { firstOffers } from '../modules/catalogue/offers.ts';
import { product } from '../modules/catalogue/product.ts';

/** @returns where the log stands afterwards */
export async function seed(handle: Handle): Promise<bigint> {
  const outcomes = await Promise.all(
    firstOffers.map((offer) => {
      const commandId = uuidFrom('first offer', offer.productId);
      const about = {
        actor: 'seed',
        purpose: 'catalogue.upkeep',
        correlationId: commandId,
        causationId: null,
      } as const;
      return handle(product, offer.productId, { type: 'OfferProduct', ...offer }, { commandId, ...about });
    }),
  );
  return outcomes.reduce(
    (last, outcome) => ('position' in outcome && outcome.position > last ? outcome.position : last),
    -1n,
  );
}
