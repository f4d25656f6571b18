/** `/staff/catalogue` and one product of it. */
import type { ProductRow } from '../../../../projections/products.ts';
import { DataTable } from '../../components/data-table.tsx';
import { errorOf, PostButton, Submit, TextField } from '../../components/form.tsx';
import { moment, money } from '../../components/format.ts';
import { PageHead } from '../../components/layout.tsx';
import { ErrorSummary, Note, Status } from '../../components/notes.tsx';
import type { FieldError } from '../../components/shapes.ts';
import { type Event, History } from '../parts.tsx';

export const currencies = ['EUR', 'GBP', 'USD'] as const;

type Product = Pick<ProductRow, 'productId' | 'grossCents' | 'status' | 'since' | 'labSku' | 'variants'> & {
  readonly name: string;
};

export const CataloguePage = ({ products }: { products: readonly Product[] }) => (
  <div class="wrap">
    <PageHead
      title="Catalogue"
      lede="Prices with tax. A change is a new offer: orders that were placed keep theirs."
    />
    <section class="panel">
      <DataTable
        caption="Products"
        rows={products}
        keyOf={({ productId }) => productId}
        nothing="Nothing was offered yet."
        columns={[
          {
            name: 'Product',
            cell: ({ name, productId }) => <a href={`/staff/catalogue/${productId}`}>{name}</a>,
          },
          { name: 'Lab SKU', cell: ({ labSku }) => <span class="mono">{labSku ?? '–'}</span> },
          ...currencies.map((currency) => ({
            ...{ name: currency, number: true },
            cell: ({ grossCents }: Product) => money({ cents: grossCents[currency], currency }),
          })),
          { name: 'Since', cell: ({ since }) => moment(since) },
          { name: 'State', cell: (product) => <Offered {...product} /> },
        ]}
      />
    </section>
  </div>
);

const Offered = ({ status }: Pick<Product, 'status'>) =>
  status === 'offered' ? <Status tone="ok">On sale</Status> : <Status>Withdrawn</Status>;

type ProductPageProps = {
  readonly product: Product;
  readonly errors: readonly FieldError[];
  readonly history: readonly Event[];
  readonly said: string | undefined;
  readonly once: string;
};

export const ProductPage = ({ product, errors, history, said, once }: ProductPageProps) => (
  <div class="wrap">
    <div class="page-head">
      <h1 class="row gap-3">
        {product.name} <Offered {...product} />
      </h1>
    </div>
    {said === undefined ? null : (
      <div class="mb-5">
        <Note tone="ok" live>
          <p>{said}</p>
        </Note>
      </div>
    )}
    <ErrorSummary errors={errors} />
    <div class="cols cols--2">
      <section class="panel">
        <h2>Prices, with tax</h2>
        <form class="stack gap-4" method="post" action={`/staff/catalogue/${product.productId}`}>
          <input type="hidden" name="once" value={once} />
          {currencies.map((currency) => (
            <TextField
              key={currency}
              id={currency}
              label={currency}
              value={(product.grossCents[currency] / 100).toFixed(2)}
              error={errorOf(errors, currency)}
              maxLength={10}
              autocomplete="off"
              required
            />
          ))}
          <div>
            <Submit small>{product.status === 'offered' ? 'Change the prices' : 'Offer it again'}</Submit>
          </div>
        </form>
        {product.status === 'offered' ? (
          <div class="mt-5">
            <PostButton
              to={`/staff/catalogue/${product.productId}/withdraw`}
              fields={{ once: `w-${once}` }}
              kind="danger"
              small
            >
              Take it off sale
            </PostButton>
          </div>
        ) : null}
      </section>
      <section class="panel">
        <h2>History</h2>
        <History of={history} />
      </section>
    </div>
  </div>
);
