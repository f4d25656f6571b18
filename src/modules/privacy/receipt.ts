/** The text of a receipt: what was asked, what was done and when, what is kept and why; and nobody's name. */
import type { Past } from '../../eventsourcing/decider.ts';
import type { ErasureEvent } from './erasure.events.ts';

type Happened = { readonly event: Past<ErasureEvent>; readonly at: string };
type Type = ErasureEvent['type'];
type OfType<T extends Type> = Extract<Past<ErasureEvent>, { readonly type: T }>;

/** @param past the whole stream of one erasure, oldest first */
export function receiptOf(past: readonly Happened[]) {
  const accepted = last(past, 'ErasureAccepted');
  const verified = last(past, 'ErasureVerified');
  if (accepted === undefined || verified === undefined) return undefined;
  const { requestId, number, scope, fates } = accepted.event;
  const kids = all(past, 'ErasureKeysDestroyed').flatMap(({ event }) => event.kids);
  return {
    receipt: numberOf(number),
    requestId,
    scope,
    round: verified.event.round,
    acceptedAt: accepted.at,
    keysDestroyedAt: last(past, 'ErasureKeysDestroyed')?.at ?? null,
    keysDestroyed: kids,
    filesDeleted: sum(all(past, 'ErasureFilesDeleted').map(({ event }) => event.files)),
    readBack: { at: verified.at, opened: 0, ...triedIn(verified.event) },
    processors: processorsIn(past),
    fates,
    remains,
    waitsForOrders: accepted.event.openOrders.length - all(past, 'ErasureResumed').length,
  };
}

/** What nobody can open and the log still tells: said, so that nobody believes more than is true. */
const remains = [
  'random names of people, orders, photos and portraits, which lead to nobody any more',
  'what kind of thing happened, when, and in which order',
  'of orders: products, prices, country and state; of files: their number and size',
] as const;

/** Of all rounds, each with its newest answer; what it is called at the processor stays with us. */
function processorsIn(past: readonly Happened[]) {
  const answers = all(past, 'ErasureProcessorAnswered').map(({ event }) => event);
  const told = all(past, 'ErasureProcessorsTold').flatMap(({ event }) => event.told);
  const newest = told.map(({ processor, answer, until, job }) => {
    const later = answers.find((one) => one.job === job);
    return { processor, answer: later?.answer ?? answer, until: later?.until ?? until };
  });
  const lines = new Map(newest.map((line) => [JSON.stringify(line), line]));
  return [...lines.values()];
}

/** ER-0026 */
export const numberOf = (number: number): string => `ER-${String(number).padStart(4, '0')}`;

const triedIn = ({ valuesTried, filesTried, rowsTried }: OfType<'ErasureVerified'>) => ({
  ...{ values: valuesTried, files: filesTried, rows: rowsTried },
});

const is =
  <T extends Type>(type: T) =>
  (one: Happened): one is { readonly event: OfType<T>; readonly at: string } =>
    one.event.type === type;

const all = <T extends Type>(past: readonly Happened[], type: T) => past.filter(is(type));
const last = <T extends Type>(past: readonly Happened[], type: T) => all(past, type).at(-1);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
