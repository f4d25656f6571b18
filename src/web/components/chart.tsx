/** Charts as inline SVG, in percent and pixels, so that their text keeps its size; each has its table below. */
import { count } from './format.ts';

/** `look` is one of three colours of the house. */
export type Series = {
  readonly name: string;
  readonly look: 'a' | 'b' | 'c';
  readonly values: readonly number[];
};

type StackedProps = {
  readonly id: string;
  readonly title: string;
  /** What somebody hears who does not see it. */
  readonly says: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
};

const height = 210;
const foot = 22;

/** Bars by week or day, one on top of the other. */
export function StackedBars({ id, title, says, labels, series }: StackedProps) {
  const top = Math.max(1, ...labels.map((_, i) => sum(series.map(({ values }) => values[i] ?? 0))));
  const nothing = series.every(({ values }) => values.every((value) => value === 0));
  return (
    <figure class="panel chart">
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      {nothing ? (
        <p class="soft">Nothing happened in this period.</p>
      ) : (
        <svg height={height} role="img" aria-labelledby={`${id}-t ${id}-d`}>
          <title id={`${id}-t`}>{title}</title>
          <desc id={`${id}-d`}>{says}</desc>
          <Grid top={top} />
          {labels.map((label, i) => (
            <Bar key={label} at={i} of={labels.length} label={label} series={series} top={top} />
          ))}
        </svg>
      )}
      <ul class="key">
        {series.map(({ name, look }) => (
          <li key={name} class={`key-${look}`}>
            <i />
            {name}
          </li>
        ))}
      </ul>
      <AsTable labels={labels} series={series} />
    </figure>
  );
}

const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
const share = (n: number): string => `${Math.round(n * 100) / 100}%`;
const drawn = ((height - foot) / height) * 100 * 0.92;
const base = ((height - foot) / height) * 100;
const y = (value: number, top: number): number => base - (value / top) * drawn;

/** One line at the top and one half-way, each with its number. */
const Grid = ({ top }: { top: number }) => (
  <>
    <line class="ax" x1="0" x2="100%" y1={share(base)} y2={share(base)} />
    {[Math.ceil(top / 2), top].map((value) => (
      <g key={value}>
        <line class="g" x1="0" x2="100%" y1={share(y(value, top))} y2={share(y(value, top))} />
        <text x="0" y={share(y(value, top))} dy="-4">
          {count(value)}
        </text>
      </g>
    ))}
  </>
);

type BarProps = { at: number; of: number; label: string; series: readonly Series[]; top: number };

function Bar({ at, of, label, series, top }: BarProps) {
  const step = 92 / of;
  const left = 7 + at * step;
  const every = Math.ceil(of / 4);
  return (
    <>
      {series.map(({ name, look, values }, i) => {
        const below = sum(series.slice(0, i).map((one) => one.values[at] ?? 0));
        const value = values[at] ?? 0;
        return (
          <rect
            key={name}
            class={look}
            x={share(left)}
            width={share(step * 0.62)}
            y={share(y(below + value, top))}
            height={share((value / top) * drawn)}
          />
        );
      })}
      {at % every === 0 ? (
        <text x={share(left + step * 0.31)} y="100%" dy="-4" text-anchor="middle">
          {label}
        </text>
      ) : null}
    </>
  );
}

const AsTable = ({ labels, series }: Pick<StackedProps, 'labels' | 'series'>) => (
  <details class="xs">
    <summary>As a table</summary>
    <table class="table mt-2">
      <thead>
        <tr>
          <th scope="col">When</th>
          {series.map(({ name }) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {labels.map((label, i) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {series.map(({ name, values }) => (
              <td key={name}>{count(values[i] ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);
