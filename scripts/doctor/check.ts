/** One thing that is looked at: well, or what is wrong with it and what to do. */
import { CannotStart } from '../../src/embedded/cannot-start.ts';
import { Refused } from '../terminal/command.ts';

export type Checked = {
  readonly name: string;
  readonly is: 'well' | 'wrong';
  readonly says: string;
  /** What to do. */
  readonly hint: string | null;
};

export const well = (name: string, says: string): Checked => ({ name, is: 'well', says, hint: null });
export const wrong = (name: string, says: string, hint: string): Checked => ({
  name,
  is: 'wrong',
  says,
  hint,
});

/** An answer that takes longer is none. */
const patienceMs = 5000;

/** What throws, or does not answer in time, is wrong. @param hint for that case */
export async function look(
  name: string,
  hint: string,
  find: () => Promise<Checked | readonly Checked[]>,
  withinMs = patienceMs,
): Promise<readonly Checked[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${withinMs / 1000} s`)), withinMs);
  });
  try {
    return [await Promise.race([find(), late])].flat();
  } catch (error) {
    const told = error instanceof CannotStart || error instanceof Refused ? error.hint : hint;
    return [wrong(name, error instanceof Error ? error.message : String(error), told)];
  } finally {
    clearTimeout(timer);
  }
}
