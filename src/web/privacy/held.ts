/** Everything that is held about somebody, from the vault and the register: the page cannot say other than is done. */
import { type PortraitRow, portraitsOf } from '../../../projections/portraits.ts';
import { noEnd } from '../../personal-data/ends.ts';
import { lasting } from '../../personal-data/periods.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import { recipientsOf } from '../../personal-data/recipients.ts';
import { type Category, categories, companyName, entryOf, purposes } from '../../personal-data/register.ts';
import type { HeldRow as HeldKey } from '../../personal-data/vault.ts';
import type { HeldRow } from '../components/shapes.ts';
import type { Shop } from '../shop.ts';
import { basisWords, categoryWords, counted } from './words.ts';

/** One row per category, with the last of its end dates. */
export async function heldRows(
  { vault, reads }: Pick<Shop, 'vault' | 'reads'>,
  people: readonly SubjectRef[],
): Promise<readonly HeldRow[]> {
  const keys = await vault.keysOf(people);
  const rows = await Promise.all(people.map((person) => portraitsOf(reads.portraits, person)));
  const painters = paintersIn(rows.flat(), keys);
  return categories.flatMap((category) => {
    const theirs = keys.filter((key) => key.category === category);
    return theirs.length === 0 ? [] : [rowOf(category, theirs, painters)];
  });
}

/** Of what is still held: the photo that they were to paint from, or what they painted. */
function paintersIn(rows: readonly PortraitRow[], keys: readonly HeldKey[]): readonly string[] {
  const held = new Set(keys.map(({ item }) => item));
  return rows
    .filter(({ portraitId, photoId }) => held.has(portraitId) || held.has(photoId))
    .map(({ painter }) => painter);
}

function rowOf(category: Category, keys: readonly HeldKey[], painters: readonly string[]): HeldRow {
  const { purposes: uses, retention, onErasure } = entryOf(category);
  const [first] = uses;
  const purpose = purposes[first ?? 'accountability'];
  const { says, article } = basisWords[purpose.basis];
  const words = categoryWords[category];
  const until = lastEnd(keys);
  return {
    ...{ what: words.what, value: counted(words, keys.length), why: upper(purpose.says) },
    ...{
      basis: says,
      article,
      until,
      rule: until === null ? whileAllowed(category) : `after ${retention.after}`,
    },
    alsoHas: recipientsOf(category, painters).map((name) => ({ name: companyName(name) })),
    ...(onErasure === 'at-once' ? { act: { label: 'Erase', href: '#erase' } as const } : {}),
  };
}

/** What is held by a consent that stands. */
const whileAllowed = (category: Category): string =>
  category === 'consent.evidence'
    ? `as long as you allow anything, and ${lasting(entryOf(category).retention)} more`
    : 'as long as you allow it in your gallery';

/** Null where nothing counts down yet. */
function lastEnd(keys: readonly HeldKey[]): string | null {
  const last = keys
    .map(({ expiresAt }) => expiresAt)
    .toSorted()
    .at(-1);
  return last === undefined || last === noEnd ? null : last;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
