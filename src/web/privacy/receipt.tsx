/** `/receipts/:token`: a signed proof of an erasure, which names nobody and prints on one page. */
import type { ComponentChildren } from 'preact';
import { LinkButton, PostButton } from '../components/form.tsx';
import { exactClock, exactTime, longDate, shortDate } from '../components/format.ts';
import { Note } from '../components/notes.tsx';
import { Seal } from '../components/seal.tsx';

/** What became of one kind of thing, in a receipt. */
export type ReceiptLine = {
  readonly what: string;
  /** The first characters of its key's id. */
  readonly key?: string | undefined;
  readonly note?: string | undefined;
  readonly until?: string | undefined;
};

export type ReceiptPageProps = {
  /** "ER-0026". */
  readonly number: string;
  /** "Everything, by the person themselves". */
  readonly asked: string;
  readonly acceptedAt: string;
  readonly keysDestroyedAt: string;
  readonly keys: number;
  readonly files: number;
  readonly readBack: { readonly at: string; readonly values: number; readonly opened: number };
  readonly backupsEnd: string;
  readonly erased: readonly ReceiptLine[];
  readonly companies: readonly ReceiptLine[];
  readonly kept: readonly ReceiptLine[];
  /** How many orders still need something: an addendum follows each. */
  readonly waitsForOrders: number;
  /** Compact JWS (RFC 7515). */
  readonly jws: string;
  /** Where the receipt can be fetched as a file. */
  readonly download: string;
  /** The outcome of a check that was just asked for. */
  readonly checked?: { readonly valid: boolean; readonly says: string } | undefined;
  /** The person who asked comes here for the first time. */
  readonly fresh?: boolean | undefined;
};

export const ReceiptPage = (props: ReceiptPageProps) => (
  <div class="wrap--text stack pt-7 gap-5">
    {props.fresh === true ? <Done /> : null}
    <article class="receipt stack gap-6" aria-labelledby="r-h">
      <header class="row row--between items-start no-wrap">
        <div class="stack gap-2">
          <p class="mark mark--s">
            Portrait<b>123</b>
          </p>
          <h1 id="r-h">Erasure receipt</h1>
          <p class="mono soft">{props.number}</p>
        </div>
        <Seal />
      </header>
      <Times {...props} />
      <h2 class="vh">What became of everything</h2>
      <div class="fates fates--one">
        <Lines look="now" title="Erased" lines={props.erased} />
        <Lines look="later" title="Other companies" lines={props.companies} />
        <Lines look="kept" title="Kept, sealed" lines={props.kept} />
      </div>
      <Waits waitsForOrders={props.waitsForOrders} />
      <Signature {...props} />
    </article>
  </div>
);

const Done = () => (
  <Note tone="ok" live>
    <p>
      <strong>Done. You are erased, apart from what the law makes us keep.</strong> Save the receipt: it names
      nobody, so nobody could look it up for you later.
    </p>
  </Note>
);

const Times = (props: ReceiptPageProps) => (
  <dl class="defs">
    <Row name="Asked for">{props.asked}</Row>
    <Row name="Accepted">
      <time dateTime={props.acceptedAt}>{exactTime(props.acceptedAt)}</time>
    </Row>
    <Row name="Keys destroyed">
      <time dateTime={props.keysDestroyedAt}>{exactClock(props.keysDestroyedAt)}</time>, {laterBy(props)}{' '}
      later: {props.keys} {props.keys === 1 ? 'key' : 'keys'}
    </Row>
    <Row name="Files deleted">{props.files}</Row>
    <Row name="Read back">
      <time dateTime={props.readBack.at}>{exactClock(props.readBack.at)}</time>: {props.readBack.values}{' '}
      sealed {props.readBack.values === 1 ? 'value' : 'values'} tried,{' '}
      {props.readBack.opened === 0 ? 'none opened' : `${props.readBack.opened} opened`}
    </Row>
    <Row name="Backups end">
      {shortDate(props.backupsEnd)}, when the wrapping key in force today is destroyed. From then on no backup
      can bring the data back.
    </Row>
  </dl>
);

const Row = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** "0.41 seconds", to a hundredth. */
const laterBy = ({ acceptedAt, keysDestroyedAt }: ReceiptPageProps): string =>
  `${(Math.max(0, Date.parse(keysDestroyedAt) - Date.parse(acceptedAt)) / 1000).toFixed(2)} seconds`;

type LinesProps = { readonly look: string; readonly title: string; readonly lines: readonly ReceiptLine[] };

const Lines = ({ look, title, lines }: LinesProps) => (
  <section class={`fate fate--${look}`}>
    <h3>
      {title} <small>{lines.length}</small>
    </h3>
    <ul>
      {lines.map(({ what, key, note, until }) => (
        <li key={`${what}${key ?? ''}`}>
          {what} {key === undefined ? null : <span class="mono soft">{key}</span>}
          {note === undefined && until === undefined ? null : (
            <small>
              {[note, until === undefined ? undefined : `until ${longDate(until)}`]
                .filter(Boolean)
                .join(', ')}
            </small>
          )}
        </li>
      ))}
    </ul>
  </section>
);

const Waits = ({ waitsForOrders }: { waitsForOrders: number }) =>
  waitsForOrders === 0 ? null : (
    <Note tone="warn">
      <p>
        <strong>An addendum is open.</strong>{' '}
        {waitsForOrders === 1 ? 'One order is' : `${waitsForOrders} orders are`} still under way. When the
        carrier has delivered, the rest is erased by itself, and this page shows the next receipt.
      </p>
    </Note>
  );

const Signature = ({ jws, download, checked }: ReceiptPageProps) => (
  <section class="stack ruled gap-3">
    <h2 class="t-l">Signature</h2>
    <p class="mono soft">{jws}</p>
    <div class="row">
      <PostButton to="/verify" fields={{ receipt: jws }} kind="quiet" icon="check">
        Verify now
      </PostButton>
      <LinkButton kind="quiet" icon="download" href={download} download>
        Save the receipt
      </LinkButton>
    </div>
    {checked === undefined ? null : (
      <Note tone={checked.valid ? 'ok' : 'bad'} live>
        <p>
          <strong>{checked.valid ? 'Valid.' : 'Not valid.'}</strong> {checked.says}
        </p>
      </Note>
    )}
    <p class="s soft">
      Without us: <code>bun run audit verify-receipt receipt.jws</code> checks the same offline, with our
      public key.
    </p>
  </section>
);
