/** How long each kind of thing took, and what that comes to. */

export type Stopwatch = <T>(what: string, work: () => Promise<T>, sinceMs?: number) => Promise<T>;

export type Figures = {
  readonly what: string;
  readonly count: number;
  readonly failed: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

/** Times in milliseconds. */
export function stopwatch() {
  const took = new Map<string, number[]>();
  const failures = new Map<string, number>();
  /** @param sinceMs when it should have begun: one that waited for another is late, and not fast */
  const watch: Stopwatch = async (what, work, sinceMs = performance.now()) => {
    try {
      const done = await work();
      took.set(what, [...(took.get(what) ?? []), performance.now() - sinceMs]);
      return done;
    } catch (error) {
      failures.set(what, (failures.get(what) ?? 0) + 1);
      throw error;
    }
  };
  return {
    watch,
    figures: (): readonly Figures[] =>
      [...new Set([...took.keys(), ...failures.keys()])].map((what) => ({
        what,
        ...figuresOf(took.get(what) ?? []),
        failed: failures.get(what) ?? 0,
      })),
  };
}

export function figuresOf(times: readonly number[]): Omit<Figures, 'what' | 'failed'> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0) * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
