/** `/audit`: is the log whole, what was asked and answered; a broken log is shown, and nothing else. */
import { type Series, StackedBars } from '../../components/chart.tsx';
import { type Figure, Figures } from '../../components/desk.tsx';
import { PageHead } from '../../components/layout.tsx';
import { Note } from '../../components/notes.tsx';
import { type ErasureEntry, ErasuresTable } from './erasures.tsx';

export type AuditPageProps = {
  readonly log: {
    readonly is: 'whole' | 'broken' | 'unknown';
    readonly says: string;
    /** Of the signed tree, and how to check it without us. */
    readonly proof?: { readonly root: string; readonly signedBy: string } | undefined;
  };
  readonly figures: readonly Figure[];
  readonly requests: {
    readonly labels: readonly string[];
    readonly series: readonly Series[];
    readonly says: string;
  };
  readonly erasures: readonly ErasureEntry[];
};

const words = {
  whole: { title: 'The log is whole.', tone: 'ok' },
  broken: { title: 'The log is broken.', tone: 'bad' },
  unknown: { title: 'Whether the log is whole is not known yet.', tone: 'warn' },
} as const;

export const AuditPage = (props: AuditPageProps) => (
  <div class="wrap">
    <PageHead title="Overview" />
    <LogNote {...props.log} />
    {props.log.is === 'broken' ? null : <Rest {...props} />}
  </div>
);

const LogNote = ({ is, says, proof }: AuditPageProps['log']) => (
  <div class="mb-5">
    <Note tone={words[is].tone} icon="chain">
      <p>
        <strong>{words[is].title}</strong> {says}
      </p>
      {proof === undefined ? null : (
        <details class="mt-2">
          <summary>Check it without us</summary>
          <p class="xs mt-2">
            Root <span class="mono">{proof.root}</span>, signed by <span class="mono">{proof.signedBy}</span>.{' '}
            <code>bun run audit export</code> takes everything along; <code>bun run audit verify-bundle</code>{' '}
            checks it on another machine. A rollback of this whole machine shows only against a checkpoint
            that you kept: <code>bun run audit verify --since FILE</code>.
          </p>
        </details>
      )}
    </Note>
  </div>
);

const Rest = ({ figures, requests, erasures }: AuditPageProps) => (
  <>
    <Figures of={figures} />
    <StackedBars id="requests" title="Requests by week" {...requests} />
    <section class="panel mt-5">
      <ErasuresTable caption="Latest erasures" erasures={erasures} />
      <p class="row gap-4 mt-4">
        <a href="/audit/erasures">All erasures</a>
        <a href="/verify">Verify any receipt</a>
        <a href="/audit/register">Record of processing (GDPR Art. 30)</a>
      </p>
    </section>
  </>
);
