/** `/staff/orders`: orders by the time at which they are due. What is personal stays sealed. */
import { DataTable } from '../components/data-table.tsx';
import { type Figure, Figures, Sealed } from '../components/desk.tsx';
import { Submit } from '../components/form.tsx';
import { moment, money } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Status, type Tone } from '../components/notes.tsx';
import type { Money } from '../components/shapes.ts';

export type StaffOrder = {
  readonly number: string;
  readonly href?: string | undefined;
  readonly placedAt: string;
  readonly items: string;
  readonly country: string;
  readonly total: Money;
  readonly order: { readonly state: string; readonly tone: Tone };
  readonly payment: { readonly state: string; readonly tone: Tone };
  readonly print: { readonly state: string; readonly tone: Tone };
};

export type StaffOrdersPageProps = {
  readonly figures: readonly Figure[];
  readonly orders: readonly StaffOrder[];
  /** What was searched for: an exact order number. */
  readonly query?: string | undefined;
};

/** The search gets `/staff/orders` with `q`. */
export const StaffOrdersPage = ({ figures, orders, query }: StaffOrdersPageProps) => (
  <div class="wrap">
    <div class="row row--between">
      <PageHead title="Orders" />
      <Search query={query} />
    </div>
    <Figures of={figures} />
    <section class="panel">
      <DataTable
        caption={query === undefined ? 'Newest first' : `Found for ${query}`}
        rows={orders}
        keyOf={({ number }) => number}
        nothing={query === undefined ? 'Nothing waits.' : 'No order has this number.'}
        columns={[
          {
            name: 'Order',
            cell: ({ number, href }) => (href === undefined ? number : <a href={href}>{number}</a>),
          },
          { name: 'Placed', cell: ({ placedAt }) => moment(placedAt) },
          { name: 'Items', cell: ({ items }) => items },
          { name: 'Customer', cell: ({ country }) => <Sealed>{country}, rest sealed</Sealed> },
          { name: 'Order state', cell: ({ order }) => <Status tone={order.tone}>{order.state}</Status> },
          { name: 'Payment', cell: ({ payment }) => <Status tone={payment.tone}>{payment.state}</Status> },
          { name: 'Print', cell: ({ print }) => <Status tone={print.tone}>{print.state}</Status> },
          { name: 'Total', cell: ({ total }) => money(total), number: true },
        ]}
      />
    </section>
  </div>
);

const Search = ({ query = '' }: { query?: string | undefined }) => (
  <search>
    <form class="search mb-5" method="get" action="/staff/orders">
      <label class="vh" for="q">
        Exact order number
      </label>
      <input class="input" id="q" name="q" value={query} placeholder="Order number" />
      <Submit kind="quiet" small icon="search">
        <span class="vh">Search</span>
      </Submit>
    </form>
  </search>
);
