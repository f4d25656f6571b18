/** Everything that is held about somebody, from the vault and the register: the page cannot say other than is done. */

import { noEnd } from '../../personal-data/ends.ts';
import { type Category, categories, entryOf, processors, purposes } from '../../personal-data/register.ts';
import type { HeldRow as HeldKey } from '../../personal-data/vault.ts';
import type { HeldRow } from '../components/shapes.ts';
import { basisWords, categoryWords, counted } from './words.ts';

/** One row per category, with the last of its end dates. */
export function heldRows(keys: readonly HeldKey[]): readonly HeldRow[] {
  return categories.flatMap((category) => {
    const theirs = keys.filter((key) => key.category === category);
    return theirs.length === 0 ? [] : [rowOf(category, theirs)];
  });
}

function rowOf(category: Category, keys: readonly HeldKey[]): HeldRow {
  const { purposes: uses, retention, recipients, onErasure } = entryOf(category);
  const [first] = uses;
  const purpose = purposes[first ?? 'accountability'];
  const { says, article } = basisWords[purpose.basis];
  const words = categoryWords[category];
  return {
    ...{ what: words.what, value: counted(words, keys.length), why: upper(purpose.says) },
    ...{ basis: says, article, until: lastEnd(keys), rule: `after ${retention.after}` },
    alsoHas: recipients.map((name) => ({ name: upper(processors[name].says.split(',')[0] ?? name) })),
    ...(onErasure === 'at-once' ? { act: { label: 'Erase', href: '#erase' } as const } : {}),
  };
}

/** Null where nothing counts down yet. */
function lastEnd(keys: readonly HeldKey[]): string | null {
  const last = keys
    .map(({ expiresAt }) => expiresAt)
    .toSorted()
    .at(-1);
  return last === undefined || last === noEnd ? null : last;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
