/** `/ops/approvals`, `/officer/approvals`, `/audit/approvals`: what takes two people, and who they were. */
import type { Act, Ground } from '../../../modules/approvals/approval.events.ts';
import { DataTable } from '../../components/data-table.tsx';
import { PostButton, SelectField, Submit, TextField } from '../../components/form.tsx';
import { proofTime } from '../../components/format.ts';
import { PageHead } from '../../components/layout.tsx';
import { Note, Status, type Tone } from '../../components/notes.tsx';
import { actTitle, groundName } from './words.ts';

export type ApprovalLine = {
  readonly id: string;
  readonly what: string;
  readonly person: string | null;
  readonly ground: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly answeredBy: string | null;
  readonly endsAt: string | null;
  readonly doneAt: string | null;
  readonly state: string;
  readonly tone: Tone;
  /** What whoever looks may do with it: nothing for an auditor. */
  readonly may: readonly ('approve' | 'decline' | 'take-back' | 'do')[];
};

export type Asking = {
  readonly acts: readonly Act[];
  readonly grounds: readonly Ground[];
  /** Whether nobody else could approve it. */
  readonly alone: boolean;
  readonly once: string;
};

type ApprovalsPageProps = {
  readonly base: string;
  readonly lines: readonly ApprovalLine[];
  /** Undefined for an auditor, who reads. */
  readonly asking?: Asking;
  readonly error?: string | undefined;
};

export const ApprovalsPage = ({ base, lines, asking, error }: ApprovalsPageProps) => (
  <div class="wrap">
    <PageHead
      title="Approvals"
      lede="What nobody does alone: one asks, another account with the same role approves within a day, and whoever asked does it, once."
    />
    {error === undefined ? null : (
      <div class="mb-5">
        <Note tone="bad">
          <p>{error}</p>
        </Note>
      </div>
    )}
    <section class="panel">
      <DataTable
        caption="Asked for, newest first"
        rows={lines}
        keyOf={({ id }) => id}
        nothing="Nothing was asked for."
        columns={[
          { name: 'What', cell: ({ what }) => what },
          { name: 'About', cell: About },
          { name: 'Asked', cell: ({ askedBy, askedAt }) => <Who by={askedBy} at={askedAt} /> },
          { name: 'Answered by', cell: ({ answeredBy }) => <Name of={answeredBy} /> },
          { name: 'State', cell: (line) => <State line={line} /> },
          ...(asking === undefined
            ? []
            : [{ name: 'Your part', cell: (line: ApprovalLine) => <Acts line={line} base={base} /> }]),
        ]}
      />
    </section>
    {asking === undefined ? null : <Ask {...asking} base={base} />}
  </div>
);

/** The number of an approval is what the command line asks for. */
const About = ({ id, person, ground }: ApprovalLine) => (
  <div>
    <p>{ground}</p>
    {person === null ? null : <p class="mono s">Person {person}</p>}
    <p class="mono s soft">{id}</p>
  </div>
);

const Name = ({ of }: { of: string | null }) => (of === null ? <>nobody</> : <span class="mono">{of}</span>);

const Who = ({ by, at }: { by: string; at: string }) => (
  <div>
    <p>
      <Name of={by} />
    </p>
    <p class="s soft">{proofTime(at)}</p>
  </div>
);

const State = ({ line: { state, tone, doneAt, endsAt } }: { line: ApprovalLine }) => (
  <div>
    <Status tone={tone}>{state}</Status>
    {doneAt === null && endsAt === null ? null : (
      <p class="s soft">{doneAt === null ? `until ${proofTime(endsAt ?? '')}` : proofTime(doneAt)}</p>
    )}
  </div>
);

const buttons = {
  approve: { says: 'Approve', kind: 'main' },
  decline: { says: 'Decline', kind: 'quiet' },
  'take-back': { says: 'Take back', kind: 'quiet' },
  do: { says: 'Do it now', kind: 'danger' },
} as const;

const Acts = ({ line: { id, may, what }, base }: { line: ApprovalLine; base: string }) => (
  <div class="stack">
    {may.map((one) => (
      <PostButton key={one} to={`${base}/${id}/${one}`} kind={buttons[one].kind} small about={what}>
        {buttons[one].says}
      </PostButton>
    ))}
  </div>
);

const optionsOf = <Name extends string>(names: readonly Name[], words: Readonly<Record<Name, string>>) =>
  names.map((value) => ({ value, label: words[value] }));

const Ask = ({ base, acts, grounds, alone, once }: Asking & { base: string }) => (
  <section class="panel mt-5">
    <h2>Ask for one</h2>
    {alone ? (
      <Note tone="warn">
        <p>
          <strong>Nobody else has this role.</strong> Have a second person invited (
          <code>bun run staff invite</code>). Until then the command line of the machine does it for one
          person, and writes down that it was one.
        </p>
      </Note>
    ) : null}
    <form method="post" action={base} class="stack gap-4 mt-4">
      <input type="hidden" name="once" value={once} />
      <SelectField id="act" label="What is to be done" options={optionsOf(acts, actTitle)} />
      <SelectField id="ground" label="On what ground" options={optionsOf(grounds, groundName)} />
      {acts.includes('disclose') ? (
        <TextField
          id="person"
          label="Whose data"
          hint="Their reference, such as 84f00998-d9ab-42aa-9350-9e736bed0341. A disclosure opens orders, payments and messages, and no picture."
          required
          autocomplete="off"
        />
      ) : null}
      <div>
        <Submit small>Ask for approval</Submit>
      </div>
    </form>
  </section>
);
