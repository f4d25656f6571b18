/** Which letters went to somebody: for the history of who received what. */
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
