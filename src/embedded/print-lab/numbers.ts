/** The lab's numbers: a prefix that names the kind, and digits. */
import { randomInt } from 'node:crypto';

const digits = 14;

export const numberOf = (prefix: string): string =>
  prefix + Array.from({ length: digits }, (_, at) => randomInt(at === 0 ? 1 : 0, 10)).join('');
