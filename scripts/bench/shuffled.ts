/** An order that nothing can be read from: a sort by a die that forgets what it said prefers some orders. */
import { randomInt } from 'node:crypto';

/** Fisher and Yates: every order as likely as any other. @param below a whole number from 0, less than what it is given */
export function shuffled<T>(all: readonly T[], below: (end: number) => number = randomInt): readonly T[] {
  const left = [...all];
  return all.flatMap(() => left.splice(below(left.length), 1));
}
