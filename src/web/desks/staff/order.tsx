/** `/staff/orders/:id`: one order with its axes, its money and its history; the customer stays sealed until asked for. */
import type { ComponentChildren } from 'preact';
import { Axes } from '../../components/axes.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { SelectField, Submit, TextField } from '../../components/form.tsx';
import { moment, money } from '../../components/format.ts';
import { ErrorSummary, Note, Status, type Tone } from '../../components/notes.tsx';
import type { Axis, FieldError, Money } from '../../components/shapes.ts';
import { type Event, History, Search } from '../parts.tsx';
import { Customer, type CustomerProps } from './customer.tsx';

export type StaffOrderPageProps = {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly tone: Tone;
  /** Said after an act, in words that the address chooses among. */
  readonly said?: string | undefined;
  readonly errors: readonly FieldError[];
  readonly needs: readonly { readonly title: string; readonly says: string }[];
  readonly due: { readonly at: string; readonly late: boolean } | null;
  readonly axes: readonly Axis[];
  readonly lines: readonly {
    readonly what: string;
    readonly made: string;
    readonly sku: string;
    readonly quantity: number;
    readonly vat: Money;
    readonly gross: Money;
  }[];
  readonly total: Money;
  readonly refunds: readonly { readonly at: string; readonly amount: Money; readonly state: string }[];
  /** What is left to refund; null where nothing can be. */
  readonly refundable: { readonly left: Money; readonly once: string } | null;
  readonly cancellable: { readonly once: string } | null;
  readonly history: readonly Event[];
  readonly customer: CustomerProps;
};

export const StaffOrderPage = (props: StaffOrderPageProps) => (
  <div class="wrap">
    <div class="page-head">
      <div class="row row--between">
        <h1 class="row gap-3">
          Order {props.number} <Status tone={props.tone}>{props.state}</Status>
        </h1>
        <Search />
      </div>
    </div>
    <Said {...props} />
    <ErrorSummary errors={props.errors} />
    <Needs {...props} />
    <div class="cols cols--21">
      <div class="cols top">
        <section class="panel">
          <h2>Where things stand</h2>
          <Axes of={props.axes} />
        </section>
        <section class="panel">
          <ItemsAndMoney {...props} />
        </section>
        <section class="panel">
          <h2>History</h2>
          <p>Every line is an event. What is personal in it is sealed.</p>
          <History of={props.history} />
        </section>
      </div>
      <div class="cols top">
        <Customer {...props.customer} />
        <Acts {...props} />
      </div>
    </div>
  </div>
);

const Said = ({ said }: Pick<StaffOrderPageProps, 'said'>) =>
  said === undefined ? null : (
    <div class="mb-5">
      <Note tone="ok" live>
        <p>{said}</p>
      </Note>
    </div>
  );

const Needs = ({ needs, due }: StaffOrderPageProps) => {
  if (needs.length === 0)
    return due === null ? null : (
      <p class={due.late ? 'mb-5' : 'mb-5 soft'}>
        {due.late ? <Status tone="bad">Late since {moment(due.at)}</Status> : `Due ${moment(due.at)}`}
      </p>
    );
  return (
    <section class="panel panel--wait mb-5" aria-labelledby="needs">
      <h2 id="needs">Needs a person</h2>
      {needs.map(({ title, says }) => (
        <p key={title} class="measure">
          <strong>{title}</strong> {says}
        </p>
      ))}
      {due === null ? null : <p class="xs soft">Look at it until {moment(due.at)}.</p>}
    </section>
  );
};

const ItemsAndMoney = ({ lines, total, refunds }: StaffOrderPageProps) => (
  <>
    <DataTable
      caption="Items and money"
      rows={lines.map((line, i) => ({ ...line, key: String(i) }))}
      keyOf={({ key }) => key}
      nothing="No items."
      columns={[
        { name: 'Item', cell: ({ what, made }) => <Item what={what} made={made} /> },
        { name: 'Lab SKU', cell: ({ sku }) => <span class="mono">{sku}</span> },
        { name: 'Quantity', cell: ({ quantity }) => quantity, number: true },
        { name: 'VAT', cell: ({ vat }) => money(vat), number: true },
        { name: 'Gross', cell: ({ gross }) => money(gross), number: true },
      ]}
    />
    <p class="row row--between mt-4">
      <span>Total, delivery included</span>
      <strong>{money(total)}</strong>
    </p>
    {refunds.map(({ at, amount, state }) => (
      <p class="row row--between soft" key={`${at}${amount.cents}`}>
        <span>
          Refund of {moment(at)}, {state}
        </span>
        <span>−{money(amount)}</span>
      </p>
    ))}
  </>
);

const Item = ({ what, made }: { what: string; made: string }) => (
  <>
    {what}
    <small class="w-400 d-block soft">{made}</small>
  </>
);

const reasons = [
  { value: 'goodwill', label: 'Goodwill' },
  { value: 'claim', label: 'A claim: damaged, or not as approved' },
  { value: 'withdrawal', label: 'A withdrawal' },
  { value: 'not-possible', label: 'It cannot be made' },
] as const;

const Acts = (props: StaffOrderPageProps) =>
  props.refundable === null && props.cancellable === null ? null : (
    <section class="panel">
      <h2>Decide</h2>
      <p>Whatever you do here is an event under your name, and can be reviewed.</p>
      <Refund {...props} />
      <Cancel {...props} />
    </section>
  );

const Refund = ({ id, refundable, errors }: StaffOrderPageProps) => {
  if (refundable === null) return null;
  const error = errors.find(({ field }) => field === 'amount')?.says;
  return (
    <Fold title="Refund…" open={error !== undefined}>
      <form class="stack gap-3" method="post" action={`/staff/orders/${id}/refund`}>
        <input type="hidden" name="once" value={refundable.once} />
        <TextField
          id="amount"
          label={`Amount in ${refundable.left.currency}`}
          hint={`Empty for all that is left: ${money(refundable.left)}`}
          inputMode="text"
          maxLength={12}
          error={error}
          autocomplete="off"
        />
        <SelectField id="reason" label="Reason" options={reasons} value="goodwill" />
        <div>
          <Submit kind="danger" small icon="undo">
            Refund
          </Submit>
        </div>
      </form>
    </Fold>
  );
};

const Cancel = ({ id, cancellable }: StaffOrderPageProps) =>
  cancellable === null ? null : (
    <Fold title="Cancel the order…">
      <form class="stack gap-3" method="post" action={`/staff/orders/${id}/cancel`}>
        <input type="hidden" name="once" value={cancellable.once} />
        <p class="soft">
          The lab is asked first, and its answer stands. What was paid goes back in full, by itself.
        </p>
        <div>
          <Submit kind="danger" small>
            Cancel and refund
          </Submit>
        </div>
      </form>
    </Fold>
  );

type FoldProps = {
  readonly title: string;
  readonly open?: boolean;
  readonly children: ComponentChildren;
};

const Fold = ({ title, open = false, children }: FoldProps) => (
  <details class="fold" open={open}>
    <summary>{title}</summary>
    <div class="full-measure">{children}</div>
  </details>
);
