/** Lines of an order and of a basket, as they are drawn. */
import { kindName } from '../../modules/catalogue/names.ts';
import { grossOf } from '../../modules/ordering/totals.ts';
import type { Item } from '../components/basket-line.tsx';
import { measures } from '../components/format.ts';
import type { Hanging, Totals } from '../components/shapes.ts';
import { edges, finishes, mats } from '../components/things.ts';
import type { Tokens } from '../links.ts';
import { styleName } from '../portraits/easel.ts';
import type { OrderLine, Quoted } from './quote.ts';

export function itemOf(tokens: Tokens, line: OrderLine, id: string, currency: string): Item {
  const { kind, style, quantity, portraitId } = line;
  return {
    ...{ id, as: hangingOf(line), name: kindName(kind), quantity },
    picture: { src: `/pictures/${tokens.make('preview', portraitId)}`, alt: '' },
    says: [styleName(style), ...madeOf(line)].join(', '),
    total: { cents: grossOf(line), currency },
  };
}

export function hangingOf({ kind, productId, variant }: OrderLine): Hanging {
  const widthCm = Number(/(\d+)x\d+$/.exec(productId)?.[1] ?? 40);
  if (kind !== 'framed') return { kind, widthCm };
  const [finish = '', mat = ''] = variant.split('-');
  const known = finishes.find(({ id }) => id === finish)?.id ?? 'black';
  const matColour = mat === 'ivory' || mat === 'black' ? mat : 'white';
  return { kind, widthCm, finish: known, matCm: mat === 'none' ? 0 : 5, matColour };
}

function madeOf({ kind, productId, variant, masterPx }: OrderLine): readonly string[] {
  if (kind === 'file') return [measures(masterPx.width, masterPx.height, 'px')];
  const size = productId.replace(/^.*-(\d+)x(\d+)$/, '$1\u00a0×\u00a0$2\u00a0cm');
  const [first = '', second = ''] = variant.split('-');
  if (kind === 'framed') return [size, nameIn(finishes, first), matName(second)];
  return kind === 'canvas' ? [size, `${nameIn(edges, first).toLowerCase()} edge`] : [size];
}

const matName = (id: string): string =>
  id === 'none' ? 'no mat' : `${nameIn(mats, id).toLowerCase().replace(',', ' mat')}`;

const nameIn = (all: readonly { readonly id: string; readonly name: string }[], id: string): string =>
  all.find((one) => one.id === id)?.name ?? id;

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

export function totalsFrom(
  { totals, ships }: Pick<Quoted, 'totals' | 'ships'>,
  currency: string,
  method: string,
  country: string,
): Totals {
  const cost = (cents: number) => ({ cents, currency });
  const sums = {
    ...{ goods: cost(totals.goodsCents), total: cost(totals.totalCents) },
    ...{ vat: cost(totals.vatCents), vatRate: totals.vatRate },
  };
  if (!ships) return sums;
  const says = `Delivery, ${method}, to ${countries.of(country) ?? country}`;
  return { ...sums, delivery: { says, cost: cost(totals.shippingCents) } };
}
