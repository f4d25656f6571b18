/** `/verify`: drop a receipt, and see whether it was signed by us and is unchanged. */
import { Submit } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';

export type VerifyPageProps = {
  readonly outcome?:
    | {
        readonly is: 'valid';
        /** Its main points, and all of it as JSON. */
        readonly says: readonly { readonly name: string; readonly value: string }[];
        readonly whole: string;
        /** Name of the key that signed it. */
        readonly signedBy: string;
      }
    | { readonly is: 'not-valid'; readonly because: string }
    | undefined;
  /** What was sent, so that it stands in the field again. */
  readonly receipt?: string | undefined;
  /** Address of the public keys (RFC 7517). */
  readonly keys: string;
};

/** Posts `receipt` (compact JWS, as text) or `file` to `/verify`, multipart. */
export const VerifyPage = ({ outcome, receipt = '', keys }: VerifyPageProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead
      title="Verify a receipt"
      lede="A receipt names nobody. It says what was destroyed, when, and what was found when everything was read back."
    />
    {outcome?.is === 'not-valid' ? <NotValid because={outcome.because} /> : null}
    {outcome?.is === 'valid' ? <Valid {...outcome} /> : null}
    <form class="sheet sheet--laid stack gap-5" method="post" action="/verify" encType="multipart/form-data">
      <div class="field">
        <label for="receipt">The receipt</label>
        <span class="hint" id="receipt-hint">
          The long line that begins with eyJ; nothing of it is stored.
        </span>
        <textarea class="input mono" id="receipt" name="receipt" rows={5} aria-describedby="receipt-hint">
          {receipt}
        </textarea>
      </div>
      <div class="field">
        <label for="file">Or its file</label>
        <input class="input" type="file" id="file" name="file" accept=".jws,.txt,application/jose" />
      </div>
      <p class="row">
        <Submit icon="check">Verify</Submit>
      </p>
    </form>
    <Offline keys={keys} />
  </div>
);

const NotValid = ({ because }: { because: string }) => (
  <Note tone="bad" live>
    <p>
      <strong>Not valid.</strong> {because}
    </p>
  </Note>
);

type ValidProps = Extract<NonNullable<VerifyPageProps['outcome']>, { readonly is: 'valid' }>;
const Valid = ({ says, whole, signedBy }: ValidProps) => (
  <Note tone="ok" live>
    <p>
      <strong>Valid.</strong> Signed by Portrait123 with the key <code class="anywhere">{signedBy}</code>, and
      unchanged since.
    </p>
    <dl class="defs mt-3 anywhere">
      {says.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    <details class="mt-3">
      <summary>All that was signed</summary>
      <pre class="mono s anywhere">{whole}</pre>
    </details>
  </Note>
);

const Offline = ({ keys }: { keys: string }) => (
  <section class="stack gap-3" aria-labelledby="h-offline">
    <h2 class="t-l" id="h-offline">
      Without us
    </h2>
    <ul class="advice">
      <li>
        <Icon name="key" />
        <span>
          Our public keys: <a href={keys}>{keys}</a>. The signature is a JWS (RFC 7515), so many programs can
          check it.
        </span>
      </li>
      <li>
        <Icon name="chain" />
        <span>
          With our own tool: <code>bun run audit verify-receipt receipt.jws</code>
        </span>
      </li>
    </ul>
  </section>
);
