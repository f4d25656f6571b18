/** `/officer/:id`: one request, what it says, its clock, and the ways to answer it. */
import type { ComponentChildren } from 'preact';
import { errorOf, Field, SelectField, Submit, TextField } from '../components/form.tsx';
import { longDate, moment } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { ErrorSummary, Note, Status, type Tone } from '../components/notes.tsx';
import type { FieldError } from '../components/shapes.ts';

export type OfficerRequestProps = {
  readonly id: string;
  /** "R-0031". */
  readonly number: string;
  readonly what: string;
  readonly from: string;
  readonly text: string | undefined;
  readonly madeAt: string;
  readonly dueOn: string;
  readonly state: string;
  readonly tone: Tone;
  readonly isOpen: boolean;
  readonly extendable: boolean;
  /** Of a picture: where it can be looked at, which is written down. */
  readonly picture?: string | undefined;
  readonly erasable: boolean;
  /** Address of the erasure's receipt, once it was ordered. */
  readonly erasure?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
};

export const OfficerRequestPage = (props: OfficerRequestProps) => (
  <div class="wrap stack gap-5">
    <PageHead title={props.what} over={<p class="s soft">{props.number}</p>} />
    <ErrorSummary errors={props.errors ?? []} />
    <div class="cols cols--2">
      <section class="panel stack gap-4" aria-label="The request">
        <dl class="defs">
          <Row name="From">{props.from}</Row>
          <Row name="Made">{moment(props.madeAt)}</Row>
          <Row name="Due">{longDate(props.dueOn)}</Row>
          <Row name="State">
            <Status tone={props.tone}>{props.state}</Status>
          </Row>
        </dl>
        <p class="measure">{props.text ?? 'What it says cannot be read any more.'}</p>
        {props.picture === undefined ? null : <Picture picture={props.picture} />}
        {props.erasure === undefined ? null : (
          <p>
            The photo is being erased: <a href={props.erasure}>its receipt</a>
          </p>
        )}
      </section>
      {props.isOpen ? <Ways {...props} /> : <Closed />}
    </div>
  </div>
);

const Row = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Picture = ({ picture }: { picture: string }) => (
  <form method="post" action={picture}>
    <Submit kind="quiet" small icon="lock">
      Look at the picture
    </Submit>
    <p class="s soft mt-2">That you look is written down, and its owner sees it.</p>
  </form>
);

const Closed = () => (
  <section class="panel">
    <Note tone="ok">
      <p>This request is answered.</p>
    </Note>
  </section>
);

const Ways = (props: OfficerRequestProps) => (
  <section class="panel stack gap-6" aria-label="Answer">
    <Answer {...props} />
    {props.erasable ? <Erase {...props} /> : null}
    {props.extendable ? <Extend {...props} /> : null}
  </section>
);

const outcomes = [
  { value: 'done', label: 'Done as asked' },
  { value: 'partly-done', label: 'Done in part' },
  { value: 'refused', label: 'Refused' },
];

const Answer = ({ id, errors }: OfficerRequestProps) => (
  <form class="stack gap-4" method="post" action={`/officer/${id}/answer`}>
    <SelectField id="outcome" label="Outcome" options={outcomes} />
    <Field
      id="text"
      label="Answer"
      hint="Sent as it is. A refusal says why; how to complain is added by itself."
      error={errorOf(errors, 'text')}
    >
      {(described) => (
        <textarea class="input" id="text" name="text" rows={7} maxLength={20_000} {...described} />
      )}
    </Field>
    <div>
      <Submit small>Send the answer</Submit>
    </div>
  </form>
);

const Erase = ({ id, errors }: OfficerRequestProps) => (
  <form class="stack gap-4 ruled" method="post" action={`/officer/${id}/erase`}>
    <TextField
      id="where"
      label="The picture"
      hint="Its address or an order’s number; empty for the one that was named."
      error={errorOf(errors, 'where')}
    />
    <div>
      <Submit kind="danger" small icon="keyBroken">
        Erase the photo and its portraits
      </Submit>
    </div>
  </form>
);

const reasons = [
  { value: '', label: 'Choose a reason' },
  { value: 'complex', label: 'It is complex' },
  { value: 'many-requests', label: 'They asked several things at once' },
];

const Extend = ({ id, errors }: OfficerRequestProps) => (
  <form class="stack gap-4 ruled" method="post" action={`/officer/${id}/extend`}>
    <SelectField
      id="because"
      label="Take two months more"
      hint="Once, with a reason, and only while the first month runs (Art. 12(3)). They are told by letter."
      options={reasons}
      error={errorOf(errors, 'because')}
    />
    <div>
      <Submit kind="quiet" small>
        Extend, and tell them
      </Submit>
    </div>
  </form>
);
