/** `/account/privacy/consents`: every choice, with the words that were shown then, and a receipt to keep. */
import { LinkButton } from '../components/form.tsx';
import { moment } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Empty, Status } from '../components/notes.tsx';

export type ConsentStepShown = {
  readonly at: string;
  readonly is: 'given' | 'withdrawn';
  readonly policyVersion: string;
  /** The words that were shown; not there where their key is gone. */
  readonly shown: string | undefined;
  readonly textSha256: string | undefined;
  readonly where: string | undefined;
  readonly gpc: boolean;
};
export type ConsentHistoryProps = {
  readonly purposes: readonly {
    readonly purpose: string;
    readonly name: string;
    readonly on: boolean;
    readonly steps: readonly ConsentStepShown[];
    /** Address of its receipt. */
    readonly receipt: string;
  }[];
  /** The browser sends Global Privacy Control now. */
  readonly gpc: boolean;
};

export const ConsentHistoryPage = ({ purposes, gpc }: ConsentHistoryProps) => (
  <div class="wrap--text stack gap-7">
    <PageHead
      title="What you allowed, and when"
      lede="Each choice with the very words that stood beside it, and their fingerprint in the log. To change one, go back to the page with the switches."
      over={
        <p class="s">
          <a href="/account/privacy#consent">What you allow</a>
        </p>
      }
    />
    {gpc ? (
      <p role="status">
        <Status tone="ok">Global Privacy Control</Status> Your browser says no for you: what would follow you
        stays off unless you turn it on here yourself.
      </p>
    ) : null}
    {purposes.length === 0 ? (
      <Empty title="You were asked for nothing" says="And nothing was allowed." />
    ) : (
      purposes.map((one) => <Purpose key={one.purpose} {...one} />)
    )}
  </div>
);

const Purpose = ({ purpose, name, on, steps, receipt }: ConsentHistoryProps['purposes'][number]) => (
  <section class="stack gap-4" aria-labelledby={`h-${purpose}`}>
    <h2 id={`h-${purpose}`}>{name}</h2>
    <p class="row">
      <Status tone={on ? 'ok' : 'plain'}>{on ? 'On' : 'Off'}</Status>
      <LinkButton href={receipt} kind="quiet" small icon="download" download>
        Receipt
      </LinkButton>
      <span class="s soft">ISO/IEC TS 27560, JSON-LD</span>
    </p>
    <ol class="log">
      {steps.map((step) => (
        <li key={step.at}>
          <time dateTime={step.at}>{moment(step.at)}</time>
          <Step {...step} />
        </li>
      ))}
    </ol>
  </section>
);

const Step = ({ is, policyVersion, shown, textSha256, where, gpc }: ConsentStepShown) => (
  <span>
    {is === 'given' ? 'You allowed it.' : 'You withdrew it.'}
    {shown === undefined ? null : <small>“{shown}”</small>}
    <small>
      {where === undefined ? '' : `On ${where}, `}policy of {policyVersion}
      {gpc ? ', while the browser sent Global Privacy Control' : ''}
    </small>
    {textSha256 === undefined ? null : <small class="mono">SHA-256 {textSha256}</small>}
  </span>
);
