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

/** `photos`: what was sent; with the portraits that were painted from it; or everything. */
export type ErasureScope = 'everything' | 'photos' | 'photos-and-portraits';

export type Fate = HeldKey & { readonly fate: 'now' | 'after-delivery' | 'kept' };

const photos: readonly Category[] = ['media.upload'];
const portraits: readonly Category[] = [...photos, 'portrait.recipe', 'media.portrait'];

const inScope: Readonly<Record<ErasureScope, readonly Category[]>> = {
  photos,
  'photos-and-portraits': portraits,
  everything: categories,
};

/** @param openOrders orders that are paid and under way, by id */
export function fatesOf(
  held: readonly HeldKey[],
  scope: ErasureScope,
  openOrders: readonly string[],
): readonly Fate[] {
  return held
    .filter(({ category }) => inScope[scope].includes(category))
    .map((key) => ({ ...key, fate: key.hold ? 'kept' : fateOf(key, openOrders) }));
}

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
