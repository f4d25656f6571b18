/** What is held about a person: key by key, with ends; and what the log tells. Nothing is opened. */
import { clock } from '../../src/composition/stores.ts';
import { noEnd } from '../../src/personal-data/ends.ts';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import { entryOf } from '../../src/personal-data/register.ts';
import { replay } from '../../src/personal-data/replay.ts';
import { decoded } from '../../src/processes/streams.ts';
import { choicesIn, standingIn } from '../../src/web/history/consents.ts';
import { eventsOf } from '../audit/log.ts';
import type { Connection } from '../connect.ts';
import { Refused } from '../terminal/command.ts';
import { many, table } from '../terminal/table.ts';

export type Shown = Awaited<ReturnType<typeof heldAbout>>;

/** @throws Refused of somebody whom neither vault nor log knows */
export async function heldAbout(subject: SubjectRef, { stores }: Connection) {
  const { vault, vaultSql, log } = stores;
  const [held, told, dead, fences] = await Promise.all([
    vault.keysOf([subject]),
    replay(subject, eventsOf(log), decoded),
    vaultSql<{ count: number }[]>`
      select count(*)::int as count from key where subject = ${subject} and state = 'destroyed'`,
    vaultSql<{ category: string; item: string | null }[]>`
      select category, item from fence where subject = ${subject} order by category, item`,
  ]);
  if (held.length === 0 && told.steps.length === 0)
    throw new Refused(
      `neither the vault nor the log knows ${subject}`,
      'is it the right data folder? --data FOLDER',
    );
  const streams = [...new Set(told.steps.map(({ recorded }) => recorded.stream))];
  const idsIn = (category: string) =>
    streams.flatMap((name) => (name.startsWith(`${category}-`) ? [name.slice(category.length + 1)] : []));
  return {
    ...{ subject, held, destroyed: dead[0]?.count ?? 0, fences },
    ...{
      orders: idsIn('order'),
      photos: idsIn('photo'),
      erasures: idsIn('erasure'),
      events: told.steps.length,
    },
    consents: standingIn(choicesIn(told)),
  };
}

export function shownText({
  subject,
  held,
  destroyed,
  fences,
  orders,
  photos,
  erasures,
  events,
  consents,
}: Shown) {
  const rows = held.map(({ category, item, expiresAt, hold, state, kid }) => [
    ...[category, item, endWords(expiresAt, state, hold), entryOf(category).onErasure, kid],
  ]);
  const list = (name: string, ids: readonly string[]) =>
    `${name.padEnd(10)} ${ids.length === 0 ? 'none' : ids.join('\n           ')}`;
  return [
    `Held about ${subject}. Nothing was opened.`,
    '',
    ...(rows.length === 0 ? ['nothing'] : [table(['category', 'of', 'ends', 'if erased', 'key'], rows)]),
    '',
    list('orders', orders),
    list('photos', photos),
    list('erasures', erasures),
    list(
      'consents',
      consents.flatMap(({ purpose, is }) => (is === 'allowed' ? [purpose] : [])),
    ),
    ...(fences.length === 0
      ? []
      : [
          list(
            'fenced',
            fences.map(({ category, item }) => [category, item].filter(Boolean).join(' ')),
          ),
        ]),
    `${'log'.padEnd(10)} ${many(events, 'event')}; ${many(destroyed, 'key')} destroyed so far`,
  ].join('\n');
}

function endWords(expiresAt: string, state: string, hold: boolean): string {
  if (state === 'destroying') return 'being destroyed';
  if (hold) return 'legal hold';
  if (expiresAt === noEnd) return 'with its consent';
  return `${expiresAt.slice(0, 10)}${expiresAt < clock() ? ', overdue' : ''}`;
}
