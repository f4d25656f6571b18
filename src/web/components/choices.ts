/** What can be chosen for a portrait as a thing, and what a choice is on the wall. */
import type { Paint } from './room.tsx';
import type { Hanging, Picture, Price } from './shapes.ts';
import { finishes } from './things.ts';

export type Kind = Hanging['kind'];

/** One size of one kind. `id` is the end of the product's id: `40x50`. */
export type Size = {
  readonly id: string;
  readonly widthCm: number;
  readonly heightCm: number;
  readonly dpi: number;
  readonly price: Price;
  /** Why it cannot be had for this photo. */
  readonly off?: string | undefined;
};

export type Choices = {
  readonly kind: Kind;
  readonly size: string;
  readonly finish: string;
  readonly mat: string;
  readonly edge: string;
  readonly wall: Paint;
};

export type ConfiguratorProps = {
  readonly base: string;
  readonly portrait: { readonly id: string; readonly style: string } & Picture;
  /** In the order of the page; a file has no size but its price. */
  readonly kinds: readonly { readonly kind: Kind; readonly sizes: readonly Size[] }[];
  readonly chosen: Choices;
  readonly country: string;
};

/** The size that was chosen, or the one that a kind begins with where it has no such size. */
export function sizeOf({ kinds, chosen }: Pick<ConfiguratorProps, 'kinds' | 'chosen'>): Size | undefined {
  const sizes = (kinds.find(({ kind }) => kind === chosen.kind) ?? kinds[0])?.sizes.filter(
    ({ off }) => off === undefined,
  );
  return sizes?.find(({ id }) => id === chosen.size) ?? sizes?.at(-1);
}

/** What a choice is on the wall. */
export const hangingOf = ({ kind, finish, mat }: Choices, size: Size | undefined): Hanging => ({
  kind,
  widthCm: Math.round(size?.widthCm ?? 40),
  ...(kind === 'framed'
    ? { finish: finishOf(finish), matCm: mat === 'none' ? 0 : 5, matColour: matOf(mat) }
    : {}),
});

const finishOf = (id: string): Hanging['finish'] => finishes.find((one) => one.id === id)?.id;
const matOf = (id: string): Hanging['matColour'] => (id === 'ivory' || id === 'black' ? id : 'white');

export type Sized = ConfiguratorProps & { readonly size: Size | undefined };
