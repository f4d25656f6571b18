/** Companies that were asked to paint, by the photos that they were to paint from and by the portraits themselves. */
import { portrait } from '../modules/portraits/portrait.ts';
import { photo } from '../modules/uploads/photo.ts';
import type { Category } from '../personal-data/register.ts';
import type { Ports } from './ports.ts';

type Painter = 'replicate' | 'openai';
type Keys = readonly { readonly category: Category; readonly item: string | null }[];

/** @param keys that are held of somebody, or were: a portrait can outlive its photo, and a photo its portraits */
export async function paintersOf(keys: Keys, stateOf: Ports['stateOf']): Promise<readonly Painter[]> {
  const photos = await Promise.all(itemsOf(keys, 'media.upload').map((photoId) => stateOf(photo, photoId)));
  const paintedFrom = photos.flatMap((one) =>
    one.status === 'none' ? [] : one.units.flatMap(({ portraits }) => portraits),
  );
  const portraits = new Set([...itemsOf(keys, 'portrait.recipe'), ...paintedFrom]);
  const asked = await Promise.all([...portraits].map((portraitId) => stateOf(portrait, portraitId)));
  const painters = asked.flatMap((one) =>
    'painter' in one && one.painter !== 'studio' ? [one.painter] : [],
  );
  return [...new Set(painters)];
}

const itemsOf = (keys: Keys, of: Category): readonly string[] =>
  keys.flatMap(({ category, item }) => (category === of && item !== null ? [item] : []));
