/** Who opened what of a person, for what: for the processing history on the privacy page. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { type OpeningsEvent, openingsStream } from '../src/modules/privacy/openings.events.ts';
import type { SubjectRef } from '../src/personal-data/personal.ts';

export type OpeningRow = {
  readonly openingId: string;
  readonly subject: SubjectRef;
  readonly category: string;
  readonly openedFor: string;
  readonly by: string;
  readonly at: string;
};

export const openingsByPerson = projection<OpeningRow, OpeningsEvent>({
  name: 'openings',
  version: 1,
  columns: {
    openingId: 'text',
    subject: 'uuid',
    category: 'text',
    openedFor: 'text',
    by: 'text',
    at: 'timestamptz',
  },
  streams: [openingsStream],
  key: ({ person, category, openedFor, by }) => [person.ref, category, openedFor, by].join(' '),

  on: {
    DataOpened: (_, { person, category, openedFor, by }, { created }, openingId) => ({
      ...{ openingId, subject: person.ref, category, openedFor, by, at: created },
    }),
  },
  forget: 'row',
});

export const openingsOf = (rows: Rows<OpeningRow>, subject: SubjectRef): Promise<readonly OpeningRow[]> =>
  rows.where('subject', subject, { by: 'at', descending: true, limit: 100 });
