/** Waiting for what comes in its own time, and for what a promise fails with. */

const longestMs = 30_000;

/** Until there is something to see; how long that takes is nobody's promise. @returns what was seen */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what = 'it',
): Promise<T> {
  const late = performance.now() + longestMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > late) throw new Error(`${what} did not come about`);
    await Bun.sleep(5);
  }
}

/** What a promise fails with. (`expect(…).rejects` turns the loop by itself, and a server in a thread stands still.) */
export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (cause: unknown) => cause,
  );
