/** Where an order stands: axes side by side, never one word for all of them; and what happened, newest first. */
import { moment } from './format.ts';
import type { Axis, LogEntry } from './shapes.ts';

export const Axes = ({ of }: { of: readonly Axis[] }) => (
  <section class="axes" aria-label="Where things stand">
    {of.map((axis) => (
      <div class="axis" key={axis.name}>
        <div>
          <h3>{axis.name}</h3>
          <p>{axis.sentence}</p>
        </div>
        <ol class="track">
          {axis.steps.map((step, i) => (
            <li
              key={step.label}
              class={classOf(axis, i)}
              aria-current={step.state === 'now' || step.state === 'trouble' ? 'step' : undefined}
            >
              <span>{step.label}</span>
              {step.at === undefined ? null : <When at={step.at} />}
            </li>
          ))}
        </ol>
      </div>
    ))}
  </section>
);

/** A phone shows the words of one stop: the present one, or else the last that was reached, or the first. */
function classOf({ steps }: Axis, i: number): string | undefined {
  const present = steps.some(({ state }) => state === 'now' || state === 'trouble');
  const reached = steps.findLastIndex(({ state }) => state === 'done' || state === 'cancelled');
  const told = !present && i === Math.max(0, reached);
  const state = steps[i]?.state;
  return (
    [told && 'is-told', state !== 'now' && state !== 'next' && `is-${state}`].filter(Boolean).join(' ') ||
    undefined
  );
}

/** A time, or the words of an expectation. */
const When = ({ at }: { at: string }) =>
  /^\d{4}-/.test(at) ? <time dateTime={at}>{moment(at)}</time> : <time>{at}</time>;

export const Log = ({ of }: { of: readonly LogEntry[] }) => (
  <ol class="log">
    {of.map(({ at, says, note }) => (
      <li key={`${at}${says}`}>
        <time dateTime={at}>{moment(at)}</time>
        <span>
          {says}
          {note === undefined ? null : <small>{note}</small>}
        </span>
      </li>
    ))}
  </ol>
);
