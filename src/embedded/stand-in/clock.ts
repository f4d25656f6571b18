/** Time and chance for the stand-ins, in one place: a test gives them a clock of its own. */
import { randomBytes } from 'node:crypto';

/** Milliseconds since 1970, UTC. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

export const isoOf = (ms: number): string => new Date(ms).toISOString();

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id nobody guesses. A byte modulo 62 is a little uneven, which 24 characters more than make up for. */
export const idOf = (prefix: string, length = 24): string =>
  prefix + [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
