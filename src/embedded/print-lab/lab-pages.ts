/** How the lab's orders look on its pages. */
import { isoOf } from '../stand-in/clock.ts';
import type { Answer } from '../stand-in/http.ts';
import { type Html, html, page } from '../stand-in/page.ts';
import { nextStep } from './progress.ts';
import { casings, fates, type Lab, manners, type Order } from './state.ts';

const shownMax = 50;

export const labPage = (lab: Lab): Answer =>
  page({
    title: 'Print lab',
    lead: 'This page stands in for the print lab. It speaks the same protocol and prints nothing. Move an order along, or make it fail the way a real lab can.',
    body: html`<div class="columns"><div>${orders(lab)}</div><div>${moods(lab)}${log(lab)}</div></div>`,
  });

function orders(lab: Lab): Html {
  const all = lab.orders.list({ limit: shownMax });
  if (all.length === 0) return html`<p class="empty">No print orders.</p>`;
  return html`${all.map(
    (order) => html`<section class="sheet"><h2><a href="/sandbox/lab/${order.id}">${order.id}</a></h2>
${facts(lab, order)}${steps(order)}</section>`,
  )}`;
}

function facts(lab: Lab, { merchantReference, recipient, items, created }: Order): Html {
  const { name, address } = recipient;
  return html`<dl><dt>Shop’s reference</dt><dd class="mono">${merchantReference ?? 'none'}</dd>
<dt>Came</dt><dd><time>${created.slice(0, 16).replace('T', ' ')}</time></dd>
<dt>Recipient</dt><dd>${name}, ${address.townOrCity}, ${address.countryCode}</dd>
${items.map(
  ({ sku, copies, attributes, assets, sizing }) => html`<dt>Item</dt>
<dd>${copies} × ${sku}, ${Object.values(attributes).join(', ')} ${sizing}</dd>
${assets.map((asset) => pictureOf(lab, asset))}`,
)}</dl>`;
}

function pictureOf(lab: Lab, { id, status }: Order['items'][number]['assets'][number]): Html {
  const kept = lab.fetched.get(id);
  if (kept === undefined) return html`<dt>Picture</dt><dd>${status}</dd>`;
  return html`<dt>Picture</dt><dd>${kept.width} × ${kept.height} px, ${kept.bytes} bytes, MD5 ${kept.md5}<br>
<img class="picture" src="/sandbox/lab/pictures/${id}" alt="The picture that the shop sent"></dd>`;
}

const stages = [
  ['downloadAssets', 'Picture'],
  ['allocateProductionLocation', 'Lab'],
  ['printReadyAssetsPrepared', 'Print file'],
  ['inProduction', 'Production'],
  ['shipping', 'Shipped'],
] as const;

function steps({ held, status: { stage, details, issues } }: Order): Html {
  const now = stages.find(([name]) => details[name] !== 'Complete')?.[0];
  return html`<ol class="steps"><li class="done">${held ? 'On hold' : stage === 'Cancelled' ? 'Cancelled' : 'Created'}</li>
${stages.map(([name, word]) =>
  details[name] === 'Complete'
    ? html`<li class="done">${word}</li>`
    : html`<li${name === now && html` aria-current="step"`}>${word}</li>`,
)}</ol>
${issues.map(({ errorCode, description }) => html`<p class="bad">${errorCode}<br><small>${description}</small></p>`)}`;
}

const words: Readonly<Record<string, string>> = {
  answered: 'is taken',
  'on-hold': 'is put on hold',
  'with-issues': 'is taken, with an issue',
  unavailable: 'is refused: internal error',
  'timed-out': 'is taken, and answered by a time-out',
  'answer-lost': 'is taken, and its answer lost',
  once: 'once',
  twice: 'twice',
  late: 'late',
  lost: 'never',
  live: 'as the live service writes',
  documented: 'as the reference writes',
  'pascal-keys': 'with capital names',
  'order-inside': 'the order inside',
  'order-itself': 'the order itself',
};

function moods(lab: Lab): Html {
  const { nextOrder, nextCallback, casing, callbackData } = lab.moods();
  return html`<form class="sheet" method="post" action="/sandbox/lab/moods"><h2>What shall happen</h2>
${choice('nextOrder', 'The next order', fates, nextOrder)}
${choice('nextCallback', 'The next callback comes', manners, nextCallback)}
${choice('casing', 'Answers are written', casings, casing)}
${choice('callbackData', 'A callback’s data is', ['order-inside', 'order-itself'], callbackData)}
<button>Let it be so</button></form>`;
}

const choice = (name: string, label: string, values: readonly string[], chosen: string): Html => html`<p>
<label for="${name}">${label}</label> <select id="${name}" name="${name}">${values.map(
  (value) =>
    html`<option value="${value}"${value === chosen && html` selected`}>${words[value] ?? value}</option>`,
)}</select></p>`;

const log = (lab: Lab, ref?: string): Html => html`<section class="sheet"><h2>Callbacks sent</h2>
<dl class="log">${lab.callbacks
  .list({ limit: shownMax, ...(ref === undefined ? {} : { ref }) })
  .flatMap(({ type, tries }) =>
    tries.map(
      ({ atMs, result }) => html`<dt><time>${isoOf(atMs).slice(11, 19)}</time></dt>
<dd>${type.slice('com.prodigi.'.length)}: ${result}</dd>`,
    ),
  )}</dl></section>`;

/** @returns nothing for an order that is not known */
export function orderPage(lab: Lab, id: string): Answer | undefined {
  const order = lab.orders.get(id);
  if (order === undefined) return undefined;
  return page({
    title: order.id,
    lead: 'One order: what it is, where it is, and what may befall it.',
    body: html`<div class="columns"><div><section class="sheet">${facts(lab, order)}${steps(order)}
${parcels(lab, order)}</section>${acts(order)}</div><div>${log(lab, id)}</div></div>
<p><a href="/sandbox/lab">All orders</a></p>`,
  });
}

const parcels = (lab: Lab, { shipments }: Order): Html =>
  html`<dl>${shipments.map(
    ({ id, status, carrier, tracking, fulfillmentLocation }) => html`<dt>Parcel</dt>
<dd><span class="mono">${id}</span> from ${fulfillmentLocation.labCode} by ${carrier.name}: ${status}
${tracking && html`, <a href="${tracking.url}">${tracking.number}</a> (${lab.parcels.get(tracking.number)?.where})`}</dd>`,
  )}</dl>`;

const actions = [
  ['split', 'Ship in two parcels'],
  ['refuse-picture', 'Refuse the picture'],
  ['unavailable', 'Out of stock'],
  ['payment', 'Ask for payment'],
  ['clear', 'Clear the issues'],
  ['cancel', 'Cancel it here'],
  ['return', 'Let the parcel come back'],
] as const;

function acts(order: Order): Html {
  const next = nextStep(order);
  return html`<form class="sheet" method="post" action="/sandbox/lab/${order.id}">
${next !== undefined && html`<p><button class="first" name="do" value="advance">${next}</button></p>`}
<p class="row">${actions.map(([value, word]) => html`<button name="do" value="${value}">${word}</button>`)}</p>
<fieldset><legend>The shop hears of it</legend>${manners.map(
    (manner) =>
      html`<label><input type="radio" name="callback" value="${manner}"${manner === 'once' && html` checked`}> ${words[manner]}</label>`,
  )}</fieldset></form>`;
}
