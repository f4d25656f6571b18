/** What an order would cost, by each way of sending it: nothing is remembered. */
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { NewQuote } from './ask.ts';
import { byLab, costOf, methods, productOf, ways } from './catalogue.ts';

type Asked = z.output<typeof NewQuote>;

/** All four methods, whichever was asked for: so it was recorded from the real one. */
export function quote(asked: Asked) {
  const quotes = methods.map((method) => quoteBy(method, asked));
  const warning = {
    errorCode: 'destinationCountryCode.UsSalesTaxWarning',
    description: 'Sales tax depends on the address and is not contained in this quote.',
  };
  return {
    outcome: asked.destinationCountryCode === 'US' ? 'CreatedWithIssues' : 'Created',
    ...(asked.destinationCountryCode === 'US' ? { issues: [warning] } : {}),
    quotes,
  };
}

function quoteBy(method: (typeof methods)[number], { items, currencyCode }: Asked) {
  const currency = currencyCode ?? 'GBP';
  const way = ways[method];
  const told = items.map(({ sku, copies, attributes, assets }) => ({
    ...{ id: `qit_${randomBytes(16).toString('hex')}`, sku: productOf(sku)?.sku ?? sku, copies },
    unitCost: costOf(penceOf(sku), currency),
    attributes,
    assets,
  }));
  const parcels = byLab(told);
  const pence = items.reduce((sum, { sku, copies }) => sum + penceOf(sku) * copies, 0);
  return {
    shipmentMethod: method,
    costSummary: { items: costOf(pence, currency), shipping: costOf(way.pence * parcels.length, currency) },
    shipments: parcels.map(([lab, group]) => ({
      carrier: { name: way.name, service: way.service },
      fulfillmentLocation: lab,
      cost: costOf(way.pence, currency),
      items: group.map(({ id }) => id),
    })),
    items: told,
  };
}

const penceOf = (sku: string): number => productOf(sku)?.penceEach ?? 0;
