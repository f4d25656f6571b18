/** Correcting, restricting, objecting, complaining: what each means, and a form where the shop answers by itself. */
import type { ComponentChildren } from 'preact';
import { Field, PostButton, Submit, TextField } from '../components/form.tsx';

export type RightsProps = {
  /** Where a person reads: for what no form does yet. */
  readonly privacyEmail: string;
  /** What is on file, to be corrected; nothing without it. */
  readonly correct?: { readonly email: string; readonly name: string } | undefined;
  /** Which of the rights have a form: the others are asked for in a letter. */
  readonly can?:
    | { readonly restrict?: 'restrict' | 'lift'; readonly object?: boolean; readonly complain?: boolean }
    | undefined;
  /** What was sent and did not fit. */
  readonly wrong?: 'contact' | 'complaint' | undefined;
};

/** Posts: `/account/privacy/correct` with `email` and `name`; `/restrict` with `on`; `/object`; `/complain` with `text`. */
export const Rights = ({
  privacyEmail,
  correct,
  can,
  wrong,
  children,
}: RightsProps & { children: ComponentChildren }) => (
  <section id="rights" class="stack gap-4">
    <h2>Correct, restrict, object</h2>
    <div>
      <Fold title="Something is wrong: correct it" open={wrong === 'contact'}>
        <p>
          Change your name or your e-mail address. The old value’s key is destroyed; that it changed is kept.
        </p>
        {correct === undefined ? (
          <Write to={privacyEmail} />
        ) : (
          <Correction {...correct} wrong={wrong === 'contact'} />
        )}
      </Fold>
      <Fold title="Hold it, but do not use it: restrict">
        <p>
          We keep the data sealed while a question between us is open. Painting, printing and writing stop.
        </p>
        {can?.restrict === undefined ? <Write to={privacyEmail} /> : <Restriction is={can.restrict} />}
      </Fold>
      <Fold title="Stop using it for this: object">
        <p>You can object to what we do in our own interest, such as abuse checks. A person answers.</p>
        {can?.object === true ? (
          <PostButton to="/account/privacy/object" kind="quiet" small>
            Object to abuse checks
          </PostButton>
        ) : (
          <Write to={privacyEmail} />
        )}
      </Fold>
      <Fold title="Complain" open={wrong === 'complaint'}>
        <p>
          To our privacy officer, who says at once that it arrived and answers within a month; or straight to
          the data protection authority where you live.
        </p>
        {can?.complain === true ? <Complaint wrong={wrong === 'complaint'} /> : <Write to={privacyEmail} />}
      </Fold>
      <Fold title="It is about somebody else’s photo, or a child">
        <p>
          <a href="/privacy/depicted">You are in a photo that somebody else sent</a>
        </p>
        <p>
          <a href="/privacy/children">A child sent a photo of itself</a>
        </p>
      </Fold>
    </div>
    {children}
  </section>
);

type FoldProps = { readonly title: string; readonly open?: boolean; readonly children: ComponentChildren };
const Fold = ({ title, open = false, children }: FoldProps) => (
  <details class="fold" open={open}>
    <summary>{title}</summary>
    <div class="stack gap-3">{children}</div>
  </details>
);

const Write = ({ to }: { to: string }) => (
  <p>
    Write to <a href={`mailto:${to}`}>{to}</a>; you have an answer within a month.
  </p>
);

const Complaint = ({ wrong }: { wrong: boolean }) => (
  <form class="stack gap-4" method="post" action="/account/privacy/complain">
    <Field
      id="complaint"
      label="What is wrong?"
      error={wrong ? 'Write a sentence: an empty complaint cannot be answered.' : undefined}
    >
      {(described) => (
        <textarea class="input" id="complaint" name="text" rows={5} maxLength={20_000} {...described} />
      )}
    </Field>
    <div>
      <Submit kind="quiet" small>
        Send the complaint
      </Submit>
    </div>
  </form>
);

type CorrectionProps = { readonly email: string; readonly name: string; readonly wrong: boolean };
const Correction = ({ email, name, wrong }: CorrectionProps) => (
  <form class="fields" method="post" action="/account/privacy/correct">
    <TextField
      id="correct-email"
      name="email"
      type="email"
      span={3}
      label="E-mail address"
      value={email}
      error={wrong ? 'This is not an e-mail address.' : undefined}
    />
    <TextField id="correct-name" name="name" span={3} label="Name" value={name} />
    <div>
      <Submit kind="quiet" small>
        Correct
      </Submit>
    </div>
  </form>
);

const Restriction = ({ is }: { is: 'restrict' | 'lift' }) => (
  <PostButton
    to="/account/privacy/restrict"
    fields={{ on: is === 'restrict' ? 'yes' : 'no' }}
    kind="quiet"
    small
  >
    {is === 'restrict' ? 'Restrict my data' : 'Lift the restriction'}
  </PostButton>
);
