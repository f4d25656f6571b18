/** Sums in whole cents. The VAT inside a gross price is rounded per line, and the lines are added up. */
import type { Money, Totals } from './shapes.ts';

/** What part of a gross price is VAT. @param vatRate in percent */
export const vatInside = (grossCents: number, vatRate: number): number =>
  Math.round((grossCents * vatRate) / (100 + vatRate));

export const euro = (cents: number): Money => ({ cents, currency: 'EUR' });

type Lines = {
  /** Gross cents, each already multiplied by its quantity. */
  readonly lineCents: readonly number[];
  readonly delivery?: { readonly says: string; readonly cents: number } | undefined;
  readonly vatRate: number;
  readonly currency: string;
};

/** Adds up what an order sheet shows: goods, delivery, total, and the VAT inside. */
export function totalsOf({ lineCents, delivery, vatRate, currency }: Lines): Totals {
  const in_ = (cents: number): Money => ({ cents, currency });
  const all = delivery === undefined ? lineCents : [...lineCents, delivery.cents];
  return {
    goods: in_(sum(lineCents)),
    delivery: delivery && { says: delivery.says, cost: in_(delivery.cents) },
    total: in_(sum(all)),
    vatRate,
    vat: in_(sum(all.map((cents) => vatInside(cents, vatRate)))),
  };
}

const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
