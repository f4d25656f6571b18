/** `/audit/openings` and `/audit/retention`: who opened what for what, and what is past its end. */
import { DataTable } from '../../components/data-table.tsx';
import { count, exactTime } from '../../components/format.ts';
import { PageHead } from '../../components/layout.tsx';
import { Note } from '../../components/notes.tsx';

export type OpeningsLine = {
  readonly key: string;
  readonly who: string;
  readonly what: string;
  readonly purpose: string;
  readonly basis: string;
  readonly times: number;
  readonly lastAt: string;
};

export const OpeningsPage = ({ lines }: { lines: readonly OpeningsLine[] }) => (
  <div class="wrap">
    <PageHead
      title="Openings"
      lede="Every time that something sealed was read, by whom and for what. What people of ours open is told before it opens; what the shop opens by itself is told once an hour for each person and purpose, within a minute."
    />
    <section class="panel">
      <DataTable
        caption="By role and purpose"
        rows={lines}
        keyOf={({ key }) => key}
        nothing="Nothing was opened yet."
        columns={[
          { name: 'By', cell: ({ who }) => who },
          { name: 'What', cell: ({ what }) => what },
          { name: 'For', cell: ({ purpose }) => purpose },
          { name: 'Legal basis', cell: ({ basis }) => basis },
          { name: 'Times', cell: ({ times }) => count(times), number: true },
          { name: 'Last', cell: ({ lastAt }) => exactTime(lastAt) },
        ]}
      />
    </section>
  </div>
);

export type RetentionLine = {
  readonly category: string;
  readonly period: string;
  readonly source: string;
  readonly due: number;
  readonly held: number;
};

type RetentionPageProps = {
  readonly lines: readonly RetentionLine[];
  readonly at: string;
  readonly due: number;
  /** The end that is longest past; ISO 8601. */
  readonly oldest: string | null;
};

export const RetentionPage = ({ lines, at, due, oldest }: RetentionPageProps) => (
  <div class="wrap">
    <PageHead
      title="Retention"
      lede="Each thing has an end, and its key dies then: within ten minutes, by the shop itself."
    />
    <div class="mb-5">
      <Note tone={due === 0 ? 'ok' : 'warn'}>
        <p>
          <strong>{due === 0 ? 'Nothing is past its end.' : `${count(due)} keys are past their end.`}</strong>{' '}
          As of {exactTime(at)}
          {oldest === null ? '.' : `; the oldest since ${exactTime(oldest)}.`}
        </p>
      </Note>
    </div>
    <section class="panel">
      <DataTable
        caption="By category"
        rows={lines}
        keyOf={({ category }) => category}
        nothing="The register is empty."
        columns={[
          { name: 'Category', cell: ({ category }) => category },
          { name: 'Kept', cell: ({ period }) => period },
          { name: 'Source', cell: ({ source }) => source },
          { name: 'Past its end', cell: ({ due: n }) => count(n), number: true },
          { name: 'Under a legal hold', cell: ({ held }) => count(held), number: true },
        ]}
      />
    </section>
  </div>
);
