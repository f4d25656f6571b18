/** The sandbox's pages: the one where a customer pays, and the desk behind it. */
import type { Answer, Ask, Part } from '../stand-in/http.ts';
import { notFound, seeOther } from '../stand-in/page.ts';
import { type Go, router } from '../stand-in/routes.ts';
import { dispute, disputeBecomes, refundBecomes } from './after-payment.ts';
import { type Happening, type Manner, manners } from './announce.ts';
import { choose, type Outcome, outcomes, type PageUrl, settled } from './checkout.ts';
import { deskPage, paymentPage } from './desk-pages.ts';
import { payPage } from './pay-page.ts';
import type { Ledger, Moods, Session } from './state.ts';

type Desk = {
  readonly ledger: Ledger;
  readonly urlOf: PageUrl;
  readonly tell: (happenings: readonly Happening[], manner: Manner) => void;
  readonly settleMs: number;
};

export function pages(desk: Desk): Part {
  const { ledger } = desk;
  const find = router([
    ['GET', '/sandbox/pay', () => deskPage(ledger)],
    ['POST', '/sandbox/pay/moods', (ask) => moodChosen(desk, form(ask))],
    ['GET', '/sandbox/pay/payments/:id', (_, { id = '' }) => paymentPage(ledger, id) ?? unknown],
    ['POST', '/sandbox/pay/payments/:id', (ask, { id = '' }) => paymentTold(desk, id, form(ask))],
    ['GET', '/sandbox/pay/:id', (_, { id = '' }) => sessionPage(desk, id)],
    ['POST', '/sandbox/pay/:id', (ask, { id = '' }) => chosen(desk, id, form(ask))],
  ] satisfies readonly (readonly [string, string, Go])[]);
  return (ask) => {
    const answer = find(ask);
    return typeof answer === 'object' && 'status' in answer ? answer : undefined;
  };
}

const unknown = notFound('The payment sandbox knows no such session or payment.');
const form = (ask: Ask) => new URLSearchParams(Buffer.from(ask.body).toString('utf8'));

function sessionPage({ ledger }: Desk, id: string): Answer {
  const session = ledger.sessions.get(id);
  if (session === undefined) return unknown;
  const [payment] = ledger.payments.list({ ref: id, limit: 1 });
  return payPage(session, payment, landing(session));
}

const landing = ({ successUrl, id }: Session) => successUrl.replaceAll('{CHECKOUT_SESSION_ID}', id);

/** The customer, or their bank, has chosen. */
function chosen({ ledger, urlOf, tell, settleMs }: Desk, id: string, fields: URLSearchParams): Answer {
  const outcome = outcomes.find((known) => known === fields.get('outcome'));
  const manner = manners.find((known) => known === (fields.get('webhook') ?? 'once'));
  if (outcome === undefined || manner === undefined)
    return { status: 400, body: 'unknown outcome or webhook: see the page for those that are known' };
  return ledger.transaction(() => {
    const session = ledger.sessions.get(id);
    if (session === undefined) return unknown;
    tell(choose(ledger, urlOf, session, outcome, { settleMs }), manner);
    return seeOther(whereTo(session, outcome));
  });
}

function whereTo(session: Session, outcome: Outcome): string {
  const stays = outcome === 'decline' || outcome === 'challenge' || outcome === 'expire';
  if (session.status !== 'open' || stays) return `/sandbox/pay/${session.id}`;
  return outcome === 'leave' ? (session.cancelUrl ?? `/sandbox/pay/${session.id}`) : landing(session);
}

function moodChosen({ ledger }: Desk, fields: URLSearchParams): Answer {
  const refunds = (['succeed', 'pending', 'fail'] as const).find((known) => known === fields.get('refunds'));
  const nextRequest = (['answered', 'unavailable', 'answer-lost', 'rate-limited'] as const).find(
    (known) => known === fields.get('nextRequest'),
  );
  const before = ledger.moods();
  const moods: Moods = {
    id: 'moods',
    refunds: refunds ?? before.refunds,
    nextRequest: nextRequest ?? before.nextRequest,
  };
  ledger.setMoods(moods);
  return seeOther('/sandbox/pay');
}

/** What the desk makes happen to a payment: `do`, and `id` where it is about a refund or a dispute. */
function paymentTold({ ledger, urlOf, tell }: Desk, id: string, fields: URLSearchParams): Answer {
  const manner = manners.find((known) => known === fields.get('webhook')) ?? 'once';
  return ledger.transaction(() => {
    const payment = ledger.payments.get(id);
    if (payment === undefined) return unknown;
    const told = happened(ledger, urlOf, payment, fields.get('do') ?? '', fields.get('id') ?? '');
    if (told === undefined)
      return { status: 400, body: 'unknown action: see the page for those that are known' };
    tell(told, manner);
    return seeOther(`/sandbox/pay/payments/${id}`);
  });
}

function happened(
  ledger: Ledger,
  urlOf: PageUrl,
  payment: { readonly sessionId: string; readonly chargeId: string | null },
  action: string,
  id: string,
): readonly Happening[] | undefined {
  const [refund, disputed] = [ledger.refunds.get(id), ledger.disputes.get(id)];
  const charge = ledger.charges.get(payment.chargeId ?? '');
  switch (action) {
    case 'bank-pays':
      return settled(ledger, urlOf, payment.sessionId, true);
    case 'bank-refuses':
      return settled(ledger, urlOf, payment.sessionId, false);
    case 'dispute':
      return charge && dispute(ledger, charge, 'product_not_received');
    case 'refund-succeeds':
      return refund && refundBecomes(ledger, refund, 'succeeded');
    case 'refund-fails':
      return refund && refundBecomes(ledger, refund, 'failed');
    case 'dispute-won':
      return disputed && disputeBecomes(ledger, disputed, { status: 'won' }).told;
    case 'dispute-lost':
      return disputed && disputeBecomes(ledger, disputed, { status: 'lost' }).told;
    default:
      return undefined;
  }
}
