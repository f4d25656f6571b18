/** What an order would cost, by each way of sending it: nothing is remembered. */
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { NewQuote } from './ask.ts';
import { costOf, methods, productOf, ways } from './catalogue.ts';

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
  const priced = items.map((item) => {
    const product = productOf(item.sku);
    return {
      ...{ product, pence: product?.penceEach ?? 0, copies: item.copies },
      told: {
        id: `qit_${randomBytes(16).toString('hex')}`,
        sku: product?.sku ?? item.sku,
        copies: item.copies,
        unitCost: costOf(product?.penceEach ?? 0, currency),
        attributes: item.attributes,
        assets: item.assets,
      },
    };
  });
  const shipments = [...Map.groupBy(priced, ({ product }) => product?.lab)];
  return {
    shipmentMethod: method,
    costSummary: {
      items: costOf(
        priced.reduce((sum, { pence, copies }) => sum + pence * copies, 0),
        currency,
      ),
      shipping: costOf(way.pence * shipments.length, currency),
    },
    shipments: shipments.map(([lab, group]) => ({
      carrier: { name: way.name, service: way.service },
      fulfillmentLocation: lab,
      cost: costOf(way.pence, currency),
      items: group.map(({ told }) => told.id),
    })),
    items: priced.map(({ told }) => told),
  };
}
