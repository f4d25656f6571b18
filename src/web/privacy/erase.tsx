/** `/account/privacy/erase`: exactly what would happen, the proof of who asks, and then the phases as they are done. */
import { LinkButton, Submit, TextField } from '../components/form.tsx';
import { counted } from '../components/format.ts';
import { Fates } from '../components/held.tsx';
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';
import type { FateRow, Stage } from '../components/shapes.ts';
import { Stages } from '../components/stages.tsx';
import { LookAgain } from '../components/waiting.tsx';

/** Who proves it, and how: the session that made it; or a code sent to the address that is known. */
export type Identity =
  | { readonly by: 'session' | 'earlier-code' }
  | {
      readonly by: 'code';
      readonly sentTo: string;
      readonly sent: boolean;
      readonly error?: string | undefined;
    };

export type ErasePageProps = {
  readonly scope: keyof typeof titles;
  /** Token of the photo, in the scope `photo`. */
  readonly photo?: string | undefined;
  readonly fates: readonly FateRow[];
  readonly identity: Identity;
  /** When the key that wraps all keys is gone, so that no backup opens either. */
  readonly backupsEnd: string;
};

const titles = {
  everything: 'Erase everything',
  photos: 'Erase your photos',
  'photos-and-portraits': 'Erase your photos and portraits',
  photo: 'Erase this photo and its portraits',
} as const;

/** Posts `scope` (and `photo`) with `confirm=yes` (and `code`) to `/account/privacy/erase`; without, to `…/erase/code`. */
export const ErasePage = ({ scope, photo, fates, identity, backupsEnd }: ErasePageProps) => (
  <div class="wrap">
    <PageHead
      title={titles[scope]}
      lede="This is exactly what would happen. Nothing has been erased yet, and until the last button you can leave."
    />
    {fates.length === 0 ? (
      <NothingToErase />
    ) : (
      <div class="stack gap-7">
        <h2 class="vh">What would happen</h2>
        <Fates rows={fates} />
        <p class="soft s measure">
          The keys are destroyed within a second. What is left in backups is unreadable at the latest on{' '}
          {backupsEnd}, when the key that wraps them ends. You get a signed receipt, and keep it: it names
          nobody, so nobody could look it up for you later.
        </p>
        <Proof
          wish={{ scope, photo }}
          identity={identity}
          now={fates.filter(({ when }) => when === 'now').length}
        />
      </div>
    )}
  </div>
);

const NothingToErase = () => (
  <div class="stack gap-5">
    <Note>
      <p>
        <strong>There is nothing to erase.</strong> We hold nothing of this kind about you.
      </p>
    </Note>
    <p>
      <a href="/account/privacy">What we hold about you</a>
    </p>
  </div>
);

type Wish = Pick<ErasePageProps, 'scope' | 'photo'>;
type ProofProps = { readonly wish: Wish; readonly identity: Identity; readonly now: number };

const Proof = ({ wish, identity, now }: ProofProps) => (
  <section class="sheet stack gap-5" aria-labelledby="h-proof">
    <h2 id="h-proof">Prove that it is you</h2>
    {identity.by === 'code' ? null : <p class="soft">{provedWords[identity.by]}</p>}
    {identity.by === 'code' && !identity.sent ? <AskForCode wish={wish} identity={identity} /> : null}
    {identity.by !== 'code' || identity.sent ? <Final wish={wish} identity={identity} now={now} /> : null}
  </section>
);

const provedWords = {
  session: 'All of this was made in this browser, and in no other place, so this browser is the proof.',
  'earlier-code': 'You proved it a moment ago, with the code from the e-mail.',
} as const;

const WishFields = ({ scope, photo }: Wish) => (
  <>
    <input type="hidden" name="scope" value={scope} />
    {photo === undefined ? null : <input type="hidden" name="photo" value={photo} />}
  </>
);

type AskProps = { readonly wish: Wish; readonly identity: Extract<Identity, { readonly by: 'code' }> };

const AskForCode = ({ wish, identity }: AskProps) => (
  <form class="stack gap-4" method="post" action="/account/privacy/erase/code">
    <WishFields {...wish} />
    {identity.error === undefined ? null : (
      <Note tone="bad" live>
        <p>{identity.error}</p>
      </Note>
    )}
    <p class="soft">We send a code to {identity.sentTo}. It works once, for 10 minutes, in this browser.</p>
    <p class="row">
      <Submit kind="danger" icon="mail">
        Send me the code
      </Submit>
      <a href="/account/privacy">Leave everything as it is</a>
    </p>
  </form>
);

const Final = ({ wish, identity, now }: ProofProps) => (
  <form class="stack gap-5" method="post" action="/account/privacy/erase">
    <WishFields {...wish} />
    <input type="hidden" name="confirm" value="yes" />
    {identity.by === 'code' ? (
      <div class="measure-xs">
        <TextField
          id="code"
          label="Code from the e-mail"
          hint={`Sent to ${identity.sentTo}`}
          error={identity.error}
          autocomplete="one-time-code"
          inputMode="numeric"
          maxLength={8}
        />
      </div>
    ) : null}
    <p class="row">
      <Submit kind="final" icon="keyBroken">
        Erase {counted(now, 'thing')} now
      </Submit>
      <a href="/account/privacy">Leave everything as it is</a>
    </p>
  </form>
);

export type ErasingPageProps = {
  /** "ER-0026". */
  readonly number: string;
  /** Keys destroyed, files deleted, companies told, read back, receipt signed. */
  readonly phases: readonly Stage[];
  /** Address of the receipt, once it is signed. */
  readonly receipt?: string | undefined;
};

/** While no receipt is there, the document is given `refreshSeconds: 3`. */
export const ErasingPage = ({ number, phases, receipt }: ErasingPageProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead
      title={receipt === undefined ? 'Your erasure is under way' : 'Erased'}
      over={<p class="s soft">{number}</p>}
      lede={
        receipt === undefined
          ? 'It goes on by itself, also if you leave or the shop restarts. It cannot be stopped any more.'
          : 'Done, and read back: nothing opens any more.'
      }
    />
    <Stages of={phases} />
    {receipt === undefined ? (
      <LookAgain />
    ) : (
      <p class="row">
        <LinkButton href={receipt}>Look at the receipt</LinkButton>
      </p>
    )}
  </div>
);
