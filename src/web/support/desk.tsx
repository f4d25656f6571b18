/** `/staff/support` and `/staff/support/:id`: who waits for an answer, and the answering. */
import { DataTable } from '../components/data-table.tsx';
import { Field, PostButton, Submit } from '../components/form.tsx';
import { moment } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Note, Status, type Tone } from '../components/notes.tsx';
import { Thread } from './support.tsx';
import type { Said } from './thread.ts';

export type Waiting = {
  readonly number: string;
  readonly href: string;
  readonly topic: string;
  readonly order: string | null;
  readonly saidAt: string;
  readonly state: string;
  readonly tone: Tone;
};

export const SupportDeskPage = ({ waiting }: { waiting: readonly Waiting[] }) => (
  <div class="wrap">
    <PageHead title="Support" lede="Whoever waits longest comes first. Who they are stays sealed." />
    <section class="panel">
      <DataTable
        caption="Conversations"
        rows={waiting}
        keyOf={({ number }) => number}
        nothing="Nobody waits."
        columns={[
          { name: 'Conversation', cell: ({ number, href }) => <a href={href}>{number}</a> },
          { name: 'About', cell: ({ topic }) => topic },
          { name: 'Order', cell: ({ order }) => order ?? '' },
          { name: 'Last word', cell: ({ saidAt }) => moment(saidAt) },
          { name: 'State', cell: ({ state, tone }) => <Status tone={tone}>{state}</Status> },
        ]}
      />
    </section>
  </div>
);

export type AnsweringPageProps = {
  readonly number: string;
  readonly id: string;
  readonly topic: string;
  readonly order: { readonly number: string; readonly href: string } | undefined;
  readonly state: string;
  readonly tone: Tone;
  readonly closed: boolean;
  readonly said: readonly Said[];
  readonly once: string;
  readonly error?: string | undefined;
};

/** Posts `text`, `once` to `/answer`; `/close`. */
export const AnsweringPage = (props: AnsweringPageProps) => {
  const { number, id, topic, order, state, tone, closed, said, once, error } = props;
  return (
    <div class="wrap--text stack gap-5">
      <PageHead title={`Conversation ${number}`} lede={topic} />
      <div class="row row--between">
        <Status tone={tone}>{state}</Status>
        {order === undefined ? null : <a href={order.href}>Order {order.number}</a>}
      </div>
      <Note icon="lock">
        <p>
          It was opened to answer it, and the log says so, with your account. Their name and address stay
          sealed: the answer finds its way by itself.
        </p>
      </Note>
      <Thread said={said} you="shop" />
      <form class="sheet stack gap-5" method="post" action={`/staff/support/${id}/answer`}>
        <input type="hidden" name="once" value={once} />
        <Field id="text" label="Your answer" hint="It is sent as an e-mail, word for word." error={error}>
          {(described) => (
            <textarea class="input" id="text" name="text" rows={8} maxLength={10_000} {...described} />
          )}
        </Field>
        <p>
          <Submit icon="mail">Answer</Submit>
        </p>
      </form>
      {closed ? null : (
        <PostButton kind="text" to={`/staff/support/${id}/close`}>
          Close without an answer
        </PostButton>
      )}
    </div>
  );
};
