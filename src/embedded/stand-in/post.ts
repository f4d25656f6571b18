/** How a stand-in calls the shop: one try, within a time, and what came of it in a word. */

const answerMaxMs = 10_000;

/** @returns the status, as `200`, or why there was none */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  stopped: AbortSignal,
): Promise<string> {
  try {
    const signal = either(stopped, answerMaxMs);
    const response = await fetch(url, { method: 'POST', redirect: 'manual', headers, body, signal });
    await response.body?.cancel();
    return String(response.status);
  } catch (error) {
    return error instanceof Error ? `no answer: ${error.name}` : 'no answer';
  }
}

export const taken = (result: string): boolean => /^2\d\d$/.test(result);

/** At the stop, or after so long. */
export const either = (stopped: AbortSignal, ms: number): AbortSignal =>
  AbortSignal['any']([stopped, AbortSignal.timeout(ms)]); // in brackets: the bare word means the type, in this house
