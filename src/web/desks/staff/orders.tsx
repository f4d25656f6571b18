/** `/staff/orders`: orders by the time at which something is due. What is personal stays sealed. */
import { DataTable } from '../../components/data-table.tsx';
import { type Figure, Figures, Sealed } from '../../components/desk.tsx';
import { moment, money } from '../../components/format.ts';
import { Note, Status, type Tone } from '../../components/notes.tsx';
import type { Link, Money } from '../../components/shapes.ts';
import { Pages, Search, Views } from '../parts.tsx';

type State = { readonly state: string; readonly tone: Tone };

export type StaffOrder = {
  readonly number: string;
  readonly href: string;
  readonly placedAt: string;
  /** Null where nothing is to come. */
  readonly due: { readonly at: string; readonly late: boolean } | null;
  readonly items: string;
  readonly country: string;
  readonly total: Money;
  readonly order: State;
  readonly payment: State;
  readonly print: State;
};

export type StaffOrdersPageProps = {
  readonly figures: readonly Figure[];
  readonly views: readonly (Link & { readonly here: boolean })[];
  readonly caption: string;
  readonly nothing: string;
  readonly orders: readonly StaffOrder[];
  readonly newer?: string | undefined;
  readonly older?: string | undefined;
  /** An order number as it was searched for; an address is not repeated. */
  readonly query?: string | undefined;
  readonly error?: string | undefined;
};

/** The search posts `q` to `/staff/orders`: an address must not stand in an address. */
export const StaffOrdersPage = (props: StaffOrdersPageProps) => (
  <div class="wrap">
    <div class="page-head">
      <div class="row row--between">
        <h1>Orders</h1>
        <Search query={props.query} />
      </div>
    </div>
    {props.error === undefined ? null : (
      <div class="mb-5">
        <Note tone="warn" live>
          <p>{props.error}</p>
        </Note>
      </div>
    )}
    <Figures of={props.figures} />
    <Views of={props.views} label="Which orders" />
    <section class="panel">
      <OrdersTable {...props} />
      <Pages newer={props.newer} older={props.older} />
    </section>
  </div>
);

const OrdersTable = ({ caption, nothing, orders }: StaffOrdersPageProps) => (
  <DataTable
    caption={caption}
    rows={orders}
    keyOf={({ number }) => number}
    nothing={nothing}
    columns={[
      { name: 'Order', cell: ({ number, href }) => <a href={href}>{number}</a> },
      { name: 'Due', cell: ({ due }) => <Due due={due} /> },
      { name: 'Placed', cell: ({ placedAt }) => moment(placedAt) },
      { name: 'Items', cell: ({ items }) => items },
      { name: 'Customer', cell: ({ country }) => <Sealed>{country}, rest sealed</Sealed> },
      { name: 'Order state', cell: ({ order }) => <Status tone={order.tone}>{order.state}</Status> },
      { name: 'Payment', cell: ({ payment }) => <Status tone={payment.tone}>{payment.state}</Status> },
      { name: 'Print', cell: ({ print }) => <Status tone={print.tone}>{print.state}</Status> },
      { name: 'Total', cell: ({ total }) => money(total), number: true },
    ]}
  />
);

const Due = ({ due }: Pick<StaffOrder, 'due'>) => {
  if (due === null) return <span class="soft">–</span>;
  return due.late ? <Status tone="bad">{moment(due.at)}, late</Status> : moment(due.at);
};
