/** The page to which a customer is sent to pay: it asks for no card, and for an outcome instead. */
import type { Answer } from '../stand-in/http.ts';
import { type Html, html, money, page } from '../stand-in/page.ts';
import type { Payment, Session } from './state.ts';
import { totalOf } from './state.ts';

export function payPage(session: Session, payment: Payment | undefined, landing: string): Answer {
  const origins = [landing, session.cancelUrl].flatMap((url) => (url === null ? [] : [new URL(url).origin]));
  return page({
    title: 'Payment sandbox',
    lead: 'This page stands in for the payment company. It speaks the same protocol, asks for no card and moves no money. Choose what shall happen.',
    leadsTo: [...new Set(origins)],
    body: html`<div class="narrow">${bill(session)}${choices(session, payment, landing)}</div>`,
  });
}

const bill = (session: Session): Html => html`<dl class="sheet bill">
${session.lines.map(
  ({ name, unitCents, quantity }) =>
    html`<dt>${quantity} × ${name}</dt><dd>${money(unitCents * quantity, session.currency)}</dd>`,
)}
${session.shipping && html`<dt>${session.shipping.name}</dt><dd>${money(session.shipping.cents, session.currency)}</dd>`}
${session.metadata['order_number'] && html`<dt>Order</dt><dd>${session.metadata['order_number']}</dd>`}
<dt>Session</dt><dd class="mono">${session.id.slice(0, 16)}…</dd>
<dt class="sum">To pay</dt><dd class="sum">${money(totalOf(session), session.currency)}</dd>
</dl>`;

function choices(session: Session, payment: Payment | undefined, landing: string): Html {
  if (session.status === 'complete')
    return html`<p>This session is complete. The payment is ${session.payment === 'paid' ? 'made' : 'with the bank'}.</p>
<p><a class="button" href="${landing}">Back to the shop</a></p>`;
  if (session.status === 'expired')
    return html`<p class="bad">This session has expired. Nothing was charged.</p>${back(session)}`;
  return payment?.status === 'requires_action'
    ? challenge(session)
    : open(session, payment?.declined === true);
}

const back = ({ cancelUrl }: Session): Html =>
  cancelUrl === null ? html`` : html`<p><a class="button" href="${cancelUrl}">Back to the shop</a></p>`;

const open = (session: Session, declined: boolean): Html => html`
${declined && html`<p class="bad" role="alert">The card was declined. Nothing was charged; try again.</p>`}
<form method="post" action="/sandbox/pay/${session.id}">
<p><button class="first" name="outcome" value="pay">Pay ${money(totalOf(session), session.currency)}</button></p>
<p class="row">
<button name="outcome" value="decline">Decline the card</button>
<button name="outcome" value="challenge">Ask for 3-D Secure</button>
<button name="outcome" value="pay-later">Pay later, and succeed</button>
<button name="outcome" value="fail-later">Pay later, and fail</button>
<button name="outcome" value="never">The bank never answers</button>
<button name="outcome" value="expire">Let the session expire</button>
<button name="outcome" value="leave">Leave without paying</button>
</p>
${webhookChoice}
</form>
<details class="sheet"><summary>What the shop will receive</summary>
<p class="mono">POST the shop’s webhook: checkout.session.completed, signed in the header Stripe-Signature</p>
</details>`;

const challenge = (session: Session): Html => html`
<p>The bank asks: is it you who pays ${money(totalOf(session), session.currency)}?</p>
<form method="post" action="/sandbox/pay/${session.id}">
<p class="row"><button class="first" name="outcome" value="pay">Yes, pay</button>
<button name="outcome" value="decline">No</button></p>
${webhookChoice}
</form>`;

export const webhookChoice: Html = html`<fieldset><legend>The webhook arrives</legend>
<label><input type="radio" name="webhook" value="once" checked> once</label>
<label><input type="radio" name="webhook" value="twice"> twice</label>
<label><input type="radio" name="webhook" value="late"> late</label>
<label><input type="radio" name="webhook" value="reversed"> last event first</label>
<label><input type="radio" name="webhook" value="lost"> never</label>
</fieldset>`;
