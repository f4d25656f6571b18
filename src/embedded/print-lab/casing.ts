/** The reference writes `inProgress`, the live service says `InProgress`, and some clients have seen `Stage`: all three. */
import type { Moods, Order } from './state.ts';

/** What the API shows of an order: in the pause window nothing of its status. */
export type Shown = Omit<Order, 'held' | 'status'> & Partial<Pick<Order, 'status'>>;
export function shown({ held, ...order }: Order): Shown {
  if (!held) return order;
  const { status: _, ...rest } = order;
  return rest;
}

/** Names that a merchant gave are never touched. */
const theirs = new Set(['metadata', 'attributes']);
/** Fields whose values are the lab's own words. */
const words = new Set([
  'outcome',
  'stage',
  'status',
  'downloadAssets',
  'printReadyAssetsPrepared',
  'allocateProductionLocation',
  'inProduction',
  'shipping',
]);

export function cased(value: unknown, casing: Moods['casing']): unknown {
  if (casing === 'live') return value;
  if (Array.isArray(value)) return value.map((one) => cased(one, casing));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const told = theirs.has(name) ? inner : cased(inner, casing);
      return casing === 'pascal-keys' ? [upper(name), told] : [name, spoken(name, told)];
    }),
  );
}

const spoken = (name: string, value: unknown): unknown =>
  typeof value === 'string' && words.has(name) ? lower(value) : value;

const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const lower = (word: string) => word.charAt(0).toLowerCase() + word.slice(1);
