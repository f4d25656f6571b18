/** The few lines of the register that the entrance shows: what, until when, and what an erasure does with it. */
import { lasting } from '../../personal-data/periods.ts';
import { type Category, entryOf, type OnErasure } from '../../personal-data/register.ts';
import type { PromiseRow } from './pages.tsx';

const shown: readonly (readonly [Category, string])[] = [
  ['media.upload', 'Your photo'],
  ['media.portrait', 'Your portraits'],
  ['contact', 'Your e-mail address'],
  ['order.delivery', 'Your address'],
  ['order.invoice', 'Invoices'],
];

const erased: Readonly<Record<OnErasure, string>> = {
  'at-once': 'Erased at once',
  'after-delivery': 'Erased at once, or when an open order has arrived',
  'restricted-until-end': 'Locked, and used for nothing but legal claims',
  'kept-until-end': 'Kept, because the law asks for it',
};

export const promises: readonly PromiseRow[] = shown.map(([category, what]) => {
  const { retention, onErasure } = entryOf(category);
  return {
    what,
    until: `${lasting(retention)} after ${retention.after}`,
    erased: erased[onErasure],
  };
});
