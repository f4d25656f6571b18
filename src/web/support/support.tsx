/** `/support` and `/support/:token`: writing to us, and the conversation that comes of it. */
import { errorOf, Field, Submit, TextField } from '../components/form.tsx';
import { moment } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { ErrorSummary, Note, Status, type Tone } from '../components/notes.tsx';
import type { FieldError } from '../components/shapes.ts';
import type { Said } from './thread.ts';

export const topics = {
  order: 'An order',
  delivery: 'A delivery, or something damaged',
  portrait: 'A portrait that is not as it should be',
  payment: 'A payment or an invoice',
  account: 'Signing in, or my account',
  other: 'Something else',
} as const;

export type Told = {
  readonly topic: string;
  readonly order: string;
  readonly text: string;
  readonly email: string;
};

export type SupportPageProps = {
  readonly told: Told;
  readonly errors?: readonly FieldError[] | undefined;
  /** Makes of two presses of the button one message. */
  readonly once: string;
};

/** Posts `topic`, `order`, `text`, `email`, `once`. */
export const SupportPage = ({ told, errors, once }: SupportPageProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead
      title="Write to us"
      lede="A person reads it, and answers within two working days. No account is needed."
    />
    <ErrorSummary errors={errors ?? []} />
    <form class="sheet stack gap-5" method="post" action="/support">
      <input type="hidden" name="once" value={once} />
      <Field id="topic" label="What is it about?">
        {(described) => (
          <select class="input" id="topic" name="topic" {...described}>
            {Object.entries(topics).map(([value, label]) => (
              <option key={value} value={value} selected={told.topic === value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField
        id="order"
        label="Order number"
        hint="P-1042, if there is one. It stands on the order page and in its e-mails."
        error={errorOf(errors, 'order')}
        value={told.order}
        maxLength={12}
      />
      <Words value={told.text} error={errorOf(errors, 'text')} />
      <TextField
        id="email"
        type="email"
        label="Where do we answer?"
        hint="For this conversation and nothing else."
        error={errorOf(errors, 'email')}
        value={told.email}
        autocomplete="email"
        maxLength={254}
      />
      <p>
        <Submit icon="mail">Send it</Submit>
      </p>
    </form>
    <Note icon="lock">
      <p>
        What you write is sealed, and kept for two years after the last word, or until you erase it. For your
        data, the <a href="/account/privacy">privacy page</a> answers at once.
      </p>
    </Note>
  </div>
);

const Words = ({ value, error }: { value: string; error?: string | undefined }) => (
  <Field id="text" label="Your message" error={error}>
    {(described) => (
      <textarea class="input" id="text" name="text" rows={7} maxLength={10_000} {...described}>
        {value}
      </textarea>
    )}
  </Field>
);

export type ThreadPageProps = {
  /** "S-0012". */
  readonly number: string;
  readonly topic: string;
  readonly state: string;
  readonly tone: Tone;
  readonly said: readonly Said[];
  readonly token: string;
  readonly once: string;
  readonly error?: string | undefined;
};

/** Posts `text`, `once`. */
export const ThreadPage = ({ number, topic, state, tone, said, token, once, error }: ThreadPageProps) => (
  <div class="wrap--text stack gap-6">
    <PageHead title={`Conversation ${number}`} lede={topic} />
    <p>
      <Status tone={tone}>{state}</Status>
    </p>
    <Thread said={said} you="customer" />
    <form class="sheet stack gap-5" method="post" action={`/support/${token}`}>
      <input type="hidden" name="once" value={once} />
      <Words value="" error={error} />
      <p>
        <Submit icon="mail">Send it</Submit>
      </p>
    </form>
    <p class="s soft">Keep the address of this page: it is the key to the conversation.</p>
  </div>
);

type ThreadProps = { readonly said: readonly Said[]; readonly you: Said['by'] };

/** The first word first, as people read. */
export const Thread = ({ said, you }: ThreadProps) => (
  <ol class="stack gap-4" aria-label="What was said">
    {said.map(({ by, at, text }) => (
      <li class={by === you ? 'sheet stack gap-2' : 'note'} key={at}>
        <div class="stack gap-2">
          <p class="s soft">
            <b>{nameOf(by, you)}</b>, <time dateTime={at}>{moment(at)}</time>
          </p>
          {text === undefined ? (
            <p class="soft">This message is erased.</p>
          ) : (
            text.split(/\n{2,}/).map((part) => <p key={part}>{part}</p>)
          )}
        </div>
      </li>
    ))}
  </ol>
);

const nameOf = (by: Said['by'], you: Said['by']): string => {
  if (by === you) return 'You';
  return by === 'shop' ? 'Portrait123' : 'The customer';
};
