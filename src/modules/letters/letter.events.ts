/** What may stand in `letter-…`, for ever: that a letter left, once; never to whom, or what it said. */
import { z } from 'zod';
import { type EventOf, event, SubjectRef, stream } from '../../personal-data/personal.ts';

export const LetterId = z.uuid().brand<'LetterId'>();
export type LetterId = z.output<typeof LetterId>;

export const Template = z.enum([
  'order-confirmed',
  'order-shipped',
  'refunded',
  'erasure-begun',
  'copy-ready',
  'request-received',
  'request-extended',
  'request-answered',
  'photo-erased',
  'policy-changed',
  'sign-in-link',
  'address-link',
  'conversation-opened',
  'conversation-answered',
]);
export type Template = z.output<typeof Template>;

/** `person`: whom it went to, by ref alone, so that their history can tell of it. */
const person = z.object({ ref: SubjectRef });

export const LetterSent = event('LetterSent', { letterId: LetterId, template: Template, person });
export const LetterNotSent = event('LetterNotSent', {
  letterId: LetterId,
  template: Template,
  person,
  because: z.enum(['address-refused', 'erased', 'expired', 'restricted', 'withheld']),
});

const events = [LetterSent, LetterNotSent] as const;
export const letterStream = stream('letter', events);
export type LetterEvent = EventOf<typeof events>;
