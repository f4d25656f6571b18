/** What may stand in `consent-<subject>`, for ever: what one person allowed and withdrew. */
import { z } from 'zod';
import { type EventOf, event, personal, stream, subject } from '../../personal-data/personal.ts';

/** The purposes whose basis is consent (GDPR Art. 6(1)(a)). */
export const Consentable = z.enum(['portrait.gallery', 'marketing.email', 'abuse.device']);
export type Consentable = z.output<typeof Consentable>;

/** Of the words that were shown, in hexadecimal. */
export const TextHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'TextHash'>();

export const Person = subject({ evidence: personal('consent.evidence') });

export const ConsentGiven = event('ConsentGiven', {
  person: Person,
  purposes: z.array(Consentable).min(1).readonly(),
  textSha256: TextHash,
});
export const ConsentWithdrawn = event('ConsentWithdrawn', {
  person: Person,
  purposes: z.array(Consentable).min(1).readonly(),
});

const events = [ConsentGiven, ConsentWithdrawn] as const;
export const consentStream = stream('consent', events);
export type ConsentEvent = EventOf<typeof events>;
