/** What more than one desk shows: a search, a choice of views, older and newer, a history. */
import { Submit } from '../components/form.tsx';
import { exactClock, exactTime, shortDate } from '../components/format.ts';
import type { Link } from '../components/shapes.ts';

/** Posted, since it may be an e-mail address. */
export const Search = ({ query = '' }: { query?: string | undefined }) => (
  <search>
    <form class="search" method="post" action="/staff/orders">
      <label class="vh" for="q">
        Exact order number or e-mail address
      </label>
      <input
        class="input"
        id="q"
        name="q"
        value={query}
        required
        maxLength={254}
        placeholder="Order number or e-mail"
        autocomplete="off"
      />
      <Submit kind="quiet" small icon="search">
        <span class="vh">Search</span>
      </Submit>
    </form>
  </search>
);

type ViewsProps = { readonly of: readonly (Link & { readonly here: boolean })[]; readonly label: string };

export const Views = ({ of, label }: ViewsProps) => (
  <nav class="row gap-4 mb-4" aria-label={label}>
    {of.map(({ label: name, href, here }) => (
      <a key={href} href={href} aria-current={here ? 'page' : undefined} class={here ? 'ink' : undefined}>
        {here ? <strong>{name}</strong> : name}
      </a>
    ))}
  </nav>
);

type PagesProps = { readonly newer?: string | undefined; readonly older?: string | undefined };

export const Pages = ({ newer, older }: PagesProps) =>
  newer === undefined && older === undefined ? null : (
    <p class="row gap-4 mt-4">
      {newer === undefined ? null : <a href={newer}>Before these</a>}
      {older === undefined ? null : <a href={older}>After these</a>}
    </p>
  );

/** One event of a history, for somebody who checks: the sentence, and below it what proves it. */
export type Event = {
  readonly key: string;
  readonly at: string;
  readonly says: string;
  readonly note: string;
};

export const History = ({ of }: { of: readonly Event[] }) => (
  <ol class="log">
    {of.map(({ key, at, says, note }) => (
      <li key={key}>
        <time dateTime={at} title={exactTime(at)}>
          {shortDate(at)}
          <br />
          {exactClock(at)}
        </time>
        <span>
          {says}
          <small>{note}</small>
        </span>
      </li>
    ))}
  </ol>
);
