/** Ends that come from several sides. */

/**
 * Runs work that ends with the first of these signals, and lets go of them afterwards: they live longer, and each
 * would remember every piece of work for as long.
 */
export async function untilAny<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = anyOf(signals);
  try {
    return await work(either.signal);
  } finally {
    either.forget();
  }
}

/** The same for what is not one call. */
export function anyOf(signals: readonly AbortSignal[]): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of signals) {
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
  }
  return {
    signal: controller.signal,
    forget() {
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
}
