/** `/orders`: the orders of this session or account, newest first. */
import { LinkButton } from '../components/form.tsx';
import { longDate, money } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Empty, Note, Status, type Tone } from '../components/notes.tsx';
import type { Money } from '../components/shapes.ts';

export type OrderSummary = {
  readonly number: string;
  readonly href: string;
  readonly placedAt: string;
  readonly says: string;
  readonly total: Money;
  readonly state: string;
  readonly tone: Tone;
};

type OrdersPageProps = { readonly orders: readonly OrderSummary[]; readonly signedIn?: boolean };

export const OrdersPage = ({ orders, signedIn = false }: OrdersPageProps) => (
  <div class="wrap--text stack gap-5">
    <PageHead title="Your orders" />
    {orders.length === 0 ? (
      <Empty title="No orders yet" says="When you order, you follow it here.">
        <LinkButton small href="/create">
          Make a portrait
        </LinkButton>
      </Empty>
    ) : (
      <List orders={orders} />
    )}
    <Note icon="mail">
      <p>
        <strong>Ordered in another browser?</strong> The link in the order’s e-mail opens it anywhere.
        {signedIn ? null : (
          <>
            {' Or '}
            <a href="/sign-in">sign in with your e-mail address</a>.
          </>
        )}
      </p>
    </Note>
  </div>
);

const List = ({ orders }: { orders: readonly OrderSummary[] }) => (
  <table class="table table--cards">
    <caption class="vh">Your orders, newest first</caption>
    <thead>
      <tr>
        <th scope="col">Order</th>
        <th scope="col">Placed</th>
        <th scope="col">What</th>
        <th scope="col">State</th>
        <th scope="col" class="num">
          Total
        </th>
      </tr>
    </thead>
    <tbody>
      {orders.map(({ number, href, placedAt, says, total, state, tone }) => (
        <tr key={number}>
          <th scope="row">
            <a href={href}>{number}</a>
          </th>
          <td data-th="Placed">{longDate(placedAt)}</td>
          <td data-th="What">{says}</td>
          <td data-th="State">
            <Status tone={tone}>{state}</Status>
          </td>
          <td data-th="Total" class="num">
            {money(total)}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
