/** The sandbox's desk: what was paid, what befell it, and what may befall it yet. */
import { isoOf } from '../stand-in/clock.ts';
import type { Answer } from '../stand-in/http.ts';
import { type Html, html, money, page } from '../stand-in/page.ts';
import { webhookChoice } from './pay-page.ts';
import type { Dispute, Ledger, Moods, Payment, Refund, Session } from './state.ts';
import { totalOf } from './state.ts';

const shownMax = 50;

export const deskPage = (ledger: Ledger): Answer =>
  page({
    title: 'Payment sandbox',
    lead: 'The desk behind the payment page: every session, every webhook, and what shall go wrong next.',
    body: html`<div class="columns"><div>${sessions(ledger)}</div><div>${moods(ledger.moods())}${log(ledger)}</div></div>`,
  });

function sessions(ledger: Ledger): Html {
  const all = ledger.sessions.list({ limit: shownMax });
  if (all.length === 0) return html`<p class="empty">No payments yet.</p>`;
  return html`<div class="sheet scroll"><table>
<thead><tr><th>Begun</th><th>Order</th><th>Amount</th><th>State</th></tr></thead>
<tbody>${all.map((session) => row(ledger, session))}</tbody></table></div>`;
}

function row(ledger: Ledger, session: Session): Html {
  const [payment] = ledger.payments.list({ ref: session.id, limit: 1 });
  const address = payment === undefined ? session.id : `payments/${payment.id}`;
  return html`<tr><td>${time(session.created)}</td>
<td><a href="/sandbox/pay/${address}">${session.metadata['order_number'] ?? session.lines[0]?.name ?? session.id}</a></td>
<td>${money(totalOf(session), session.currency)}</td>
<td>${session.status}, ${payment?.status ?? session.payment}</td></tr>`;
}

const time = (seconds: number): Html =>
  html`<time>${isoOf(seconds * 1000)
    .slice(0, 19)
    .replace('T', ' ')}</time>`;

const moods = ({
  refunds,
  nextRequest,
}: Moods): Html => html`<form class="sheet" method="post" action="/sandbox/pay/moods">
<h2>What shall happen</h2>
<p><label for="refunds">Refunds</label> <select id="refunds" name="refunds">
${options({ succeed: 'succeed at once', pending: 'wait for the desk', fail: 'fail' }, refunds)}</select></p>
<p><label for="next">The next request that changes something</label> <select id="next" name="nextRequest">
${options(
  {
    answered: 'is answered',
    unavailable: 'is refused: out of order',
    'rate-limited': 'is refused: too many',
    'answer-lost': 'is done, and its answer lost',
  },
  nextRequest,
)}</select></p>
<button>Let it be so</button></form>`;

const options = (words: Readonly<Record<string, string>>, chosen: string): readonly Html[] =>
  Object.entries(words).map(
    ([value, word]) => html`<option value="${value}"${value === chosen && html` selected`}>${word}</option>`,
  );

const log = (ledger: Ledger): Html => html`<section class="sheet"><h2>Webhooks</h2>
<dl class="log">${ledger.deliveries
  .list({ limit: shownMax })
  .map(
    ({ atMs, type, result }) =>
      html`<dt><time>${isoOf(atMs).slice(11, 19)}</time></dt><dd>${type}: ${result}</dd>`,
  )}</dl></section>`;

/** @returns nothing for a payment that is not known */
export function paymentPage(ledger: Ledger, id: string): Answer | undefined {
  const payment = ledger.payments.get(id);
  if (payment === undefined) return undefined;
  const charge = ledger.charges.get(payment.chargeId ?? '');
  return page({
    title: `Payment ${money(payment.cents, payment.currency)}`,
    lead: 'What the bank and the customer may still do to it.',
    body: html`<dl class="sheet"><dt>Payment</dt><dd class="mono">${payment.id}</dd>
<dt>State</dt><dd>${payment.status}${payment.declined && ', declined'}</dd>
<dt>Refunded</dt><dd>${money(charge?.refundedCents ?? 0, payment.currency)}</dd>
<dt>Disputed</dt><dd>${charge?.disputed === true ? 'yes' : 'no'}</dd>
${Object.entries(payment.metadata).map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${value}</dd>`)}</dl>
<form class="sheet" method="post" action="/sandbox/pay/payments/${payment.id}">${webhookChoice}
<p class="row">
<button name="do" value="bank-pays"${payment.status !== 'processing' && disabled}>The bank pays</button>
<button name="do" value="bank-refuses"${payment.status !== 'processing' && disabled}>The bank refuses</button>
<button name="do" value="dispute"${(charge?.status !== 'succeeded' || charge.disputed) && disabled}>Dispute it</button>
</p></form>
${ledger.refunds.list({ ref: id }).map((refund) => refundSheet(payment, refund))}
${ledger.disputes.list({ ref: id }).map((dispute) => disputeSheet(payment, dispute))}
<p><a href="/sandbox/pay">All payments</a></p>`,
  });
}

const disabled = html` disabled`;

const refundSheet = (payment: Payment, { id, cents, currency, status }: Refund): Html =>
  acts(payment, id, `Refund of ${money(cents, currency)}: ${status}`, [
    ['refund-succeeds', 'Let it succeed', status === 'pending'],
    ['refund-fails', 'Let it fail', status === 'pending' || status === 'succeeded'],
  ]);

const disputeSheet = (payment: Payment, { id, cents, currency, status }: Dispute): Html =>
  acts(payment, id, `Dispute over ${money(cents, currency)}: ${status}`, [
    ['dispute-won', 'The shop wins', status !== 'won' && status !== 'lost'],
    ['dispute-lost', 'The customer wins', status !== 'won' && status !== 'lost'],
  ]);

const acts = (
  payment: Payment,
  id: string,
  title: string,
  buttons: readonly (readonly [value: string, word: string, possible: boolean])[],
): Html => html`<form class="sheet" method="post" action="/sandbox/pay/payments/${payment.id}">
<h2>${title}</h2><p class="mono">${id}</p><input type="hidden" name="id" value="${id}">
<p class="row">${buttons.map(
  ([value, word, possible]) =>
    html`<button name="do" value="${value}"${!possible && disabled}>${word}</button>`,
)}</p></form>`;
