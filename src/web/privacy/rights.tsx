/** Correcting, restricting, objecting, complaining: what each means, and a form where the shop answers by itself. */
import type { ComponentChildren } from 'preact';
import { PostButton, Submit, TextField } from '../components/form.tsx';

export type RightsProps = {
  /** Where a person reads: for what no form does yet. */
  readonly privacyEmail: string;
  /** What is on file, to be corrected; nothing without it. */
  readonly correct?: { readonly email: string; readonly name: string } | undefined;
  /** Which of the rights have a form: the others are asked for in a letter. */
  readonly can?: { readonly restrict?: 'restrict' | 'lift'; readonly object?: boolean } | undefined;
};

/** Posts: `/account/privacy/correct` with `email` and `name`; `/restrict` with `on`; `/object`. */
export const Rights = ({
  privacyEmail,
  correct,
  can,
  children,
}: RightsProps & { children: ComponentChildren }) => (
  <section id="rights" class="stack gap-4">
    <h2>Correct, restrict, object</h2>
    <div>
      <Fold title="Something is wrong: correct it">
        <p>Change your name, address or e-mail. The old value’s key is destroyed; that it changed is kept.</p>
        {correct === undefined ? <Write to={privacyEmail} /> : <Correction {...correct} />}
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
      <Fold title="Complain">
        <p>To our privacy officer, or straight to the data protection authority where you live.</p>
        <Write to={privacyEmail} />
      </Fold>
    </div>
    {children}
  </section>
);

const Fold = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <details class="fold">
    <summary>{title}</summary>
    <div class="stack gap-3">{children}</div>
  </details>
);

const Write = ({ to }: { to: string }) => (
  <p>
    Write to <a href={`mailto:${to}`}>{to}</a>; you have an answer within a month.
  </p>
);

const Correction = ({ email, name }: { email: string; name: string }) => (
  <form class="fields" method="post" action="/account/privacy/correct">
    <TextField id="correct-email" name="email" type="email" span={3} label="E-mail address" value={email} />
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
