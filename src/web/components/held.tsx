/** What is held about a person, row by row; what would become of it; what is allowed. */
import type { ComponentChildren } from 'preact';
import { counted, shortDate } from './format.ts';
import { Note } from './notes.tsx';
import type { FateRow, HeldRow } from './shapes.ts';

export const HeldTable = ({ rows }: { rows: readonly HeldRow[] }) => (
  <table class="table table--cards">
    <caption class="vh">Everything held about you, with reason, legal basis, end date and recipients</caption>
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col">Why</th>
        <th scope="col">Legal basis</th>
        <th scope="col">Until</th>
        <th scope="col">Also has it</th>
        <th scope="col">
          <span class="vh">Action</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Held key={row.what} row={row} />
      ))}
    </tbody>
  </table>
);

const Held = ({ row }: { row: HeldRow }) => (
  <tr>
    <th scope="row">
      {row.what}
      <small class="sub">{row.value}</small>
    </th>
    <td data-th="Why">{row.why}</td>
    <td data-th="Legal basis">
      <span>
        {row.basis}
        <small class="nowrap">{row.article}</small>
      </span>
    </td>
    <td data-th="Until">
      <span>
        {row.until === null ? row.rule : shortDate(row.until)}
        {row.until === null ? null : <small>{row.rule}</small>}
      </span>
    </td>
    <td data-th="Also has it">
      <span>{row.alsoHas.length === 0 ? 'Nobody else' : <Recipients of={row.alsoHas} />}</span>
    </td>
    <td>
      {row.act === undefined ? null : (
        <a href={row.act.href} aria-label={`${row.act.label}: ${row.what}`}>
          {row.act.label}
        </a>
      )}
    </td>
  </tr>
);

const Recipients = ({ of }: { of: HeldRow['alsoHas'] }) => (
  <>
    {of.map(({ name, until }) => (
      <span class="d-block" key={name}>
        {name}
        {until === undefined ? null : <small>until {shortDate(until)}</small>}
      </span>
    ))}
  </>
);

const lists = [
  { title: 'At once', look: 'now', has: ['now'] },
  { title: 'Later', look: 'later', has: ['event', 'date'] },
  { title: 'Kept, sealed', look: 'kept', has: ['kept'] },
] as const;

/** An erasure in three lists: at once, later, kept; counted, so that nothing is overlooked. */
export const Fates = ({ rows }: { rows: readonly FateRow[] }) => (
  <div class="fates">
    {lists.map(({ title, look, has }) => {
      const here = rows.filter(({ when }) => has.some((one) => one === when));
      return (
        <section class={`fate fate--${look}`} key={look}>
          <h3>
            {title} <small>{counted(here.length, 'thing')}</small>
          </h3>
          <ul>
            {here.map((row) => (
              <li key={row.what}>
                {row.what}
                <small>{noteOf(row)}</small>
              </li>
            ))}
          </ul>
        </section>
      );
    })}
  </div>
);

/** "Tax law, until 31 Dec 2036. Restricted: nobody uses it." */
const noteOf = ({ note, law, until }: FateRow): string => {
  const period = [law, until === undefined ? undefined : `until ${shortDate(until)}`]
    .filter(Boolean)
    .join(', ');
  return [period, note].filter(Boolean).join('. ');
};

export type ConsentChoice = {
  /** The purpose's name in the register: the value that is posted. */
  readonly purpose: string;
  readonly name: string;
  /** The words that are shown, and kept as evidence of what was seen. */
  readonly says: string;
  readonly on: boolean;
  /** When it was switched on, or off again; nobody was asked without it. */
  readonly since?: string | undefined;
  /** The browser says no by itself (Global Privacy Control), so it is off. */
  readonly gpc?: boolean | undefined;
  /** It was on, and what it is for has changed since: it counts for nothing until it is said again. */
  readonly askedAgain?: boolean | undefined;
};

/** A switch that is a button: one tap posts the other state, and it says the state it is in. */
export const ConsentSwitch = ({ choice, to }: { choice: ConsentChoice; to: string }) => (
  <form class="consent" method="post" action={to}>
    <b id={`c-${choice.purpose}`}>{choice.name}</b>
    <input type="hidden" name="purpose" value={choice.purpose} />
    <button
      class="switch"
      type="submit"
      role="switch"
      name="allow"
      value={choice.on ? 'no' : 'yes'}
      aria-checked={choice.on}
      aria-labelledby={`c-${choice.purpose}`}
    />
    <p>{choice.says}</p>
    <span class="state">{choice.on ? 'On' : 'Off'}</span>
    <small>{historyOf(choice)}</small>
  </form>
);

function historyOf({ on, since, gpc = false, askedAgain = false }: ConsentChoice): string {
  if (askedAgain) return 'You allowed this before its purpose changed. It is off until you allow it anew.';
  if (!on && gpc) return 'Your browser sends Global Privacy Control. We read that as no.';
  if (since === undefined) return 'Never asked';
  return on ? `Since ${shortDate(since)}` : `Withdrawn on ${shortDate(since)}`;
}

/** What has just been saved: said in the page, and read aloud. */
export const Saved = ({ children }: { children: ComponentChildren }) => (
  <div class="mb-5">
    <Note tone="ok" live>
      <p>{children}</p>
    </Note>
  </div>
);
