/** What becomes of everything held about somebody who asks to be erased: shown before, done after, and the same. */
import type { SubjectRef } from './opaque.ts';
import { type Category, categories, entryOf, type OnErasure } from './register.ts';

/** A key is a thing held: a category of a person, or one item of it. */
export type HeldKey = {
  readonly kid: string;
  readonly subject: SubjectRef;
  readonly category: Category;
  readonly item: string | null;
  /** ISO 8601 */
  readonly expiresAt: string;
  readonly hold: boolean;
};

/** Everything; or what was sent, with the portraits that were painted from it or without: all of it, or one photo. */
export type ErasureScope = 'everything' | 'photos' | 'photos-and-portraits' | 'photo';

export type Asked = {
  readonly scope: ErasureScope;
  /** Orders that are paid and under way, by id. */
  readonly openOrders: readonly string[];
  /** Ids of photos and portraits: a scope of photos ends what is named, and nothing that came after. */
  readonly items: readonly string[];
};

export type Fate = HeldKey & { readonly fate: 'now' | 'after-delivery' | 'kept' };

const photos: readonly Category[] = ['media.upload'];
const portraits: readonly Category[] = [...photos, 'portrait.recipe', 'media.portrait'];

const inScope: Readonly<Record<ErasureScope, readonly Category[]>> = {
  photos,
  'photos-and-portraits': portraits,
  photo: portraits,
  everything: categories,
};

export const fatesOf = (held: readonly HeldKey[], { scope, openOrders, items }: Asked): readonly Fate[] =>
  held
    .filter(({ category }) => inScope[scope].includes(category))
    .filter(({ item }) => scope === 'everything' || items.includes(item ?? ''))
    .map((key) => ({ ...key, fate: key.hold ? 'kept' : fateOf(key, openOrders) }));

/** What does not begin again of a photo that goes, and of the portraits that are stopped, also where it had no key yet. */
export const ofPhotos: readonly Category[] = portraits;

function fateOf({ category, item }: HeldKey, openOrders: readonly string[]): Fate['fate'] {
  const { onErasure, key } = entryOf(category);
  if (onErasure !== 'after-delivery') return always[onErasure];
  const ofAnOrder = typeof key === 'object' && 'item' in key && key.item === 'orderId';
  const needed = ofAnOrder ? openOrders.includes(item ?? '') : openOrders.length > 0;
  return needed ? 'after-delivery' : 'now';
}

const always: Readonly<Record<Exclude<OnErasure, 'after-delivery'>, Fate['fate']>> = {
  'at-once': 'now',
  'restricted-until-end': 'kept',
  'kept-until-end': 'kept',
};
