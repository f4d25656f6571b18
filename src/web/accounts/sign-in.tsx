/** `/sign-in`: a link to the e-mail address that ordered; no password. */
import { Submit, TextField } from '../components/form.tsx';
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';

export type SignInPageProps = {
  readonly email?: string | undefined;
  readonly error?: string | undefined;
  /** A link was asked for: said the same whether the address is known or not. */
  readonly sent?: boolean | undefined;
  /** Why a link that was followed did not work. */
  readonly link?: 'used' | 'expired' | 'other-browser' | undefined;
};

const links = {
  used: 'This link was used already. Each works once.',
  expired: 'This link is over: it was good for 10 minutes.',
  'other-browser':
    'This link belongs to the browser that asked for it. Open it there, or ask for another here.',
} as const;

/** Posts `email` to `/sign-in`. */
export const SignInPage = ({ email, error, sent = false, link }: SignInPageProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead
      title="Sign in without a password"
      lede="We send a link. It works once, for 10 minutes, in this browser only."
    />
    {link === undefined ? null : (
      <Note tone="warn" live>
        <p>{links[link]}</p>
      </Note>
    )}
    <form class="sheet sheet--laid stack gap-5" method="post" action="/sign-in">
      <TextField
        id="email"
        type="email"
        autocomplete="email"
        label="E-mail address"
        hint="The one you ordered with. If we do not know it, we send nothing and say so nowhere, to protect whoever it belongs to."
        value={email}
        error={error}
      />
      <p class="row">
        <Submit icon="mail">Send me a link</Submit>
      </p>
    </form>
    {sent ? <Sent /> : null}
    <p class="s soft">
      You need no account to make a portrait or to order. An order is found by the link in its e-mail.
    </p>
  </div>
);

const Sent = () => (
  <Note tone="ok" live>
    <p>
      <strong>If this address is known here, a link is on its way.</strong> Nothing after two minutes? Look in
      the spam folder, or send it again.
    </p>
  </Note>
);
