/** The step before something leaves the shop or is changed: a code from the e-mail proves who asks. */
import { Submit, TextField } from '../components/form.tsx';
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';

export type ProvePageProps = {
  /** "Prepare my archive". */
  readonly what: string;
  /** Where the form is posted, with `code`; or with `send=yes` for a code. */
  readonly action: string;
  /** What was asked for already, so that nobody types it twice. */
  readonly fields: Readonly<Record<string, string>>;
  readonly sentTo: string;
  readonly sent: boolean;
  readonly error?: string | undefined;
};

export const ProvePage = (props: ProvePageProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead
      title="Prove that it is you"
      lede="An address is known here, so whoever reads its mail is asked. Nothing has been done yet."
    />
    <section class="sheet stack gap-5" aria-label={props.what}>
      {props.sent ? <TypeIt {...props} /> : null}
      {props.error !== undefined && !props.sent ? (
        <Note tone="bad" live>
          <p>{props.error}</p>
        </Note>
      ) : null}
      <SendIt {...props} />
      <p>
        <a href="/account/privacy">Leave everything as it is</a>
      </p>
    </section>
  </div>
);

const Hidden = ({ fields }: Pick<ProvePageProps, 'fields'>) => (
  <>
    {Object.entries(fields).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </>
);

const TypeIt = ({ action, fields, sentTo, what, error }: ProvePageProps) => (
  <form class="stack gap-5" method="post" action={action}>
    <Hidden fields={fields} />
    <div class="measure-xs">
      <TextField
        id="code"
        label="Code from the e-mail"
        hint={`Sent to ${sentTo}`}
        error={error}
        autocomplete="one-time-code"
        inputMode="numeric"
        maxLength={8}
      />
    </div>
    <p>
      <Submit>{what}</Submit>
    </p>
  </form>
);

const SendIt = ({ action, fields, sentTo, sent }: ProvePageProps) => (
  <form class="stack gap-4" method="post" action={action}>
    <Hidden fields={fields} />
    <input type="hidden" name="send" value="yes" />
    {sent ? null : (
      <p class="soft">We send a code to {sentTo}. It works once, for 10 minutes, in this browser.</p>
    )}
    <p>
      <Submit kind={sent ? 'text' : 'main'} icon="mail">
        {sent ? 'Send another code' : 'Send me the code'}
      </Submit>
    </p>
  </form>
);
