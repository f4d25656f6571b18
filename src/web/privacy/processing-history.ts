/** Who opened or received what of somebody, why, on which ground and when: openings, letters, payments, prints. */
import { z } from 'zod';
import { lettersTo } from '../../../projections/letters.ts';
import { openingsOf } from '../../../projections/openings.ts';
import { ordersOf } from '../../../projections/orders.ts';
import { paymentOfOrder } from '../../../projections/payments.ts';
import { printOrdersOf } from '../../../projections/print-orders.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import {
  type Category,
  categories,
  companyName,
  type Processor,
  type Purpose,
  purposes,
} from '../../personal-data/register.ts';
import type { LogEntry } from '../components/shapes.ts';
import type { Shop } from '../shop.ts';
import { basisWords, categoryWords } from './words.ts';

export const Processed = z.object({
  ...{ at: z.iso.datetime(), is: z.enum(['opened', 'received']), by: z.string() },
  ...{ what: z.array(z.string()).readonly(), purpose: z.string(), legalBasis: z.string() },
});
export type Processed = z.output<typeof Processed>;

/** Newest first. */
export async function processingOf(shop: Shop, people: readonly SubjectRef[]): Promise<readonly Processed[]> {
  const all = await Promise.all(
    people.flatMap((person) => [openings(shop, person), letters(shop, person), deliveries(shop, person)]),
  );
  return all.flat().toSorted((a, b) => b.at.localeCompare(a.at));
}

async function openings({ reads }: Shop, person: SubjectRef): Promise<readonly Processed[]> {
  const rows = await openingsOf(reads.openings, person);
  return rows.map(({ category, openedFor, by, at }) => ({
    ...({ at, is: 'opened', by: whoIs(by), what: [nameOf(category)] } as const),
    ...groundFor(openedFor),
  }));
}

async function letters({ reads }: Shop, person: SubjectRef): Promise<readonly Processed[]> {
  const rows = await lettersTo(reads.letters, person);
  return rows
    .filter(({ status }) => status === 'sent')
    .map(({ at, template }) => received(at, 'smtp', ['contact'], letterPurpose(template)));
}

const letterPurpose = (template: string): Purpose =>
  template.startsWith('order-') || template === 'refunded' ? 'order.fulfilment' : 'account.access';

async function deliveries({ reads }: Shop, person: SubjectRef): Promise<readonly Processed[]> {
  const orders = await ordersOf(reads.orders, [person]);
  const all = orders.map(async ({ orderId }) => {
    const [payment, prints] = await Promise.all([
      paymentOfOrder(reads.payments, orderId),
      printOrdersOf(reads.printOrders, orderId),
    ]);
    const paid = payment && [received(payment.openedAt, 'stripe', ['contact', 'payment.reference'])];
    const sent = prints.flatMap(({ submittedAt }) =>
      submittedAt === null ? [] : [received(submittedAt, 'prodigi', ['order.delivery', 'media.master'])],
    );
    return [...(paid ?? []), ...sent];
  });
  return (await Promise.all(all)).flat();
}

const received = (
  at: string,
  processor: Processor,
  what: readonly Category[],
  purpose: Purpose = 'order.fulfilment',
): Processed => ({
  ...({ at, is: 'received', by: companyName(processor) } as const),
  ...{ what: what.map(nameOf), ...groundFor(purpose) },
});

function groundFor(name: string): Pick<Processed, 'purpose' | 'legalBasis'> {
  const known = Object.entries(purposes).find(([purpose]) => purpose === name)?.[1];
  if (known === undefined) return { purpose: name, legalBasis: '' };
  const { says, article } = basisWords[known.basis];
  return { purpose: known.says, legalBasis: `${says}, ${article}` };
}

const nameOf = (category: string): string => {
  const known = categories.find((one) => one === category);
  return known === undefined ? category : categoryWords[known].what.toLowerCase();
};

/** Processes are the shop; sessions and links are the person themselves. */
function whoIs(by: string): string {
  if (by.startsWith('session-')) return 'You';
  if (by.startsWith('holder-of')) return 'Whoever has the link';
  if (/^((staff|privacy-officer)-|privacy-officer$|command-line$)/.test(by)) return 'A person of ours';
  return by === 'print-lab' ? 'The print lab' : 'The shop';
}

export const logEntries = (all: readonly Processed[]): readonly LogEntry[] =>
  all.map(({ at, is, by, what, purpose, legalBasis }) => ({
    ...{ at, says: `${by} ${is}: ${what.join(', ')}` },
    note: legalBasis === '' ? purpose : `${purpose} (${legalBasis})`,
  }));
