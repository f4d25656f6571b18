/** `/audit/replay`: one person's consents, or all that was done with their data; from the events alone. */
import { SelectField, Submit, TextField } from '../../components/form.tsx';
import { proofTime } from '../../components/format.ts';
import { PageHead } from '../../components/layout.tsx';
import { ErrorSummary, Note } from '../../components/notes.tsx';
import type { FieldError } from '../../components/shapes.ts';
import { type Event, History } from '../parts.tsx';

export type Standing = { readonly purpose: string; readonly is: string; readonly since: string | null };

export type ReplayPageProps = {
  readonly subject: string;
  readonly at: string;
  readonly what: 'consent' | 'processing';
  readonly errors: readonly FieldError[];
  readonly told?:
    | {
        readonly entries: readonly Event[];
        readonly standing: readonly Standing[];
        /** What an auditor would object to. */
        readonly findings: readonly string[];
        readonly keys: string;
      }
    | undefined;
};

/** Gets `/audit/replay` with `what`, `subject` and `at` (ISO 8601, UTC). */
export const ReplayPage = (props: ReplayPageProps) => (
  <div class="wrap">
    <PageHead
      title="Replay one person"
      lede="What did they allow at that moment, which words did they see, and what was done with their data? Nothing is opened, so that it reads the same after an erasure."
    />
    <ErrorSummary errors={props.errors} />
    <section class="panel">
      <form class="fields" method="get" action="/audit/replay">
        <SelectField
          id="what"
          span={2}
          label="What"
          options={[
            { value: 'consent', label: 'What they allowed and withdrew' },
            { value: 'processing', label: 'What was done with their data' },
          ]}
          value={props.what}
        />
        <TextField
          id="subject"
          span={2}
          label="Subject reference"
          value={props.subject}
          error={props.errors.find(({ field }) => field === 'subject')?.says}
          maxLength={36}
          autocomplete="off"
        />
        <TextField
          id="at"
          span={1}
          label="Until, UTC"
          value={props.at}
          error={props.errors.find(({ field }) => field === 'at')?.says}
          maxLength={30}
          autocomplete="off"
        />
        <div class="span-1 self-end">
          <Submit kind="quiet" wide>
            Replay
          </Submit>
        </div>
      </form>
    </section>
    {props.told === undefined ? null : <Told {...props.told} />}
  </div>
);

const Told = ({ entries, standing, findings, keys }: NonNullable<ReplayPageProps['told']>) => (
  <>
    <section class="panel mt-5" aria-label="Findings">
      {findings.length === 0 ? (
        <Note tone="ok">
          <p>Nothing was found to object to. {keys}</p>
        </Note>
      ) : (
        <Note tone="bad">
          <p>
            <strong>{findings.length === 1 ? 'One finding' : `${findings.length} findings`}</strong>
          </p>
          <ul>
            {findings.map((says) => (
              <li key={says}>{says}</li>
            ))}
          </ul>
        </Note>
      )}
      {standing.length === 0 ? null : (
        <dl class="defs mt-5">
          {standing.map(({ purpose, is, since }) => (
            <div key={purpose}>
              <dt>{purpose}</dt>
              <dd>
                {is}
                {since === null ? '' : `, since ${proofTime(since)}`}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
    <section class="panel mt-5">
      <h2>What happened</h2>
      {entries.length === 0 ? <p>No event tells of it up to that moment.</p> : <History of={entries} />}
    </section>
  </>
);
