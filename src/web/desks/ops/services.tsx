/** `/ops/services` and `/ops/keys`. Counts and dates alone: no name of a key, nothing that opens anything. */
import type { LettersCounted } from '../../../../projections/letters.ts';
import type { KeyStatus } from '../../../personal-data/key-status.ts';
import { DataTable } from '../../components/data-table.tsx';
import { type Figure, Figures } from '../../components/desk.tsx';
import { count, exactTime, proofTime, shortDate } from '../../components/format.ts';
import { PageHead } from '../../components/layout.tsx';
import { Note, Status } from '../../components/notes.tsx';
import type { Service } from '../ports.ts';

type ServicesPageProps = {
  readonly stores: readonly { readonly name: string; readonly isUp: boolean }[];
  readonly companies: readonly Service[];
  readonly letters: readonly LettersCounted[];
};

const IsUp = ({ isUp }: { isUp: boolean }) =>
  isUp ? <Status tone="ok">Answers</Status> : <Status tone="bad">Does not answer</Status>;

export const ServicesPage = ({ stores, companies, letters }: ServicesPageProps) => (
  <div class="wrap">
    <PageHead
      title="Services"
      lede="What the shop cannot do without, and the companies that work for it. What waits for one is tried again by itself."
    />
    <div class="cols cols--2">
      <section class="panel">
        <DataTable
          caption="Stores"
          rows={stores}
          keyOf={({ name }) => name}
          nothing="None."
          columns={[
            { name: 'Store', cell: ({ name }) => name },
            { name: 'State', cell: IsUp },
          ]}
        />
      </section>
      <section class="panel">
        <DataTable
          caption="Companies"
          rows={companies}
          keyOf={({ name }) => name}
          nothing="None."
          columns={[
            { name: 'Company', cell: ({ name }) => name },
            { name: 'Where', cell: ({ where }) => <span class="mono">{where}</span> },
            { name: 'Kind', cell: ({ simulated }) => (simulated ? 'simulated' : 'real') },
            { name: 'State', cell: IsUp },
          ]}
        />
      </section>
    </div>
    <section class="panel mt-5">
      <DataTable
        caption="Mail, by kind of letter"
        rows={letters}
        keyOf={({ template }) => template}
        nothing="No letter was sent yet."
        columns={[
          { name: 'Letter', cell: ({ template }) => template.replaceAll('-', ' ') },
          { name: 'Sent', cell: ({ sent }) => count(sent), number: true },
          { name: 'Not sent', cell: ({ notSent }) => count(notSent), number: true },
          { name: 'Last', cell: ({ lastAt }) => exactTime(lastAt) },
        ]}
      />
    </section>
  </div>
);

type KeysPageProps = KeyStatus & { readonly backupsEnd: string | null };

export const KeysPage = (props: KeysPageProps) => (
  <div class="wrap">
    <PageHead
      title="Keys"
      lede="Counted, never shown. When a key is destroyed, what it sealed is unreadable."
    />
    {props.isLate ? <Late /> : null}
    <Figures of={figuresOf(props)} />
    <div class="cols cols--2">
      <section class="panel">
        <States {...props} />
      </section>
      <section class="panel">
        <Versions {...props} />
      </section>
    </div>
    <section class="panel mt-5">
      <h2>Backups</h2>
      <p class="measure">
        {props.backupsEnd === null
          ? 'There is nothing to back up yet.'
          : `Every copy of the vault that exists now is unreadable from ${shortDate(props.backupsEnd)} on at the latest: make one after each rotation.`}{' '}
        The shop keeps no list of its backups, since they must lie elsewhere: their age stands in their
        folders.
      </p>
    </section>
  </div>
);

const Late = () => (
  <div class="mb-5">
    <Note tone="bad">
      <p>
        <strong>Something is past its end by more than an hour.</strong> The retention does not run: look at
        Jobs, or run it by hand with <code>bun run retention run</code>.
      </p>
    </Note>
  </div>
);

const States = ({ states }: KeyStatus) => (
  <DataTable
    caption="Keys that seal"
    rows={states}
    keyOf={({ state }) => state}
    nothing="No key yet: the first is made with the first fact."
    columns={[
      { name: 'State', cell: ({ state }) => state },
      { name: 'Keys', cell: ({ count: n }) => count(n), number: true },
      { name: 'Under a legal hold', cell: ({ held }) => count(held), number: true },
    ]}
  />
);

const Versions = ({ versions }: KeyStatus) => (
  <DataTable
    caption="The key that wraps them"
    rows={versions}
    keyOf={({ version }) => version}
    nothing="None yet."
    columns={[
      { name: 'Made', cell: ({ created_at }) => proofTime(created_at) },
      {
        name: 'Retired',
        cell: ({ retired_at }) => (retired_at === null ? 'in use' : proofTime(retired_at)),
      },
      {
        name: 'Destroyed',
        cell: ({ destroyed_at }) => (destroyed_at === null ? 'not yet' : proofTime(destroyed_at)),
      },
    ]}
  />
);

const figuresOf = ({ rotateBy, overdue, fences, states }: KeyStatus): readonly Figure[] => [
  {
    ...{ name: 'Alive', value: count(states.find(({ state }) => state === 'active')?.count ?? 0) },
    note: 'keys that open something',
  },
  { name: 'Past their end', value: count(overdue), note: 'destroyed within ten minutes' },
  { name: 'Fences', value: count(fences), note: 'erased people and things, closed to new facts' },
  {
    ...{ name: 'Rotates by', value: rotateBy === null ? '–' : shortDate(rotateBy) },
    note: 'the key that wraps the others',
  },
];
