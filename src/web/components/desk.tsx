/** Parts of the desks: dense, quiet, and clear about what a role cannot do. */
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { Mark } from './layout.tsx';
import type { Link } from './shapes.ts';

export type DeskBarProps = {
  /** "Auditor". */
  readonly role: string;
  /** Who, how signed in, and what the role cannot do: "sample.auditor · reads history, opens nothing". */
  readonly who: string;
  readonly nav: readonly Link[];
  readonly path: string;
};

export const DeskBar = ({ role, who, nav, path }: DeskBarProps) => (
  <header class="desk-bar">
    <div class="wrap">
      <Mark />
      <nav aria-label={role}>
        {nav.map(({ label, href }) => (
          <a key={href} href={href} aria-current={href === path ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <div class="who">
        <span>
          {role}: {who}
        </span>
        <form method="post" action="/sign-out">
          <button class="textbtn" type="submit">
            Sign out
          </button>
        </form>
      </div>
    </div>
  </header>
);

/** One word for a value that is not shown; opening it is a post with a purpose, never a hover. */
export const Sealed = ({ children = 'sealed' }: { children?: ComponentChildren }) => (
  <span class="sealed">
    <Icon name="lock" />
    {children}
  </span>
);

export type Figure = { readonly name: string; readonly value: string; readonly note: string };

export const Figures = ({ of }: { of: readonly Figure[] }) => (
  <dl class="figures mb-5">
    {of.map(({ name, value, note }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
        <dd>{note}</dd>
      </div>
    ))}
  </dl>
);

type DueProps = { readonly says: string; readonly spent: number; readonly label: string };

/** How much of a period is spent, in percent. */
export const Due = ({ says, spent, label }: DueProps) => (
  <span class={spent >= 100 ? 'due due--over' : spent >= 60 ? 'due due--soon' : 'due'}>
    <span>{says}</span>
    <progress value={Math.min(100, spent)} max={100} aria-label={label} />
  </span>
);

type PhasesProps = { readonly of: readonly string[]; readonly at: number; readonly label: string };

export const Phases = ({ of, at, label }: PhasesProps) => (
  <ol class="phases" aria-label={label}>
    {of.map((name, i) => (
      <li key={name} class={i < at ? 'is-done' : undefined} aria-current={i === at ? 'step' : undefined}>
        {name}
      </li>
    ))}
  </ol>
);
