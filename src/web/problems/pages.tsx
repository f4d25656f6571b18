/** Any failure, in the shop's words: the sentence first, what is safe, what to do; the trace for a message to us. */
import { LinkButton } from '../components/form.tsx';
import { proofTime } from '../components/format.ts';
import { EmptyFrame, Label } from '../components/picture.tsx';
import type { Problem } from './problem.ts';

/** RFC 9457, and what people need besides. */
export type ProblemPageProps = {
  readonly status: number;
  /** A slug: the last part of the problem's type. */
  readonly type: string;
  /** The plain sentence, for the title; without it the status's own. */
  readonly title?: string | undefined;
  /** What was not lost, and what to do: one sentence each. */
  readonly safe?: readonly string[] | undefined;
  readonly trace?: string | undefined;
  readonly at: string;
  readonly retryAfterSeconds?: number | undefined;
  /** Where "Try again" leads; the entrance without it. */
  readonly again?: string | undefined;
};

type Words = { readonly title: string; readonly safe: readonly string[]; readonly label: string };

/** The statuses that people meet, each with its sentence, what is safe, and what the empty frame says. */
export const problemWords: Readonly<Record<number, Words>> = {
  400: {
    title: 'We could not read what was sent.',
    safe: ['Nothing was changed.', 'Go back, look at the form once more, and send it again.'],
    label: 'A form that did not arrive whole',
  },
  401: {
    title: 'Sign in first.',
    safe: ['Nothing was shown or changed.'],
    label: 'Behind a door',
  },
  403: {
    title: 'This door is not yours.',
    safe: [
      'Nothing was shown or changed.',
      'If it should be yours, sign in, or use the link from your e-mail.',
    ],
    label: 'Not on show',
  },
  404: {
    title: 'There is nothing at this address.',
    safe: ['It may have been mistyped or cut off.', 'Links from our e-mails are long: copy them whole.'],
    label: 'Never hung here',
  },
  405: {
    title: 'That cannot be done at this address.',
    safe: ['Nothing was changed.', 'Go back, and use the buttons of the page.'],
    label: 'A door that opens the other way',
  },
  409: {
    title: 'Somebody was faster.',
    safe: [
      'What you saw had changed in the meantime.',
      'Nothing of yours was changed: look again, and decide again.',
    ],
    label: 'Taken down while you looked',
  },
  410: {
    title: 'This is erased.',
    safe: ['Its key was destroyed.', 'Nobody can bring it back, ourselves included.'],
    label: 'Erased for good',
  },
  413: {
    title: 'That was too large.',
    safe: [
      'The studio takes files up to 40 MB.',
      'Nothing was stored. Save the photo as JPEG, or shrink it.',
    ],
    label: 'Too large for the door',
  },
  422: {
    title: 'Some of it needs another look.',
    safe: ['Nothing was changed.', 'Go back, look at the form once more, and send it again.'],
    label: 'A form with a gap',
  },
  429: {
    title: 'That was a little fast.',
    safe: ['Nothing was lost.', 'Wait a moment, and try again.'],
    label: 'Back in a moment',
  },
  500: {
    title: 'Something broke on our side.',
    safe: [
      'Nothing was charged.',
      'What you had done before is safe. The fault was written down without your data.',
    ],
    label: 'Being looked at',
  },
  502: {
    title: 'A company we work with does not answer.',
    safe: ['Nothing was charged.', 'Nothing is lost: try again in a few minutes.'],
    label: 'Waiting for an answer',
  },
  503: {
    title: 'The shop is restarting. Please try again in a minute.',
    safe: [
      'Nothing was charged.',
      'Your basket and your photo are safe, and a painting that was under way goes on where it stopped.',
    ],
    label: 'Empty frame, for about a minute',
  },
};

export const problemTitle = ({ status, title }: Pick<ProblemPageProps, 'status' | 'title'>): string =>
  title ?? wordsOf(status).title;

/** What it means and what to do, in the words of the page: what a program passes on to its own people. */
export function problemDetail({ status, safe, errors, refusal, also }: Problem): string {
  if (refusal !== undefined) return [refusal.because, refusal.remedy, also].filter(Boolean).join(' ');
  return (errors?.map(({ says }) => says) ?? safe ?? wordsOf(status).safe).join(' ');
}

const fallback: Words = {
  title: 'That did not work.',
  safe: ['Nothing was charged.'],
  label: 'Nothing to see',
};
const wordsOf = (status: number): Words =>
  problemWords[status] ?? problemWords[status < 500 ? 400 : 500] ?? fallback;

export const ProblemPage = (props: ProblemPageProps) => (
  <div class="wall">
    <div class="wrap problem">
      <div class="stack gap-5">
        <h1>{problemTitle(props)}</h1>
        <p class="lede">{(props.safe ?? wordsOf(props.status).safe).join(' ')}</p>
        <p class="row gap-row">
          <Ways {...props} />
        </p>
        <details class="s wall-soft">
          <summary>For a message to us</summary>
          <p class="mono mt-2">{traceOf(props)}</p>
        </details>
      </div>
      <div class="empty-wall">
        <div class="row gap-5 items-end justify-center">
          <EmptyFrame finish="gilt" size="w-44" />
          <Label title={String(props.status)} medium={wordsOf(props.status).label} />
        </div>
      </div>
    </div>
    <div class="skirting" />
  </div>
);

/** Again, where that may help; a door that opens to somebody else; and always the entrance. */
function Ways({ status, again }: ProblemPageProps) {
  const first =
    again !== undefined
      ? { href: again, says: 'Try again' }
      : status === 401 || status === 403
        ? { href: '/sign-in', says: 'Sign in' }
        : undefined;
  const entrance = 'Go to the entrance';
  if (first === undefined)
    return (
      <LinkButton kind="wall" href="/">
        {entrance}
      </LinkButton>
    );
  return (
    <>
      <LinkButton kind="wall" href={first.href}>
        {first.says}
      </LinkButton>
      <a class="inherit" href="/">
        {entrance}
      </a>
    </>
  );
}

const traceOf = ({ status, type, trace, at, retryAfterSeconds }: ProblemPageProps): string =>
  [
    `${status} ${type}`,
    trace === undefined ? undefined : `trace ${trace}`,
    proofTime(at),
    retryAfterSeconds === undefined ? undefined : `retry after ${retryAfterSeconds} s`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
