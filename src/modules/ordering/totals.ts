/** The sums of an order: value-added tax is rounded per line and added up, everywhere. */
import type { FactsOf } from '../../personal-data/personal.ts';
import type { OrderPlaced } from './order.events.ts';

type Placed = FactsOf<typeof OrderPlaced>;
export type Totals = Placed['totals'];
type Line = Pick<Placed['lines'][number], 'quantity' | 'unitGrossCents'>;

/** The tax within a gross sum. @param vatRate in per cent */
export const vatWithin = (grossCents: number, vatRate: number): number =>
  Math.round((grossCents * vatRate) / (100 + vatRate));

export const grossOf = ({ quantity, unitGrossCents }: Line): number => quantity * unitGrossCents;

export function totalsOf(
  lines: readonly Line[],
  { shippingCents, vatRate }: Pick<Totals, 'shippingCents' | 'vatRate'>,
): Totals {
  const gross = lines.map(grossOf);
  const goodsCents = sum(gross);
  const vatCents = sum([...gross, shippingCents].map((cents) => vatWithin(cents, vatRate)));
  return { goodsCents, shippingCents, totalCents: goodsCents + shippingCents, vatCents, vatRate };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
