/** Prices: always with their tax, and with delivery named. */
import { money, vatShare, vatWithin } from './format.ts';
import type { Price, Totals } from './shapes.ts';

export const PriceLine = ({ gross, vatRate, vat, deliveryFrom }: Price) => (
  <p class="price">
    <b>{money(gross)}</b>
    <small>
      {vatWithin(vatRate, vat)}
      {deliveryFrom === undefined ? '' : `, plus delivery from ${money(deliveryFrom)}`}
      {deliveryFrom === undefined || vatRate > 0 ? '' : '. Your customs may ask for tax.'}
    </small>
  </p>
);

/** The sums of an order sheet, a basket, an order page: the same everywhere. */
export const Bill = ({ goods, delivery, total, vatRate, vat }: Totals) => (
  <dl class="bill">
    <div>
      <dt>Goods</dt>
      <dd>{money(goods)}</dd>
    </div>
    {delivery === undefined ? null : (
      <div>
        <dt>{delivery.says}</dt>
        <dd>{money(delivery.cost)}</dd>
      </div>
    )}
    <div class="sum">
      <dt>Total</dt>
      <dd>{money(total)}</dd>
    </div>
    <div class="of">
      <dt>{vatShare(vatRate)}</dt>
      <dd>{money(vat)}</dd>
    </div>
  </dl>
);
