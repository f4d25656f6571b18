/** `/staff/refunds`: refunds without an end, oldest first. */
import { DataTable } from '../../components/data-table.tsx';
import { moment, money } from '../../components/format.ts';
import { PageHead } from '../../components/layout.tsx';
import type { Money } from '../../components/shapes.ts';

export type RefundLine = {
  readonly key: string;
  readonly number: string;
  readonly href: string;
  readonly amount: Money;
  readonly at: string;
};

type RefundsPageProps = { readonly pending: readonly RefundLine[]; readonly failed: readonly RefundLine[] };

export const RefundsPage = ({ pending, failed }: RefundsPageProps) => (
  <div class="wrap">
    <PageHead
      title="Refunds"
      lede="Money counts as sent back when the payment company says that it arrived, and not before. Lost answers are asked for again every five minutes."
    />
    <section class={failed.length === 0 ? 'panel' : 'panel panel--bad'}>
      <Refunds caption="Did not arrive" of={failed} nothing="None failed." said="Failed" />
    </section>
    <section class="panel mt-5">
      <Refunds caption="On their way" of={pending} nothing="None is on its way." said="Asked for" />
    </section>
  </div>
);

type RefundsProps = {
  readonly caption: string;
  readonly of: readonly RefundLine[];
  readonly nothing: string;
  readonly said: string;
};

const Refunds = ({ caption, of, nothing, said }: RefundsProps) => (
  <DataTable
    caption={caption}
    rows={of}
    keyOf={({ key }) => key}
    nothing={nothing}
    columns={[
      { name: 'Order', cell: ({ number, href }) => <a href={href}>{number}</a> },
      { name: said, cell: ({ at }) => moment(at) },
      { name: 'Amount', cell: ({ amount }) => money(amount), number: true },
    ]}
  />
);
