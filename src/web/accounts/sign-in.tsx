/** `/sign-in`: a passkey, or a link to the e-mail address that ordered; no password. */
import { Submit, TextField } from '../components/form.tsx';
import { Island } from '../components/island.tsx';
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';

export type SignInPageProps = {
  readonly email?: string | undefined;
  readonly error?: string | undefined;
  /** A link was asked for: said the same whether the address is known or not. */
  readonly sent?: boolean | undefined;
  /** Why a link that was followed did not work. */
  readonly link?: 'used' | 'expired' | 'other-browser' | 'unknown' | undefined;
};

const links = {
  used: 'This link was used already. Each works once. Ask for another here.',
  expired: 'This link is over: it was good for 10 minutes. Ask for another here.',
  'other-browser':
    'This link belongs to the browser that asked for it. Open it there, or ask for another here.',
  unknown: 'This link is none of ours, or not whole. Copy it whole, or ask for another here.',
} as const;

/** Posts `email` to `/sign-in`. */
export const SignInPage = ({ email, error, sent = false, link }: SignInPageProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead
      title="Sign in without a password"
      lede="With a passkey of this device, or by a link that we send."
    />
    {link === undefined ? null : (
      <Note tone="warn" live>
        <p>{links[link]}</p>
      </Note>
    )}
    {sent ? <Sent /> : null}
    <Island name="passkey" class="sheet stack gap-4 needs-script" given={{ does: 'sign-in' }}>
      <h2 class="t-lg">Passkey</h2>
      <p class="soft">Your finger, face or PIN, if you added this device to your account.</p>
      <p>
        <button class="btn btn--quiet" type="button" data-passkey>
          Sign in with a passkey
        </button>
      </p>
      <p class="wrong" role="status" data-says />
    </Island>
    <form class="sheet sheet--laid stack gap-5" method="post" action="/sign-in">
      <h2 class="t-lg">Link</h2>
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
        <Submit icon="mail">{sent ? 'Send another link' : 'Send me a link'}</Submit>
      </p>
      <p class="s soft">It works once, for 10 minutes, in this browser only.</p>
    </form>
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

type FollowProps = { readonly title: string; readonly action: string };

/** Where a link leads: one press more, so that a program that looks at letters uses nothing up. */
export const FollowPage = ({ title, action }: FollowProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead title={title} lede="The link is good, and this is the browser that asked for it." />
    <form method="post" action={action}>
      <Submit>{title}</Submit>
    </form>
  </div>
);
