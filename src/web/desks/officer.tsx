/** `/officer`: what waits for a person, with its clocks, and the companies that are still erasing. */
import { DataTable } from '../components/data-table.tsx';
import { Due, type Figure, Figures } from '../components/desk.tsx';
import { daysBetween, shortDate } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Status, type Tone } from '../components/notes.tsx';

export type WaitingRequest = {
  readonly number: string;
  readonly href: string;
  readonly from: string;
  readonly asks: string;
  readonly why: string;
  readonly madeAt: string;
  readonly dueAt: string;
  readonly state: string;
  readonly tone: Tone;
};

export type OfficerPageProps = {
  readonly now: string;
  readonly figures: readonly Figure[];
  readonly waiting: readonly WaitingRequest[];
  readonly companies: readonly {
    readonly name: string;
    readonly receipt: string;
    readonly href: string;
    readonly ends: string;
  }[];
};

export const OfficerPage = ({ now, figures, waiting, companies }: OfficerPageProps) => (
  <div class="wrap">
    <PageHead title="Requests" lede="Most answer themselves. These wait for a person." />
    <Figures of={figures} />
    <section class="panel">
      <DataTable
        caption="Waiting for a person"
        rows={waiting}
        keyOf={({ number }) => number}
        nothing="Nothing waits."
        columns={[
          { name: 'Request', cell: ({ number, href }) => <a href={href}>{number}</a> },
          { name: 'From', cell: ({ from }) => from },
          { name: 'Asks for', cell: ({ asks }) => asks },
          { name: 'Why a person', cell: ({ why }) => why },
          { name: 'Due', cell: (request) => <Clock request={request} now={now} /> },
          { name: 'State', cell: ({ state, tone }) => <Status tone={tone}>{state}</Status> },
        ]}
      />
    </section>
    <section class="panel mt-5">
      <DataTable
        caption="Companies still erasing"
        rows={companies}
        keyOf={({ name, receipt }) => `${name}${receipt}`}
        nothing="All have answered."
        columns={[
          { name: 'Company', cell: ({ name }) => name },
          { name: 'Receipt', cell: ({ receipt, href }) => <a href={href}>{receipt}</a> },
          { name: 'Ends', cell: ({ ends }) => ends },
        ]}
      />
      <p class="soft mt-4">
        When the last one answers, the addendum to the receipt is signed and sent by itself.
      </p>
    </section>
  </div>
);

function Clock({ request, now }: { request: WaitingRequest; now: string }) {
  const left = daysBetween(now, request.dueAt);
  const spent = 1 - left / Math.max(1, daysBetween(request.madeAt, request.dueAt));
  return (
    <Due
      says={`${shortDate(request.dueAt)}, ${left === 1 ? '1 day' : `${left} days`}`}
      spent={Math.round(spent * 100)}
      label={`Time spent on ${request.number}`}
    />
  );
}
