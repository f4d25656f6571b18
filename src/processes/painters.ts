/** Companies that were asked to paint a portrait, by the portraits whose keys are held, or were. */
import { portrait } from '../modules/portraits/portrait.ts';
import type { Category } from '../personal-data/register.ts';
import type { Ports } from './ports.ts';

type Painter = 'replicate' | 'openai';
type Keys = readonly { readonly category: Category; readonly item: string | null }[];

export async function paintersOf(keys: Keys, stateOf: Ports['stateOf']): Promise<readonly Painter[]> {
  const portraits = keys.flatMap(({ category, item }) =>
    category === 'portrait.recipe' && item !== null ? [item] : [],
  );
  const asked = await Promise.all(portraits.map((portraitId) => stateOf(portrait, portraitId)));
  const painters = asked.flatMap((one) =>
    'painter' in one && one.painter !== 'studio' ? [one.painter] : [],
  );
  return [...new Set(painters)];
}
