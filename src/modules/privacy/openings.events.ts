/**
 * What may stand in `openings-<subject>.<hour>`, for ever: that something of a person was opened, for what and by
 * whom; once per category, purpose and actor in an hour, and never what it said.
 */
import { z } from 'zod';
import { type EventOf, event, SubjectRef, stream } from '../../personal-data/personal.ts';

const word = /^[a-z][a-z.-]{0,39}$/;

/** A process by its name, a session or a desk by its pseudonym. */
const ActorName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,79}$/)
  .brand<'ActorName'>();

/** A person of ours: at a desk, whose name begins with their role, or on the command line. Else it is a process. */
export const isOurs = (by: string): boolean =>
  /^(staff|auditor|ops|privacy-officer)-/.test(by) || by === 'command-line' || by === 'privacy-officer';

export const DataOpened = event('DataOpened', {
  person: z.object({ ref: SubjectRef }),
  category: z.string().regex(word).brand<'CategoryName'>(),
  openedFor: z.string().regex(word).brand<'PurposeName'>(),
  by: ActorName,
});

const events = [DataOpened] as const;
export const openingsStream = stream('openings', events);
export type OpeningsEvent = EventOf<typeof events>;
