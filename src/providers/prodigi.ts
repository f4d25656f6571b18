/** Prodigi, whose print labs make and send what was ordered (Print API v4). */
import { z } from 'zod';
import { Fault } from '../eventsourcing/fault.ts';
import {
  type LabState,
  lowered,
  Outcome,
  orderOf,
  type Quote,
  quotesOf,
  type ShippingMethod,
  type SubmitRefusal,
  submitRefusalOf,
} from './prodigi-shapes.ts';

export type { LabState } from './prodigi-shapes.ts';

export type Submission = {
  /** Ours; a reprint has the same, and another key. */
  readonly reference: string;
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly copies: number;
  readonly sizing: 'fillPrintArea' | 'fitPrintArea';
  /** Where the lab fetches the picture: up to ten tries over hours, so it must last that long. */
  readonly assetUrl: string;
  /** Hex: a picture that was hurt on its way is not printed. */
  readonly md5?: string;
  readonly recipient: LabRecipient;
  readonly shippingMethod: ShippingMethod;
  /** Unguessable, since callbacks are not signed. */
  readonly callbackUrl: string;
};
type LabRecipient = {
  readonly name: string;
  readonly email?: string | null;
  readonly line1: string;
  readonly line2?: string | null;
  readonly postalCode: string;
  readonly city: string;
  readonly state?: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
};

type Submitted = {
  readonly labOrderId: string;
  /** `already-exists`: an earlier try under this key got through. */
  readonly outcome: 'created' | 'on-hold' | 'created-with-issues' | 'already-exists';
  readonly state: LabState;
};
type CancelOutcome =
  | { readonly cancelled: 'all' | 'some-parcels'; readonly state: LabState }
  | { readonly refused: 'too-late'; readonly state: LabState };

type QuoteOrder = {
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly copies: number;
  readonly country: string;
  /** ISO 4217. */
  readonly currency: string;
};

type LabProduct = {
  readonly sku: string;
  readonly description: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Pixels at 300 dpi differ with the variant: a wrapped canvas needs more. */
  readonly variants: readonly {
    readonly attributes: Readonly<Record<string, string>>;
    readonly shipsTo: readonly string[];
    readonly widthPx: number;
    readonly heightPx: number;
  }[];
};

/** All throw Fault provider/unavailable (ask again, under the same key) and provider/refused. */
export type PrintLab = {
  submit(submission: Submission, key: string): Promise<Submitted | { readonly refused: SubmitRefusal }>;
  order(labOrderId: string): Promise<LabState>;
  cancel(labOrderId: string): Promise<CancelOutcome>;
  quote(order: QuoteOrder): Promise<Quote | { readonly refused: SubmitRefusal }>;
  /** @returns nothing for a SKU that is not made */
  product(sku: string): Promise<LabProduct | undefined>;
  /** Anybody may have sent it: it says only which order to look at. */
  parseCallback(raw: string): LabCallback | { readonly refused: 'malformed' };
};
type LabCallback = {
  /** The same id is the same callback again. */
  readonly id: string;
  readonly labOrderId: string;
};

type Options = { readonly apiKey: string; readonly baseUrl: string; readonly timeoutMs?: number };
type Answer = { readonly status: number; readonly outcome: string; readonly body: unknown };
type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>;

export function prodigiLab(options: Options): PrintLab {
  const ask = asking(options);
  return {
    submit: async (submission, key) => {
      const answer = await ask('POST', '/Orders', orderBody(submission, key));
      return submittedOf(answer);
    },
    order: async (id) => stateOf(await ask('GET', `/Orders/${encodeURIComponent(id)}`)),
    cancel: async (id) =>
      cancelledOf(await ask('POST', `/Orders/${encodeURIComponent(id)}/actions/cancel`, {})),
    quote: async (order) => {
      const answer = await ask('POST', '/quotes', quoteBody(order));
      if (answer.outcome === 'validationfailed') return { refused: submitRefusalOf(answer.body) };
      return understood(answer, ({ body }) => quotesOf(body));
    },
    product: async (sku) => {
      const answer = await ask('GET', `/products/${encodeURIComponent(sku)}`);
      return answer.outcome === 'entitynotfound' ? undefined : understood(answer, productOf);
    },
    parseCallback: (raw) => callbackOf(raw),
  };
}

/** Prodigi itself gives up after a minute. */
const patienceMs = 65_000;

function asking({ apiKey, baseUrl, timeoutMs = patienceMs }: Options): Ask {
  return async (method, path, body) => {
    try {
      const response = await fetch(`${baseUrl.replace(/\/$/, '')}/v4.0${path}`, {
        method,
        redirect: 'error', // the key goes to this server and to no other
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return answerOf(response.status, await response.text());
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Fault('provider/unavailable', { provider: 'prodigi', status: 0 });
    }
  };
}

/** What is told in a 400 or 404 has an outcome and is an answer; the rest is trouble. */
function answerOf(status: number, text: string): Answer {
  if (status >= 500 || status === 429 || status === 408)
    throw new Fault('provider/unavailable', { provider: 'prodigi', status });
  if (status === 401 || status === 403) throw new Fault('provider/refused', { provider: 'prodigi', status });
  const body = lowered(parsed(text));
  const told = Outcome.safeParse(body);
  if (told.success) return { status, outcome: told.data.outcome.toLowerCase(), body };
  throw new Fault('provider/refused', { provider: 'prodigi', status, what: 'no outcome' });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const orderBody = (submission: Submission, key: string) => ({
  merchantReference: submission.reference,
  idempotencyKey: key,
  callbackUrl: submission.callbackUrl,
  shippingMethod: submission.shippingMethod,
  recipient: {
    name: submission.recipient.name,
    email: submission.recipient.email ?? null,
    phoneNumber: null,
    address: {
      line1: submission.recipient.line1,
      line2: submission.recipient.line2 ?? null,
      postalOrZipCode: submission.recipient.postalCode,
      countryCode: submission.recipient.country,
      townOrCity: submission.recipient.city,
      stateOrCounty: submission.recipient.state ?? null,
    },
  },
  items: [
    {
      merchantReference: submission.reference,
      sku: submission.sku,
      copies: submission.copies,
      sizing: submission.sizing,
      attributes: submission.attributes,
      assets: [{ printArea: 'default', url: submission.assetUrl, md5Hash: submission.md5 ?? null }],
    },
  ],
});

/** `sizing` is no part of a quote: the service refuses it there. */
const quoteBody = ({ sku, attributes, copies, country, currency }: QuoteOrder) => ({
  destinationCountryCode: country,
  currencyCode: currency,
  items: [{ sku, copies, attributes, assets: [{ printArea: 'default' }] }],
});

const outcomes: Readonly<Record<string, Submitted['outcome']>> = {
  created: 'created',
  onhold: 'on-hold',
  createdwithissues: 'created-with-issues',
  alreadyexists: 'already-exists',
};

function submittedOf(answer: Answer): Submitted | { readonly refused: SubmitRefusal } {
  if (answer.outcome === 'validationfailed') return { refused: submitRefusalOf(answer.body) };
  const outcome = outcomes[answer.outcome];
  if (outcome === undefined) throw misunderstood(answer);
  const state = stateOf(answer);
  return { labOrderId: state.labOrderId, outcome, state };
}

const stateOf = (answer: Answer): LabState => understood(answer, ({ body }) => orderOf(body));

/** The order says what was cancelled; the outcome says the same in fewer words. */
function cancelledOf(answer: Answer): CancelOutcome {
  const known = ['cancelled', 'failedtocancel', 'actionnotavailable'].includes(answer.outcome);
  if (!known) throw misunderstood(answer);
  const state = stateOf(answer);
  if (state.stage === 'cancelled') return { cancelled: 'all', state };
  const some = state.shipments.some(({ cancelled }) => cancelled);
  return some ? { cancelled: 'some-parcels', state } : { refused: 'too-late', state };
}

const Product = z.object({
  product: z.object({
    sku: z.string(),
    description: z.string(),
    attributes: z.record(z.string(), z.array(z.string())),
    variants: z.array(
      z.object({
        attributes: z.record(z.string(), z.string()),
        shipsto: z.array(z.string()),
        printareasizes: z.object({
          default: z.object({ horizontalresolution: z.number(), verticalresolution: z.number() }),
        }),
      }),
    ),
  }),
});

function productOf({ body }: Answer): LabProduct {
  const { sku, description, attributes, variants } = Product.parse(body).product;
  return {
    sku: sku.trim(), // one recorded answer ends in a blank
    description,
    attributes,
    variants: variants.map(({ attributes, shipsto, printareasizes: { default: size } }) => ({
      attributes,
      shipsTo: shipsto,
      widthPx: size.horizontalresolution,
      heightPx: size.verticalresolution,
    })),
  };
}

/** Both shapes of `data` name the order; so does `subject`, which counts. */
const Callback = z.object({
  id: z.string().min(1).max(100),
  type: z.string().startsWith('com.prodigi.'),
  subject: z.string().regex(/^ord_\w{1,40}$/),
});

function callbackOf(raw: string): LabCallback | { readonly refused: 'malformed' } {
  const told = Callback.safeParse(lowered(parsed(raw)));
  if (!told.success) return { refused: 'malformed' };
  return { id: told.data.id, labOrderId: told.data.subject };
}

function understood<T>(answer: Answer, read: (answer: Answer) => T): T {
  if (answer.status !== 200) throw misunderstood(answer);
  try {
    return read(answer);
  } catch {
    throw misunderstood(answer); // and not with what it holds: it may name a person
  }
}

const misunderstood = ({ status, outcome }: Answer): Fault =>
  new Fault('provider/refused', { provider: 'prodigi', status, outcome });
