/** `/audit`: is the log whole, what was asked and answered, and the replay of one person's consents. */
import { type Series, StackedBars } from '../components/chart.tsx';
import { DataTable } from '../components/data-table.tsx';
import { type Figure, Figures } from '../components/desk.tsx';
import { Submit, TextField } from '../components/form.tsx';
import { moment } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Note, Status, type Tone } from '../components/notes.tsx';

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

/** One sentence of a replay: what was allowed, withdrawn or done, when, and on which basis. */
export type Replayed = { readonly at: string; readonly says: string; readonly note?: string | undefined };

export type AuditPageProps = {
  readonly log: { readonly whole: boolean; readonly says: string };
  readonly figures: readonly Figure[];
  readonly requests: {
    readonly labels: readonly string[];
    readonly series: readonly Series[];
    readonly says: string;
  };
  readonly erasures: readonly ErasureEntry[];
  readonly replay?:
    | { readonly subject: string; readonly at: string; readonly entries: readonly Replayed[] }
    | undefined;
};

/** The replay gets `/audit` with `subject` and `at` (ISO 8601, UTC). A broken log is shown, and nothing else. */
export const AuditPage = (props: AuditPageProps) => (
  <div class="wrap">
    <PageHead title="Overview" />
    <div class="mb-5">
      <Note tone={props.log.whole ? 'ok' : 'bad'} icon="chain">
        <p>
          <strong>{props.log.whole ? 'The log is whole.' : 'The log is broken.'}</strong> {props.log.says}
        </p>
      </Note>
    </div>
    {props.log.whole ? <Whole {...props} /> : null}
  </div>
);

const Whole = ({ figures, requests, erasures, replay }: AuditPageProps) => (
  <>
    <Figures of={figures} />
    <StackedBars id="requests" title="Requests by week" {...requests} />
    <section class="panel mt-5">
      <DataTable
        caption="Latest erasures"
        rows={erasures}
        keyOf={({ number }) => number}
        nothing="Nobody has asked yet."
        columns={[
          { name: 'Receipt', cell: ({ number, href }) => <a href={href}>{number}</a> },
          { name: 'Accepted', cell: ({ acceptedAt }) => moment(acceptedAt) },
          { name: 'Scope', cell: ({ scope }) => scope },
          { name: 'Keys', cell: ({ keys }) => keys },
          { name: 'Companies', cell: ({ companies }) => companies },
          { name: 'State', cell: ({ state, tone }) => <Status tone={tone}>{state}</Status> },
        ]}
      />
    </section>
    <Replay replay={replay} />
  </>
);

const Replay = ({ replay }: Pick<AuditPageProps, 'replay'>) => (
  <section class="panel mt-5" id="replay">
    <h2>Replay one person</h2>
    <p>
      What did this person allow at that moment, which text did they see, and what was done with their data?
    </p>
    <form class="fields" method="get" action="/audit#replay">
      <TextField id="subject" span={3} label="Subject reference" value={replay?.subject} />
      <TextField id="at" span={2} label="At" hint="2026-11-21T14:21:00Z" value={replay?.at} />
      <div class="span-1 self-end">
        <Submit kind="quiet" wide>
          Replay
        </Submit>
      </div>
    </form>
    {replay === undefined ? null : <Entries entries={replay.entries} />}
  </section>
);

const Entries = ({ entries }: { entries: readonly Replayed[] }) =>
  entries.length === 0 ? (
    <p class="mt-5" role="status">
      No event names this reference up to that moment.
    </p>
  ) : (
    <ol class="log mt-5">
      {entries.map(({ at, says, note }) => (
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
