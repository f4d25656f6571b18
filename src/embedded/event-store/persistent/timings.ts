/** How long a consumer takes to answer: the extra statistics of a persistent subscription. */

export type Measurement = { readonly key: string; readonly value: bigint };

export type Timings = {
  start(id: string): void;
  end(id: string): void;
  /** In milliseconds, over the newest answers; none before the first. */
  measurements(): readonly Measurement[];
};

const remembered = 1_000;

export const timings = (): Timings => {
  const started = new Map<string, number>();
  const took: number[] = [];
  return {
    start: (id) => void started.set(id, performance.now()),
    end: (id) => {
      const from = started.get(id);
      if (from === undefined) return;
      started.delete(id);
      took.push(Math.floor(performance.now() - from));
      if (took.length > remembered) took.shift();
    },
    measurements: () => (took.length === 0 ? [] : measurementsOf(took.toSorted((a, b) => a - b))),
  };
};

const percentiles = [90, 95, 99, 99.5, 99.9];

const measurementsOf = (sorted: readonly number[]): readonly Measurement[] => {
  const at = (percent: number) =>
    sorted[Math.min(Math.floor((percent / 100) * sorted.length), sorted.length - 1)] ?? 0;
  const mean = Math.floor(sorted.reduce((sum, each) => sum + each, 0) / sorted.length);
  const quintiles = [1, 2, 3, 4, 5].map(
    (quintile) => [`Quintile ${quintile}`, at((quintile - 1) * 20)] as const,
  );
  const named: readonly (readonly [string, number])[] = [
    ['Mean', mean],
    ['Median', sorted[sorted.length >> 1] ?? 0],
    ['Fastest', at(0)],
    ...quintiles,
    ...percentiles.map((percent) => [`${percent}%`, at(percent)] as const),
    ['Highest', at(100)],
  ];
  return named.map(([key, value]) => ({ key, value: BigInt(value) }));
};
