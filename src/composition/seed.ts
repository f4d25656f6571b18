/** What the shop has on its first day: its products. Said again at every start; what stands already is left alone. */
import type { Handle } from '../eventsourcing/handle.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { firstOffers } from '../modules/catalogue/offers.ts';
import { product } from '../modules/catalogue/product.ts';
import type { PolicyDocument } from '../modules/policies/policy.events.ts';
import { policy } from '../modules/policies/policy.ts';
import { policyVersion } from '../personal-data/register.ts';

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

/**
 * The privacy policy of this program and its settings, published where it reads differently from the one in force.
 * @returns where the log stands afterwards; -1n if nothing had changed
 */
export async function publishPolicy(handle: Handle, document: PolicyDocument): Promise<bigint> {
  const commandId = crypto.randomUUID(); // what was in force once may be put in force again
  const about = {
    actor: 'seed',
    purpose: 'accountability',
    correlationId: commandId,
    causationId: null,
  } as const;
  const publish = { type: 'PublishPolicy', day: policyVersion, document } as const;
  const outcome = await handle(policy, 'privacy', publish, { commandId, ...about });
  return 'position' in outcome ? outcome.position : -1n;
}
