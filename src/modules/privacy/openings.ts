/** The openings of one person's data in one hour: each kind is written down once. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf } from '../../personal-data/personal.ts';
import { type DataOpened, type OpeningsEvent, openingsStream } from './openings.events.ts';

type Opened = FactsOf<typeof DataOpened>;
export type OpeningsCommand = Command<'RecordOpening', Opened>;
export type Openings = { readonly told: readonly string[] };
export type OpeningsRefusal = 'opening-already-told';

export const openings = decider<Openings, OpeningsCommand, OpeningsEvent, OpeningsRefusal>(openingsStream, {
  initialState: { told: [] },
  decide: {
    RecordOpening: (opened, { told }) =>
      told.includes(kindOf(opened)) ? refused('opening-already-told') : [{ type: 'DataOpened', ...opened }],
  },
  evolve: { DataOpened: ({ told }, opened) => ({ told: [...told, kindOf(opened)] }) },
});

const kindOf = ({ category, openedFor, by }: Omit<Opened, 'person'>): string =>
  `${category} ${openedFor} ${by}`;
