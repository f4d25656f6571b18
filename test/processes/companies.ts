/** Outside companies that remember whom they served under which key: fakes of what is not ours, and of nothing else. */
import { Fault, type FaultCode } from '../../src/eventsourcing/fault.ts';
import type { LabState, PrintLab, Submission } from '../../src/providers/prodigi.ts';
import type { Letter, Mailer } from '../../src/providers/smtp.ts';
import type { Checkout, CheckoutState, PaymentProvider } from '../../src/providers/stripe.ts';
import type { Engine, PaintingCompany, PaintJob } from '../../src/studio/engine.ts';

type RefundState = Awaited<ReturnType<PaymentProvider['refunds']>>[number];
type Refunding = Parameters<PaymentProvider['refund']>[0];
type Redaction = Awaited<ReturnType<PaymentProvider['redaction']>>;

const unasked = (): never => {
  throw new Error('nobody asks this in a specification');
};

/** Each key is one thing done, however often it is asked for. */
function once<T>(made: Map<string, T>, key: string, make: () => T): T {
  const there = made.get(key) ?? make();
  made.set(key, there);
  return there;
}

/** A payment company: what was opened, refunded and forgotten stands in its books. */
export function paymentCompany() {
  const books = {
    sessions: new Map<string, CheckoutState>(),
    asked: new Map<string, Checkout>(),
    refunds: new Map<string, RefundState>(),
    redactions: new Map<string, Redaction>(),
    /** What its next refunds and redactions come to. */
    says: {
      refund: 'succeeded' as 'succeeded' | 'pending' | 'failed' | 'already-refunded' | 'disputed',
      redaction: 'done' as Redaction['status'],
    },
  };
  const session = (sessionId: string): CheckoutState => {
    const known = [...books.sessions.values()].find((one) => one.sessionId === sessionId);
    return known ?? unasked();
  };
  const change = (paymentId: string, to: Partial<CheckoutState>) => {
    for (const [key, known] of books.sessions)
      if (known.paymentId === paymentId) books.sessions.set(key, { ...known, ...to });
  };
  const payments: PaymentProvider = {
    async openCheckout(checkout, key) {
      const { paymentId, lines, shippingCents, currency } = checkout;
      const goods = lines.reduce((sum, { unitCents, quantity }) => sum + unitCents * quantity, 0);
      const opened = once(books.sessions, key, () => ({
        ...{ sessionId: `cs_${books.sessions.size + 1}`, paymentId, currency, paymentIntentId: null },
        ...({ status: 'open', payment: 'unpaid', amountCents: goods + shippingCents } as const),
      }));
      books.asked.set(key, checkout);
      return { sessionId: opened.sessionId, url: `https://pay.example/${opened.sessionId}` };
    },
    checkout: async (sessionId) => session(sessionId),
    expireCheckout: async (sessionId) => session(sessionId),
    async refund(asked, key) {
      const { refund: says } = books.says;
      if (says === 'already-refunded' || says === 'disputed') return { refused: says };
      return once(books.refunds, key, () => refundOf(asked, books.refunds.size + 1, says));
    },
    refunds: async () => [...books.refunds.values()],
    paymentIdOf: async () => null,
    redact: async (_, key) =>
      once(books.redactions, key, () => ({
        ...{ redactionId: `rdj_${books.redactions.size + 1}`, status: books.says.redaction },
      })),
    redaction: async (id) =>
      [...books.redactions.values()].find(({ redactionId }) => redactionId === id) ?? unasked(),
    parseWebhook: unasked,
  };
  return {
    payments,
    books,
    paid: (paymentId: string) =>
      change(paymentId, {
        status: 'complete',
        payment: 'paid',
        paymentIntentId: `pi_${paymentId.slice(0, 8)}`,
      }),
    complete: (paymentId: string) => change(paymentId, { status: 'complete' }),
    expired: (paymentId: string) => change(paymentId, { status: 'expired' }),
    redacted: (redactionId: string, status: Redaction['status']) => {
      for (const [key, one] of books.redactions)
        if (one.redactionId === redactionId) books.redactions.set(key, { ...one, status });
    },
  };
}

const refundOf = (asked: Refunding, nth: number, status: RefundState['status']): RefundState => ({
  ...{ refundId: `re_${nth}`, ourRefundId: asked.refundId ?? null, cents: asked.cents, status },
});

/** A print lab: an order for each key, and how far it is. */
export function printLab() {
  const orders = new Map<string, Submission & { readonly labOrderId: string }>();
  const states = new Map<string, LabState>();
  const says: { refuses: 'address' | 'asset' | 'product' | 'other' | undefined } = { refuses: undefined };
  const lab: PrintLab = {
    async submit(submission, key) {
      if (says.refuses !== undefined) return { refused: says.refuses };
      const { labOrderId } = once(orders, key, () => ({
        ...submission,
        labOrderId: `ord_${orders.size + 1}`,
      }));
      const state = once(states, labOrderId, () => beginning(labOrderId, submission.reference));
      return { labOrderId, outcome: 'created', state };
    },
    order: async (labOrderId) => states.get(labOrderId) ?? unasked(),
    cancel: unasked,
    quote: unasked,
    product: unasked,
    parseCallback: unasked,
  };
  const becomes = (labOrderId: string, to: Partial<LabState>) => {
    const known = states.get(labOrderId) ?? unasked();
    states.set(labOrderId, { ...known, ...to });
  };
  return {
    lab,
    labOrders: orders,
    labSays: says,
    labBecomes: becomes,
    ships: (labOrderId: string) =>
      becomes(labOrderId, { stage: 'shipped', shipments: [parcelOf(labOrderId)] }),
  };
}

const beginning = (labOrderId: string, reference: string): LabState => ({
  ...{
    labOrderId,
    reference,
    stage: 'on-hold',
    assets: 'waiting',
    issues: [],
    shipments: [],
    items: [],
    cost: null,
  },
});

const parcelOf = (labOrderId: string): LabState['shipments'][number] => ({
  ...{
    shipmentId: `shp_${labOrderId}`,
    sent: true,
    cancelled: false,
    carrier: 'DHL',
    service: 'Paket',
    itemIds: [],
  },
  ...{ trackingNumber: 'JD014600', trackingUrl: 'https://carrier.example/JD014600', dispatchedAt: null },
});

/** A mail server: letters by their message id, and whom it knows not. */
export function postOffice() {
  const letters = new Map<string, Letter>();
  const says = { knowsNobody: false };
  const mailer: Mailer = {
    async send(letter) {
      if (says.knowsNobody) return { is: 'rejected-recipient' };
      letters.set(letter.messageId, letter);
      return { is: 'sent' };
    },
  };
  return { mailer, letters: letters as ReadonlyMap<string, Letter>, postSays: says };
}

/**
 * A studio whose pictures say what they are of; it counts what it painted, and what a company did.
 * @param company that paints for it
 */
export function studio(company?: PaintingCompany) {
  const [painted, commissioned]: [PaintJob[], PaintJob[]] = [[], []];
  const says = { failsTimes: 0, refuses: undefined as FaultCode | undefined };
  const resolved = ({ recipe }: PaintJob) => ({
    ...{ ...recipe, crop: recipe.crop ?? { x: 0, y: 0, width: 1, height: 1 } },
  });
  const engine: Engine = {
    ...(company && {
      company,
      async commission(job, { delivered, signal, begun, onBegun } = {}) {
        const reference = company === 'replicate' ? 'p1' : null;
        const by = { reference, engine: `${company}/model@1` };
        const isBought = delivered === undefined && (begun?.reference ?? null) === null;
        if (isBought) await onBegun?.(by);
        if (isBought) commissioned.push(job);
        signal?.throwIfAborted();
        if (says.refuses !== undefined) throw new Fault(says.refuses, { provider: company });
        const original = delivered ?? new TextEncoder().encode(`an original of ${job.recipe.style}`);
        const { engine } = delivered === undefined ? by : (begun ?? { engine: 'nobody knows' });
        return { original, recipe: { ...resolved(job), engine }, seconds: 20 };
      },
    }),
    ...{
      version: 'test-engine',
      trustAnchor: '',
      inspect: unasked,
      frame: unasked,
      stop: async () => {},
      processes: () => [],
    },
    async paint(job) {
      painted.push(job);
      if (says.failsTimes-- > 0) throw new Error('the brush broke');
      const { recipe, width, height, watermark } = job;
      const image = new TextEncoder().encode(JSON.stringify({ recipe, width, height, watermark }));
      return { image, contentType: 'image/jpeg', width, height, recipe: resolved(job), seconds: 2 };
    },
  };
  return { engine, painted, commissioned, studioSays: says };
}

/** As a provider that does not answer. */
export const silence = (): never => {
  throw new Fault('provider/unavailable', { provider: 'test' });
};
