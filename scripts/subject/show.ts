/** What is held about a person: key by key, with ends; and what the log tells. Nothing is opened. */
import { clock } from '../../src/composition/stores.ts';
import { noEnd } from '../../src/personal-data/ends.ts';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import { entryOf } from '../../src/personal-data/register.ts';
import { replay, type Step } from '../../src/personal-data/replay.ts';
import { decoded } from '../../src/processes/streams.ts';
import { choicesIn, standingIn } from '../../src/web/history/consents.ts';
import { eventsOf } from '../audit/log.ts';
import type { Connection } from '../connect.ts';
import { Refused } from '../terminal/command.ts';
import { many, table } from '../terminal/table.ts';

export type Shown = Awaited<ReturnType<typeof heldAbout>>;

/** @param people one person, by one or several references @throws Refused of whom neither vault nor log knows */
export async function heldAbout(people: readonly SubjectRef[], { stores }: Connection) {
  const { vault, vaultSql, log } = stores;
  const replays = await Promise.all(people.map((ref) => replay(ref, eventsOf(log), decoded)));
  const steps = replays.flatMap((told) => told.steps);
  const held = await vault.keysOf(people);
  if (held.length === 0 && steps.length === 0)
    throw new Refused(
      `neither the vault nor the log knows ${people.join(', ')}`,
      'is it the right data folder? --data FOLDER',
    );
  const [dead] = await vaultSql<{ count: number }[]>`
    select count(*)::int as count from key where subject = any(${people}::uuid[]) and state = 'destroyed'`;
  const fences = await vaultSql<{ category: string; item: string | null }[]>`
    select category, item from fence where subject = any(${people}::uuid[]) order by category, item`;
  return {
    ...{ people, held, destroyed: dead?.count ?? 0, fences, things: thingsIn(steps) },
    ...{ events: steps.length, consents: standingIn(choicesIn({ steps })) },
  };
}

/** Orders, photos and erasures, by id. */
function thingsIn(steps: readonly Step[]) {
  const streams = [...new Set(steps.map(({ recorded }) => recorded.stream))];
  const ids = (category: string) =>
    streams.flatMap((name) => (name.startsWith(`${category}-`) ? [name.slice(category.length + 1)] : []));
  return { orders: ids('order'), photos: ids('photo'), erasures: ids('erasure'), requests: ids('request') };
}

export function shownText({ people, held, destroyed, fences, things, events, consents }: Shown): string {
  const rows = held.map(({ category, item, expiresAt, hold, state, kid }) => [
    ...[category, item, endWords(expiresAt, state, hold), entryOf(category).onErasure, kid],
  ]);
  const allowed = consents.flatMap(({ purpose, is }) => (is === 'allowed' ? [purpose] : []));
  return [
    `Held about ${people.join(', ')}. Nothing was opened.`,
    '',
    ...(rows.length === 0 ? ['nothing'] : [table(['category', 'of', 'ends', 'if erased', 'key'], rows)]),
    '',
    ...Object.entries(things).map(([name, ids]) => list(name, ids)),
    list('consents', allowed),
    list(
      'fenced',
      fences.map(({ category, item }) => [category, item].filter(Boolean).join(' ')),
    ),
    `${'log'.padEnd(10)} ${many(events, 'event')}; ${many(destroyed, 'key')} destroyed so far`,
  ].join('\n');
}

const list = (name: string, ids: readonly string[]): string =>
  `${name.padEnd(10)} ${ids.length === 0 ? 'none' : ids.join('\n           ')}`;

function endWords(expiresAt: string, state: string, hold: boolean): string {
  if (state === 'destroying') return 'being destroyed';
  if (hold) return 'legal hold';
  if (expiresAt === noEnd) return 'with its consent';
  return `${expiresAt.slice(0, 10)}${expiresAt < clock() ? ', overdue' : ''}`;
}
