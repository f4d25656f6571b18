/** How often something was opened, by whom, for what: counted, without whose it was; for the auditor. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import { isOurs, type OpeningsEvent, openingsStream } from '../src/modules/privacy/openings.events.ts';

export type OpenedBy = 'staff' | 'themselves' | 'link' | 'lab' | 'shop';

export type OpeningsCountedRow = {
  readonly kind: string;
  readonly role: OpenedBy;
  readonly openedFor: string;
  readonly category: string;
  readonly times: number;
  readonly firstAt: string;
  readonly lastAt: string;
};

export const openingsCounted = projection<OpeningsCountedRow, OpeningsEvent>({
  name: 'openings_counted',
  version: 2,
  columns: {
    ...{ kind: 'text', role: 'text', openedFor: 'text', category: 'text', times: 'integer' },
    ...{ firstAt: 'timestamptz', lastAt: 'timestamptz' },
  },
  streams: [openingsStream],
  key: ({ by, openedFor, category }) => [roleOf(by), openedFor, category].join(' '),

  on: {
    DataOpened: (row, { by, openedFor, category }, { created }, kind) => ({
      ...{ kind, role: roleOf(by), openedFor, category, times: (row?.times ?? 0) + 1 },
      ...{ firstAt: row?.firstAt ?? created, lastAt: created },
    }),
  },
  forget: 'values',
});

/** What an actor's name begins with says who it is; whatever else acts is a process of the shop. */
function roleOf(by: string): OpenedBy {
  if (isOurs(by)) return 'staff';
  if (by.startsWith('session-')) return 'themselves';
  if (by.startsWith('holder-of')) return 'link';
  return by === 'print-lab' ? 'lab' : 'shop';
}

/** The most frequent first. */
export const countedOpenings = async (
  rows: Rows<OpeningsCountedRow>,
): Promise<readonly OpeningsCountedRow[]> => rows.all({ by: 'times', descending: true });
