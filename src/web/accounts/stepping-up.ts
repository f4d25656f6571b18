/** What leaves the shop or changes who may come in asks for a proof of a moment ago (OWASP ASVS 5.0, 7.5). */
import type { Session } from '../session.ts';

const freshMs = 10 * 60_000;

export const isFresh = ({ clock }: { readonly clock: () => string }, { provedAt }: Session): boolean =>
  provedAt !== null && Date.parse(clock()) - Date.parse(provedAt) < freshMs;
