/** `/account`: who you are here, what you sign in with, and where you are signed in. */
import { DataTable } from '../components/data-table.tsx';
import { LinkButton, PostButton, Submit, TextField } from '../components/form.tsx';
import { longDate, moment } from '../components/format.ts';
import { Island } from '../components/island.tsx';
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';

export type AccountPageProps = {
  /** Undefined where the address is sealed for good, or restricted. */
  readonly email: string | undefined;
  readonly orders: number;
  readonly portraits: number;
  readonly passkeys: readonly {
    readonly id: string;
    readonly label: string;
    readonly backedUp: boolean;
    readonly addedAt: string;
    readonly usedAt: string | null;
  }[];
  readonly sessions: readonly {
    readonly name: string;
    readonly device: string;
    readonly by: string;
    readonly begunAt: string;
    readonly seenAt: string;
    readonly isThis: boolean;
  }[];
  /** The desk of a role. */
  readonly desk?: { readonly label: string; readonly href: string } | undefined;
  readonly saved?: string | undefined;
  readonly refused?: string | undefined;
  readonly addressSent: boolean;
  readonly addressError?: string | undefined;
};

/** Posts: `/account/address`, `/account/passkeys/:id/remove`, `/account/sessions/end`, `/sign-out`. */
export const AccountPage = (props: AccountPageProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead title="Your account" lede={props.email && `Signed in as ${props.email}.`} />
    <Told {...props} />
    <Ways {...props} />
    <Address {...props} />
    <Passkeys {...props} />
    <Sessions {...props} />
  </div>
);

const Told = ({ saved, refused }: AccountPageProps) => (
  <>
    {saved === undefined ? null : (
      <Note tone="ok" live>
        <p>{saved}</p>
      </Note>
    )}
    {refused === undefined ? null : (
      <Note tone="bad" live>
        <p>{refused}</p>
      </Note>
    )}
  </>
);

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const Ways = ({ orders, portraits, desk }: AccountPageProps) => (
  <nav aria-label="Your things">
    <ul class="row gap-3">
      {desk === undefined ? null : (
        <li>
          <LinkButton href={desk.href}>{desk.label}</LinkButton>
        </li>
      )}
      <li>
        <LinkButton kind="quiet" href="/orders">
          {counted(orders, 'order')}
        </LinkButton>
      </li>
      <li>
        <LinkButton kind="quiet" href="/gallery">
          {counted(portraits, 'portrait')}
        </LinkButton>
      </li>
      <li>
        <LinkButton kind="quiet" href="/account/privacy">
          What we hold about you
        </LinkButton>
      </li>
      <li>
        <PostButton kind="quiet" to="/sign-out">
          Sign out
        </PostButton>
      </li>
    </ul>
  </nav>
);

const Address = ({ email, addressSent, addressError }: AccountPageProps) => (
  <section class="sheet stack gap-4" aria-labelledby="h-address">
    <h2 class="t-lg" id="h-address">
      Address
    </h2>
    {email === undefined ? <p>Your address cannot be shown now.</p> : <p>{email}</p>}
    {addressSent ? (
      <Note tone="ok" live>
        <p>
          <strong>A link is on its way to the new address.</strong> Open it in this browser within 10 minutes;
          until then nothing changes.
        </p>
      </Note>
    ) : null}
    <details class="fold" open={addressError !== undefined}>
      <summary>Change the address</summary>
      <form class="stack gap-4" method="post" action="/account/address">
        <TextField
          id="email"
          type="email"
          autocomplete="email"
          label="New e-mail address"
          hint="We send a link to it. Your name and the address of orders are corrected on the privacy page."
          error={addressError}
        />
        <p>
          <Submit icon="mail">Send the link</Submit>
        </p>
      </form>
    </details>
  </section>
);

const Passkeys = ({ passkeys }: AccountPageProps) => (
  <section class="sheet stack gap-4" aria-labelledby="h-passkeys">
    <h2 class="t-lg" id="h-passkeys">
      Passkeys
    </h2>
    <p class="soft">
      Your finger, face or PIN instead of a link. Nothing that could be stolen from us is kept here: the
      secret half stays on your device.
    </p>
    {passkeys.length === 0 ? null : (
      <ul class="stack gap-3">
        {passkeys.map(({ id, label, backedUp, addedAt, usedAt }) => (
          <li class="row row--between gap-3" key={id}>
            <span>
              <b>{label}</b>
              {backedUp ? ', kept by your device’s maker too' : ''}
              <br />
              <span class="s soft">
                Added {longDate(addedAt)}, {usedAt === null ? 'not used yet' : `used ${longDate(usedAt)}`}
              </span>
            </span>
            <PostButton kind="text-danger" to={`/account/passkeys/${id}/remove`} about={label}>
              Remove
            </PostButton>
          </li>
        ))}
      </ul>
    )}
    <AddPasskey />
  </section>
);

export const AddPasskey = () => (
  <>
    <Island name="passkey" class="needs-script" given={{ does: 'add' }}>
      <p>
        <button class="btn btn--quiet" type="button" data-passkey>
          Add a passkey of this device
        </button>
      </p>
      <p class="wrong" role="status" data-says />
    </Island>
    <p class="without-script soft">Adding a passkey needs JavaScript. The link by e-mail works without.</p>
  </>
);

const Sessions = ({ sessions }: AccountPageProps) => (
  <section class="sheet stack gap-4" aria-label="Where you are signed in">
    <DataTable
      caption="Where you are signed in"
      rows={sessions}
      keyOf={({ name }) => name}
      nothing="Nowhere."
      columns={[
        {
          name: 'Device',
          cell: ({ device, isThis }) => (isThis ? <b>{device}, this one</b> : device),
        },
        { name: 'By', cell: ({ by }) => by },
        { name: 'Since', cell: ({ begunAt }) => moment(begunAt) },
        { name: 'Last seen', cell: ({ seenAt }) => moment(seenAt) },
        { name: 'End', cell: (row) => <End {...row} /> },
      ]}
    />
    {sessions.length < 2 ? null : (
      <PostButton kind="quiet" to="/account/sessions/end" fields={{ which: 'others' }}>
        End all others
      </PostButton>
    )}
  </section>
);

const End = ({ name, device, isThis }: AccountPageProps['sessions'][number]) =>
  isThis ? (
    <PostButton kind="text" to="/sign-out">
      Sign out
    </PostButton>
  ) : (
    <PostButton kind="text" to="/account/sessions/end" fields={{ which: name }} about={device}>
      End
    </PostButton>
  );

/** Where an invitation leads: with a role comes a passkey, and nothing works before there is one. */
export const InvitedPage = ({ role }: { role: string }) => (
  <div class="wrap--text stack gap-6">
    <PageHead
      title="Add your passkey"
      lede={`You are invited as ${role}. This desk is entered by passkey alone, so that no letter that goes astray opens it.`}
    />
    <section class="sheet stack gap-4" aria-label="Passkey">
      <AddPasskey />
    </section>
  </div>
);

type ProveProps = {
  readonly hasPasskey: boolean;
  readonly hasRole: boolean;
  readonly next: string;
  readonly email: string | undefined;
};

/** The step before something that matters: a passkey, or a fresh link. */
export const ProvePage = ({ hasPasskey, hasRole, next, email }: ProveProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead title="Prove that it is you" lede="You came in a while ago. What comes next asks again." />
    {hasPasskey ? (
      <Island name="passkey" class="sheet stack gap-4 needs-script" given={{ does: 'prove', next }}>
        <p>
          <button class="btn" type="button" data-passkey>
            Use your passkey
          </button>
        </p>
        <p class="wrong" role="status" data-says />
      </Island>
    ) : null}
    {hasRole ? (
      <p class="soft">
        An account with a role is changed with its passkey alone. If you lost it, ask for a new invitation.
      </p>
    ) : null}
    {email === undefined ? null : (
      <form class="sheet stack gap-4" method="post" action="/sign-in">
        <input type="hidden" name="email" value={email} />
        <p class="soft">A link goes to {email}. It works once, for 10 minutes, in this browser.</p>
        <p>
          <Submit kind={hasPasskey ? 'quiet' : 'main'} icon="mail">
            Send me a link
          </Submit>
        </p>
      </form>
    )}
    <p>
      <a href="/account">Leave everything as it is</a>
    </p>
  </div>
);
