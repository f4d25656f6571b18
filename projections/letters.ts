/** Which letters went to somebody: for the history of who received what. */
import type { Sql } from '../src/eventsourcing/database.ts';
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type LetterEvent, type LetterId, letterStream } from '../src/modules/letters/letter.events.ts';
import type { SubjectRef } from '../src/personal-data/personal.ts';

export type LetterRow = {
  readonly letterId: LetterId;
  readonly subject: SubjectRef;
  readonly template: string;
  readonly status: 'sent' | 'not-sent';
  readonly at: string;
};

export const letters = projection<LetterRow, LetterEvent>({
  name: 'letters',
  version: 1,
  columns: { letterId: 'uuid', subject: 'uuid', template: 'text', status: 'text', at: 'timestamptz' },
  streams: [letterStream],
  key: ({ letterId }) => letterId,

  on: {
    LetterSent: (_, { letterId, person, template }, { created }) => ({
      ...{ letterId, subject: person.ref, template, status: 'sent', at: created },
    }),
    LetterNotSent: (_, { letterId, person, template }, { created }) => ({
      ...{ letterId, subject: person.ref, template, status: 'not-sent', at: created },
    }),
  },
  forget: 'row',
});

export const lettersTo = (rows: Rows<LetterRow>, subject: SubjectRef): Promise<readonly LetterRow[]> =>
  rows.where('subject', subject, { by: 'at', descending: true, limit: 100 });

export type LettersCounted = {
  readonly template: string;
  readonly sent: number;
  readonly notSent: number;
  readonly lastAt: string;
};

/** How many of each kind went out, and how many did not. */
export const lettersCounted = async (sql: Sql): Promise<readonly LettersCounted[]> =>
  sql<LettersCounted[]>`
    select template, (count(*) filter (where status = 'sent'))::int as sent,
      (count(*) filter (where status = 'not-sent'))::int as "notSent", max(at) as "lastAt"
    from live.letters group by template order by template`;
