/** One thing in a basket or on an order: drawn small and to scale, with its price. */
import type { ComponentChildren } from 'preact';
import { money } from './format.ts';
import { Hung } from './picture.tsx';
import type { Hanging, Money, Picture } from './shapes.ts';

export type Item = {
  readonly id: string;
  readonly as: Hanging;
  readonly picture: Picture;
  /** "Framed print". */
  readonly name: string;
  /** "Impressionist oil, 40 × 50 cm, walnut, white mat 5 cm". */
  readonly says: string;
  readonly quantity: number;
  readonly total: Money;
};

type LineProps = { readonly item: Item; readonly big?: boolean; readonly children?: ComponentChildren };

export const BasketLine = ({ item, big = false, children }: LineProps) => (
  <div class={big ? 'line line--big' : 'line'}>
    <span class={big ? 'scale-2' : 'scale-1'}>
      <Hung as={small(item.as)} picture={{ ...item.picture, alt: '' }} eager />
    </span>
    <div class="stack gap-3">
      <div>
        {big ? <h2 class="t-l">{item.name}</h2> : <h3>{item.name}</h3>}
        <p class="soft">
          {item.says}
          {big || item.quantity === 1 ? null : `, ${item.quantity} copies`}
          <br />
          Painted by software after your photo
        </p>
      </div>
      {children}
    </div>
    <p class="num">{money(item.total)}</p>
  </div>
);

/** The largest would not fit beside its words. */
const small = (as: Hanging): Hanging => ({
  ...as,
  widthCm: as.kind === 'file' ? 34 : Math.min(40, as.widthCm),
});
