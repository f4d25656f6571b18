/** Everything that is held about somebody, from the vault and the register: the page cannot say other than is done. */

import { noEnd } from '../../personal-data/ends.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import { recipientsOf } from '../../personal-data/recipients.ts';
import { type Category, categories, entryOf, processors, purposes } from '../../personal-data/register.ts';
import type { HeldRow as HeldKey } from '../../personal-data/vault.ts';
import { paintersOf } from '../../processes/painters.ts';
import type { HeldRow } from '../components/shapes.ts';
import type { Shop } from '../shop.ts';
import { basisWords, categoryWords, counted } from './words.ts';

/** One row per category, with the last of its end dates. */
export async function heldRows(
  { vault, stateOf }: Pick<Shop, 'vault' | 'stateOf'>,
  people: readonly SubjectRef[],
): Promise<readonly HeldRow[]> {
  const keys = await vault.keysOf(people);
  const painters = await paintersOf(keys, stateOf);
  return categories.flatMap((category) => {
    const theirs = keys.filter((key) => key.category === category);
    return theirs.length === 0 ? [] : [rowOf(category, theirs, painters)];
  });
}

function rowOf(category: Category, keys: readonly HeldKey[], painters: readonly string[]): HeldRow {
  const { purposes: uses, retention, onErasure } = entryOf(category);
  const [first] = uses;
  const purpose = purposes[first ?? 'accountability'];
  const { says, article } = basisWords[purpose.basis];
  const words = categoryWords[category];
  return {
    ...{ what: words.what, value: counted(words, keys.length), why: upper(purpose.says) },
    ...{ basis: says, article, until: lastEnd(keys), rule: `after ${retention.after}` },
    alsoHas: recipientsOf(category, painters).map((name) => ({
      name: upper(processors[name].says.split(',')[0] ?? name),
    })),
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
