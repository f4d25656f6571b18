/** `/audit/erasures` and one of them: when, how much, and whether its receipt is genuine. */
import { DataTable } from '../../components/data-table.tsx';
import { exactTime, moment, shortDate } from '../../components/format.ts';
import { PageHead } from '../../components/layout.tsx';
import { Note, Status, type Tone } from '../../components/notes.tsx';
import { type Event, History } from '../parts.tsx';

export type ErasureEntry = {
  readonly number: string;
  readonly href: string;
  readonly acceptedAt: string;
  readonly scope: string;
  readonly keys: string;
  readonly companies: string;
  readonly state: string;
  readonly tone: Tone;
};

type TableProps = { readonly caption: string; readonly erasures: readonly ErasureEntry[] };

export const ErasuresTable = ({ caption, erasures }: TableProps) => (
  <DataTable
    caption={caption}
    rows={erasures}
    keyOf={({ number }) => number}
    nothing="Nobody has asked yet."
    columns={[
      { name: 'Erasure', cell: ({ number, href }) => <a href={href}>{number}</a> },
      { name: 'Accepted', cell: ({ acceptedAt }) => moment(acceptedAt) },
      { name: 'Scope', cell: ({ scope }) => scope },
      { name: 'Keys', cell: ({ keys }) => keys },
      { name: 'Companies', cell: ({ companies }) => companies },
      { name: 'State', cell: ({ state, tone }) => <Status tone={tone}>{state}</Status> },
    ]}
  />
);

export const ErasuresPage = ({ erasures }: Pick<TableProps, 'erasures'>) => (
  <div class="wrap">
    <PageHead title="Erasures" lede="Newest first. A receipt names nobody, and can be checked without us." />
    <section class="panel">
      <ErasuresTable caption="All erasures" erasures={erasures} />
    </section>
  </div>
);

export type ErasurePageProps = {
  readonly entry: ErasureEntry;
  readonly told: readonly {
    readonly company: string;
    readonly answer: string;
    readonly until: string | null;
  }[];
  readonly fates: readonly {
    readonly what: string;
    readonly count: number;
    readonly fate: string;
    readonly until: string | null;
  }[];
  readonly tried: string;
  readonly receipt:
    | { readonly is: 'none' }
    | { readonly is: 'genuine' | 'not-genuine'; readonly text: string; readonly at: string };
  readonly history: readonly Event[];
};

export const ErasurePage = ({ entry, told, fates, tried, receipt, history }: ErasurePageProps) => (
  <div class="wrap">
    <div class="page-head">
      <h1 class="row gap-3">
        Erasure {entry.number} <Status tone={entry.tone}>{entry.state}</Status>
      </h1>
    </div>
    <Genuine receipt={receipt} />
    <div class="cols cols--2">
      <section class="panel">
        <DataTable
          caption="What became of what was held"
          rows={fates}
          keyOf={({ what, fate }) => `${what}${fate}`}
          nothing="Nothing was held."
          columns={[
            { name: 'What', cell: ({ what }) => what },
            { name: 'How many', cell: ({ count }) => count, number: true },
            { name: 'Fate', cell: ({ fate }) => fate },
            { name: 'Until', cell: ({ until }) => (until === null ? '–' : shortDate(until)) },
          ]}
        />
        <p class="soft mt-4">
          {entry.keys}. {tried}
        </p>
      </section>
      <section class="panel">
        <DataTable
          caption="Companies that were told"
          rows={told}
          keyOf={({ company }) => company}
          nothing="Nobody else had received anything."
          columns={[
            { name: 'Company', cell: ({ company }) => company },
            { name: 'Answer', cell: ({ answer }) => answer },
            { name: 'Ends', cell: ({ until }) => (until === null ? '–' : shortDate(until)) },
          ]}
        />
      </section>
    </div>
    <section class="panel mt-5">
      <h2>History</h2>
      <p>Every line is an event of this erasure, from the log.</p>
      <History of={history} />
    </section>
  </div>
);

const Genuine = ({ receipt }: Pick<ErasurePageProps, 'receipt'>) => {
  if (receipt.is === 'none')
    return (
      <div class="mb-5">
        <Note tone="warn">
          <p>There is no receipt yet: one is signed when everything was read back and nothing opened.</p>
        </Note>
      </div>
    );
  const isGenuine = receipt.is === 'genuine';
  return (
    <div class="mb-5">
      <Note tone={isGenuine ? 'ok' : 'bad'} icon="chain">
        <p>
          <strong>{isGenuine ? 'The receipt is genuine.' : 'The receipt is not genuine.'}</strong> Signed{' '}
          {exactTime(receipt.at)}; checked just now against the shop’s public keys.
        </p>
        <details class="mt-3">
          <summary>The receipt itself, to check it elsewhere</summary>
          <p class="mono soft mt-3">{receipt.text}</p>
          <p class="xs soft mt-2">
            Keep it in receipt.jws; <code>bun run audit verify-receipt receipt.jws --keys jwks.json</code>{' '}
            checks it without us.
          </p>
        </details>
      </Note>
    </div>
  );
};
