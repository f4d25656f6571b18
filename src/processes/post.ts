/** How a letter leaves: once per event and template, by a message id that the receiving side knows again. */
import { daysAfter } from '../eventsourcing/days.ts';
import { type Send, send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { productName } from '../modules/catalogue/names.ts';
import { LetterId, type Template } from '../modules/letters/letter.events.ts';
import { letter } from '../modules/letters/letter.ts';
import type { Order } from '../modules/ordering/order.ts';
import { grossOf } from '../modules/ordering/totals.ts';
import { withdrawalDays } from '../modules/ordering/withdrawal.ts';
import type { Open } from '../personal-data/open.ts';
import type { Sealed, SubjectRef } from '../personal-data/personal.ts';
import type { PurposeOf } from '../personal-data/register.ts';
import type { Links, OrderLetter, Ports, Written } from './ports.ts';

type To = {
  readonly ref: SubjectRef;
  readonly contact: Sealed<'contact'>;
  readonly template: Template;
  /** What the letter is for; an order, where nothing is said. */
  readonly purpose?: PurposeOf<'contact'>;
};

/** @param key of the job: the same letter for every try @returns nothing where it left, or was given up, before */
export async function post(
  key: string,
  { ref, contact, template, purpose = 'order.fulfilment' }: To,
  written: Written,
  open: Open,
  { mailer, stateOf }: Pick<Ports, 'mailer' | 'stateOf'>,
): Promise<readonly Send[]> {
  const letterId = letterIdOf(key, template);
  if ((await stateOf(letter, letterId)).status !== 'none') return [];
  const about = { letterId, template, person: { ref } };
  const opened = await open(contact, purpose);
  if (opened.is !== 'value')
    return [send(letter, letterId, { type: 'RecordNotSending', ...about, because: opened.is }, done)];
  const outcome = await mailer.send({ ...written, to: opened.value.email, messageId: letterId });
  return [
    outcome.is === 'sent'
      ? send(letter, letterId, { type: 'RecordSending', ...about }, done)
      : send(letter, letterId, { type: 'RecordNotSending', ...about, because: 'address-refused' }, done),
  ];
}

const done = ['letter-already-done'] as const;

const letterIdOf = (key: string, template: Template): LetterId =>
  LetterId.parse(uuidFrom('letter', key, template));

type Placed = Exclude<Order, { readonly status: 'none' }>;

export function orderLetter(orderId: string, order: Placed, placedAt: string, links: Links): OrderLetter {
  const { number, lines, totals, currency, fileAtOnce } = order;
  const hasFile = lines.some(({ kind }) => kind === 'file');
  return {
    ...{ number, link: links.orderPage(orderId), placedAt, totals, currency },
    items: lines.map((line) => ({
      ...{ name: productName(line.kind, line.productId), style: line.style, cents: grossOf(line) },
    })),
    ships: lines.some(({ kind }) => kind !== 'file'),
    file: !hasFile ? 'none' : fileAtOnce ? 'at-once' : { from: daysAfter(placedAt, withdrawalDays) },
  };
}
