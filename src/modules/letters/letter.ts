/** The life of a letter: it leaves once, or is given up once. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { FactsOf } from '../../personal-data/personal.ts';
import { type LetterEvent, type LetterNotSent, type LetterSent, letterStream } from './letter.events.ts';

export type LetterCommand =
  | Command<'RecordSending', FactsOf<typeof LetterSent>>
  | Command<'RecordNotSending', FactsOf<typeof LetterNotSent>>;

export type Letter = { readonly status: 'none' | 'sent' | 'not-sent' };
export type LetterRefusal = 'letter-already-done';

export const letter = decider<Letter, LetterCommand, LetterEvent, LetterRefusal>(letterStream, {
  initialState: { status: 'none' },
  decide: {
    RecordSending: (sent, { status }) =>
      status === 'none' ? [{ type: 'LetterSent', ...sent }] : refused('letter-already-done'),
    RecordNotSending: (given, { status }) =>
      status === 'none' ? [{ type: 'LetterNotSent', ...given }] : refused('letter-already-done'),
  },
  evolve: {
    LetterSent: () => ({ status: 'sent' }),
    LetterNotSent: () => ({ status: 'not-sent' }),
  },
});
