/**
 * What the lab makes. `GLOBAL-CFPM-16X20`, `GLOBAL-FAP-16X24` and `GLOBAL-CAN-10x10` are Prodigi's own names
 * (public Postman collection); the other sizes are named after them, and all prices are invented.
 */

export type Product = {
  readonly sku: string;
  readonly description: string;
  readonly widthInches: number;
  readonly heightInches: number;
  /** The first value of each is the usual one; a product with a choice wants it made. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly lab: Lab;
  readonly penceEach: number;
  /** What wraps round the edges is printed as well. */
  readonly wrapInches: (attributes: Readonly<Record<string, string>>) => number;
};
export type Lab = { readonly labCode: string; readonly countryCode: string };

type Family = Pick<Product, 'attributes' | 'lab' | 'wrapInches'> & {
  readonly sku: string;
  readonly description: string;
  readonly pence: readonly number[];
};

/** 20 × 25, 28 × 35, 40 × 50 and 60 × 75 cm. */
const sizes = [
  { inches: '8X10', width: 8, height: 10 },
  { inches: '11X14', width: 11, height: 14 },
  { inches: '16X20', width: 16, height: 20 },
  { inches: '24X30', width: 24, height: 30 },
] as const;

const flat = () => 0;
const mounted = {
  color: ['black', 'brown', 'dark grey', 'gold', 'light grey', 'natural', 'silver', 'white'],
  mount: ['2.4mm', 'No mount / Mat'],
  mountColor: ['Snow white', 'Off white', 'Black'],
};

const families: readonly Family[] = [
  {
    sku: 'GLOBAL-CFPM',
    description: 'Classic frame, print, mount',
    attributes: mounted,
    lab: { labCode: 'prodigi_gb2', countryCode: 'GB' },
    pence: [2600, 3400, 5200, 8900],
    wrapInches: flat,
  },
  {
    sku: 'GLOBAL-FAP',
    description: 'Enhanced matte fine-art paper',
    attributes: {},
    lab: { labCode: 'nl1', countryCode: 'NL' },
    pence: [700, 950, 1400, 2600],
    wrapInches: flat,
  },
  {
    sku: 'GLOBAL-CAN',
    description: 'Standard canvas on quality stretcher bar',
    attributes: { wrap: ['Black', 'ImageWrap', 'MirrorWrap', 'White'] },
    lab: { labCode: 'de2', countryCode: 'DE' },
    pence: [1500, 2100, 3300, 5900],
    wrapInches: ({ wrap }) => (wrap === 'ImageWrap' ? 2 : 0),
  },
  {
    sku: 'GLOBAL-POST',
    description: 'Satin poster',
    attributes: {},
    lab: { labCode: 'nl1', countryCode: 'NL' },
    pence: [450, 600, 900, 1500],
    wrapInches: flat,
  },
];

const cards: Product = {
  sku: 'GLOBAL-GRE-MOH-7X5-BLA',
  description: 'Greetings card, blank inside',
  widthInches: 5,
  heightInches: 7,
  attributes: {},
  lab: { labCode: 'prodigi_gb1', countryCode: 'GB' },
  penceEach: 180,
  wrapInches: flat,
};

const products: ReadonlyMap<string, Product> = new Map(
  [
    ...families.flatMap(({ sku, description, pence, ...family }) =>
      sizes.map(({ inches, width, height }, index) => ({
        ...family,
        sku: `${sku}-${inches}`,
        description: `${description}, ${width}x${height}"`,
        widthInches: width,
        heightInches: height,
        penceEach: pence[index] ?? 0,
      })),
    ),
    cards,
  ].map((product) => [product.sku, product]),
);

/** SKUs are told in any case. */
export const productOf = (sku: string): Product | undefined => products.get(sku.trim().toUpperCase());

/** What goes to the same lab goes together. */
export function byLab<T extends { readonly sku: string }>(
  items: readonly T[],
): readonly (readonly [Lab, readonly T[]])[] {
  const groups = Map.groupBy(items, ({ sku }) => productOf(sku)?.lab.labCode ?? cards.lab.labCode);
  return [...groups.values()].map((group) => [productOf(group[0]?.sku ?? '')?.lab ?? cards.lab, group]);
}

/** Every country of the EU and EFTA, and a few beyond. */
export const shipsTo = (
  'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE ' +
  'CH LI NO IS GB US CA AU NZ'
).split(' ');

export const methods = ['Budget', 'Standard', 'Express', 'Overnight'] as const;
export type Method = (typeof methods)[number];

type Way = {
  readonly name: string;
  readonly service: string;
  readonly pence: number;
  readonly tracked: boolean;
};
export const ways: Readonly<Record<Method, Way>> = {
  Budget: { name: 'royalmail', service: 'Economy', pence: 395, tracked: false },
  Standard: { name: 'DPD', service: 'Classic', pence: 595, tracked: true },
  Express: { name: 'UPS', service: 'Express Saver', pence: 1295, tracked: true },
  Overnight: { name: 'FedEx', service: 'FedEx Next Day', pence: 2195, tracked: true },
};

/** Fixed, so that two quotes agree. */
const perPound: Readonly<Record<string, number>> = { GBP: 1, EUR: 1.16, USD: 1.28 };
export const currencies = Object.keys(perPound);

export type Cost = { readonly amount: string; readonly currency: string };
export const costOf = (pence: number, currency = 'GBP'): Cost => ({
  amount: ((pence * (perPound[currency] ?? 1)) / 100).toFixed(2),
  currency,
});

/** @returns the attributes that are wanting, or have a value that is not made */
export const wrongAttributes = (
  product: Product,
  given: Readonly<Record<string, string>>,
): readonly string[] =>
  Object.entries(product.attributes)
    .filter(([name, values]) => {
      const value = given[name];
      return value === undefined ? !optional.has(name) : !values.some((known) => sameWord(known, value));
    })
    .map(([name]) => name);

const optional = new Set(['mount', 'mountColor']);
const sameWord = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

const dpi = 300;
const digits = 4;

/** `GET /products/{sku}`: one variant for every way to choose the first attribute. */
export function detailsOf(product: Product) {
  const [first] = Object.entries(product.attributes);
  const choices = first === undefined ? [{}] : first[1].map((value) => ({ [first[0]]: value }));
  return {
    sku: product.sku,
    description: product.description,
    productDimensions: {
      width: Number(product.widthInches.toFixed(digits)),
      height: Number(product.heightInches.toFixed(digits)),
      units: 'in',
    },
    attributes: product.attributes,
    printAreas: { default: { required: true } },
    variants: choices.map((attributes) => ({
      attributes,
      shipsTo,
      printAreaSizes: {
        default: {
          horizontalResolution: Math.round((product.widthInches + product.wrapInches(attributes)) * dpi),
          verticalResolution: Math.round((product.heightInches + product.wrapInches(attributes)) * dpi),
        },
      },
    })),
  };
}
