/** `/staff/review`: orders that a person must look at, and why. */
import { DataTable } from '../../components/data-table.tsx';
import { Sealed } from '../../components/desk.tsx';
import { moment } from '../../components/format.ts';
import { PageHead } from '../../components/layout.tsx';
import { Status } from '../../components/notes.tsx';

export type Waiting = {
  readonly number: string;
  readonly href: string;
  readonly items: string;
  readonly country: string;
  readonly why: readonly string[];
  readonly dueAt: string;
  readonly late: boolean;
  readonly mayOpenPhoto: boolean;
};

export const ReviewPage = ({ waiting }: { waiting: readonly Waiting[] }) => (
  <div class="wrap">
    <PageHead
      title="Review"
      lede="What no process can settle by itself. Photos stay sealed; where something is in question, the order’s page opens one for that review alone, and the customer sees that it was opened."
    />
    <section class="panel">
      <DataTable
        caption="Need a person, what is due first"
        rows={waiting}
        keyOf={({ number }) => number}
        nothing="Nothing waits."
        columns={[
          { name: 'Order', cell: ({ number, href }) => <a href={href}>{number}</a> },
          { name: 'Why', cell: ({ why }) => why.join(' ') },
          { name: 'Items', cell: ({ items }) => items },
          { name: 'Customer', cell: ({ country }) => <Sealed>{country}, rest sealed</Sealed> },
          {
            name: 'Photo',
            cell: ({ mayOpenPhoto }) => <Sealed>{mayOpenPhoto ? 'for this review' : 'not for staff'}</Sealed>,
          },
          {
            name: 'Look at it until',
            cell: ({ dueAt, late }) =>
              late ? <Status tone="bad">{moment(dueAt)}, late</Status> : moment(dueAt),
          },
        ]}
      />
    </section>
  </div>
);
