/** What differs between two versions, word by word, so that a page can mark it. */
import type { PolicyDocument } from '../../modules/policies/policy.events.ts';
import type { Piece, PolicyRow, PolicySection } from './policy.tsx';

type Read = { readonly sections: readonly PolicySection[]; readonly rows: readonly PolicyRow[] };
type Section = PolicyDocument['sections'][number];
type Row = PolicyDocument['rows'][number];

/** @param before nothing to compare with: then it is shown as it is */
export function shownFrom(after: PolicyDocument, before: PolicyDocument = after): Read {
  const sections = aligned(before.sections, after.sections, ({ id }) => id).map(sectionOf);
  const rows = aligned(before.rows, after.rows, ({ category }) => category).map(rowOf);
  return { sections, rows };
}

type Pair<T> = { readonly old: T | undefined; readonly now: T | undefined };

/** In the order of the newer one; what it lacks stands where it stood. */
function aligned<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (one: T) => string,
): readonly Pair<T>[] {
  const keys = merged(before.map(keyOf), after.map(keyOf)).map(({ word }) => word);
  const find = (all: readonly T[], key: string) => all.find((one) => keyOf(one) === key);
  return [...new Set(keys)].map((key) => ({ old: find(before, key), now: find(after, key) }));
}

function sectionOf({ old, now }: Pair<Section>): PolicySection {
  const texts = (section: Section | undefined) => section?.paragraphs ?? [];
  const rows = aligned(old?.rows ?? [], now?.rows ?? [], ({ name }) => name);
  return {
    id: now?.id ?? old?.id ?? '',
    title: pieces(old?.title, now?.title),
    paragraphs: paragraphs(texts(old), texts(now)),
    rows: rows.map((row) => ({
      name: pieces(row.old?.name, row.now?.name),
      says: pieces(row.old?.says, row.now?.says),
    })),
  };
}

/** Whole paragraphs that came or went are marked whole; one that replaces another is compared with it. */
function paragraphs(before: readonly string[], after: readonly string[]): readonly (readonly Piece[])[] {
  const steps = merged(before, after);
  const shown: (readonly Piece[])[] = [];
  for (let i = 0; i < steps.length; i++) {
    const [step, next] = [steps[i], steps[i + 1]];
    if (step === undefined) continue;
    const replaces = step.is === 'removed' && next?.is === 'added';
    shown.push(replaces ? pieces(step.word, next.word) : pieces(...sides(step)));
    if (replaces) i++;
  }
  return shown;
}

const sides = ({ is, word }: Step): [string | undefined, string | undefined] => [
  is === 'added' ? undefined : word,
  is === 'removed' ? undefined : word,
];

const rowOf = ({ old, now }: Pair<Row>): PolicyRow => ({
  category: now?.category ?? old?.category ?? '',
  what: pieces(old?.what, now?.what),
  why: pieces(old?.why, now?.why),
  basis: pieces(old?.basis, now?.basis),
  until: pieces(old?.until, now?.until),
  alsoHas: pieces(old?.alsoHas, now?.alsoHas),
  source: pieces(old?.source, now?.source),
});

/** Word by word, with neighbours that changed alike in one piece. */
export function pieces(before: string | undefined, after: string | undefined): readonly Piece[] {
  if (before === after) return after === undefined ? [] : [after];
  const steps = merged(wordsOf(before), wordsOf(after));
  const runs: { is: Step['is']; text: string }[] = [];
  for (const { is, word } of steps) {
    const last = runs.at(-1);
    if (last?.is === is) last.text += word;
    else runs.push({ is, text: word });
  }
  return runs.map(({ is, text }) =>
    is === 'kept' ? text : is === 'added' ? { added: text } : { removed: text },
  );
}

/** Each with the space behind it. */
const wordsOf = (text = ''): readonly string[] => text.match(/\S+\s*/g) ?? [];

type Step = { readonly is: 'kept' | 'added' | 'removed'; readonly word: string };

/** By the longest common subsequence (Wagner and Fischer, 1974): removed before added, where both are. */
function merged(before: readonly string[], after: readonly string[]): readonly Step[] {
  const lengths = lengthsOf(before, after);
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      steps.push({ is: 'kept', word: old });
      i++;
      j++;
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      steps.push({ is: 'removed', word: old });
      i++;
    } else if (now !== undefined) {
      steps.push({ is: 'added', word: now });
      j++;
    }
  }
  return steps;
}

/** Of what is common from each pair of places on. */
function lengthsOf(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const [row, below] = [lengths[i], lengths[i + 1]];
      if (row === undefined || below === undefined) continue;
      const common = before[i] === after[j];
      row[j] = common ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  return lengths;
}
