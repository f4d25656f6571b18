/** `/staff/catalogue`: what is on sale, at which prices; a change is a new offer, and the old one stays in the log. */
import { type ProductRow, productOf } from '../../../../projections/products.ts';
import { isRefused } from '../../../eventsourcing/decider.ts';
import { productName } from '../../../modules/catalogue/names.ts';
import { ProductId } from '../../../modules/catalogue/product.events.ts';
import { type ProductCommand, type ProductRefusal, product } from '../../../modules/catalogue/product.ts';
import { refuse, seeOther } from '../../answers.tsx';
import type { FieldError } from '../../components/shapes.ts';
import { type Fields, formFields } from '../../form-fields.ts';
import { actorName, toldIn } from '../../history/told.ts';
import { notFound } from '../../problems/problem.ts';
import { contextAt, type Desk, deskPage } from '../desk.ts';
import { centsIn } from './acts.ts';
import { CataloguePage, currencies, ProductPage } from './catalogue.tsx';

export async function showCatalogue(desk: Desk): Promise<Response> {
  const rows = await desk.shop.reads.products.all({ by: 'productId' });
  const products = rows.map((row) => ({ ...row, name: productName(row.kind, row.productId) }));
  return deskPage(desk, { title: 'Catalogue', page: <CataloguePage products={products} /> });
}

const withProduct = async (
  desk: Desk,
  id: string,
  act: (row: ProductRow) => Promise<Response>,
): Promise<Response> => {
  const productId = ProductId.safeParse(id);
  const row = productId.success ? await productOf(desk.shop.reads.products, productId.data) : undefined;
  return row === undefined ? refuse(desk.shop, desk.request, notFound) : act(row);
};

export const showProduct = (desk: Desk, id: string): Promise<Response> =>
  withProduct(desk, id, (row) => productPage(desk, row, []));

async function productPage(desk: Desk, row: ProductRow, errors: readonly FieldError[]): Promise<Response> {
  const { shop, visit } = desk;
  const recorded = await shop.desks.auditing.recorded(`product-${row.productId}`);
  const history = recorded.toReversed().map((one) => {
    const { event, at, says, by } = toldIn({ recorded: one, sealed: [] });
    return { key: event, at, says, note: `${pricesIn(one.data['grossCents'])}by ${actorName(by)}` };
  });
  const name = productName(row.kind, row.productId);
  const did = visit.url.searchParams.get('did');
  const page = (
    <ProductPage
      product={{ ...row, name }}
      errors={errors}
      history={history}
      said={
        did === null
          ? undefined
          : 'Done. The shop shows it from now on; orders that were placed keep their price.'
      }
      once={shop.newId()}
    />
  );
  const status = errors.length > 0 ? 422 : 200;
  return deskPage(desk, { title: name, page, under: '/staff/catalogue', status });
}

const pricesIn = (told: unknown): string =>
  typeof told !== 'object' || told === null
    ? ''
    : `${Object.entries(told)
        .map(([currency, cents]) => `${currency} ${(Number(cents) / 100).toFixed(2)}`)
        .join(', ')}, `;

/** `EUR`, `GBP`, `USD`: a price each, with value-added tax. One that was withdrawn is on sale again by it. */
export const postOffer = (desk: Desk, id: string): Promise<Response> =>
  withProduct(desk, id, async (row) => {
    const fields = (await formFields(desk.request)) ?? {};
    const prices = currencies.map((currency) => [currency, centsIn(fields[currency] ?? '')] as const);
    const wrong = prices.filter(([, cents]) => cents === undefined);
    if (wrong.length > 0)
      return productPage(
        desk,
        row,
        wrong.map(([field]) => ({ field, says: `A price in ${field}, such as 119.00.` })),
      );
    const [EUR = 0, GBP = 0, USD = 0] = prices.map(([, cents]) => cents);
    const { status: _, since: __, ...offer } = row;
    const command = { type: 'OfferProduct', ...offer, grossCents: { EUR, GBP, USD } } as const;
    return change(desk, row, command, fields);
  });

export const postWithdrawal = (desk: Desk, id: string): Promise<Response> =>
  withProduct(desk, id, async (row) => {
    const command = { type: 'WithdrawProduct', productId: row.productId } as const;
    return change(desk, row, command, (await formFields(desk.request)) ?? {});
  });

const refusals: Readonly<Record<ProductRefusal, string>> = {
  'product-already-offered-so': 'It is on sale at these prices already.',
  'product-not-offered': 'It is not on sale.',
};

async function change(desk: Desk, row: ProductRow, command: ProductCommand, fields: Fields) {
  const { shop } = desk;
  const context = contextAt(desk, fields['once'] ?? shop.newId(), command.type, 'catalogue.upkeep');
  const outcome = await shop.handle(product, row.productId, command, context);
  if (isRefused(outcome)) return productPage(desk, row, [{ field: 'EUR', says: refusals[outcome.refused] }]);
  await shop.seen(outcome.position, 'products');
  return seeOther(`/staff/catalogue/${row.productId}?did=it`);
}
