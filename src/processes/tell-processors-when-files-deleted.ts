/** The third phase of an erasure: whoever received the data is told (GDPR Art. 19), and what each answers is kept. */
import { daysAfter } from '../eventsourcing/days.ts';
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { payment } from '../modules/payments/payment.ts';
import { ErasureProcessorsTold, erasureStream, type RequestId } from '../modules/privacy/erasure.events.ts';
import { type Erasure, erasure } from '../modules/privacy/erasure.ts';
import { recipientsOf } from '../personal-data/recipients.ts';
import { type Processor, processors } from '../personal-data/register.ts';
import { paymentIdOf } from './open-payment-when-order-placed.ts';
import { paintersOf } from './painters.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly requestId: RequestId; readonly round: number };
type Deps = Pick<Ports, 'stateOf' | 'vault' | 'clock' | 'openAs' | 'payments' | 'ordersOf'>;
type Told = {
  readonly processor: Processor;
  readonly answer: 'acknowledged' | 'ends-on' | 'nothing-held' | 'open';
  readonly until: string | null;
  readonly job: string | null;
};

/** How long each keeps its copy by its contract with us, in days. */
const keepsDays: Partial<Record<Processor, number>> = { prodigi: 30, stripe: 456, replicate: 1, openai: 30 };

export const tellProcessorsWhenFilesDeleted = effect(
  'tell-processors-when-files-deleted',
  erasureStream,
  { ErasureFilesDeleted: ({ requestId, round }) => ({ ids: { requestId, round } }) },

  async (job: Job<Ids>, deps: Deps) => {
    const { requestId, round } = job.ids;
    const running = await deps.stateOf(erasure, requestId);
    if (running.status !== 'files' || running.round !== round) return [];
    const keys = await Promise.all(running.kids.map((kid) => deps.vault.find(kid)));
    const painters = await paintersOf(keys, deps.stateOf);
    const receivers = new Set(keys.flatMap(({ category }) => recipientsOf(category, painters)));
    const told: Told[] = [];
    for (const processor of receivers)
      told.push(
        ...(processor === 'stripe'
          ? await tellStripe(running.people, job, deps)
          : [{ processor, ...answerOf(processor, deps.clock()) }]),
      );
    const answers = ErasureProcessorsTold.schema.shape.told.parse(told);
    const done = { type: 'RecordProcessorsTold', requestId, round, told: answers } as const;
    return send(erasure, requestId, done, ['erasure-phase-already-done']);
  },
);

/** Our storage is emptied by us, and was read back; the others keep what their contract or the law says. */
function answerOf(processor: Processor, now: string): Omit<Told, 'processor'> {
  const { onErasure } = processors[processor];
  if (onErasure === 'deleted-by-us') return { answer: 'acknowledged', until: null, job: null };
  if (onErasure === 'passes-through') return { answer: 'nothing-held', until: null, job: null };
  return endsOn(processor, now);
}

/** By its contract with us. */
export function endsOn(processor: Processor, now: string): Omit<Told, 'processor'> {
  const days = keepsDays[processor];
  if (days === undefined) return { answer: 'open', until: null, job: null };
  return { answer: 'ends-on', until: daysAfter(now, days).slice(0, 'yyyy-mm-dd'.length), job: null };
}

type People = Extract<Erasure, { readonly people: unknown }>['people'];

/** Payment by payment: it looks through what it has, and says later when it is done. */
async function tellStripe(people: People, { key, context }: Job<Ids>, deps: Deps): Promise<readonly Told[]> {
  const orders = (await Promise.all(people.map((person) => deps.ordersOf(person)))).flat();
  const open = deps.openAs(context.actor);
  const told: Told[] = [];
  for (const orderId of orders) {
    const paid = await deps.stateOf(payment, paymentIdOf(orderId));
    if (paid.status === 'none' || paid.status === 'failed') continue;
    const reference = await open(paid.reference, 'claims.defence');
    if (reference.is !== 'value' || reference.value.sessionId === null) continue;
    const { sessionId, paymentIntentId } = reference.value;
    const asked = await deps.payments.redact(
      { sessionId, paymentIntentId },
      uuidFrom(key, 'redact', orderId),
    );
    const answer = { answer: 'open', until: null, job: asked.redactionId } as const;
    const isRefused = asked.status === 'refused';
    told.push({ processor: 'stripe', ...(isRefused ? endsOn('stripe', deps.clock()) : answer) });
  }
  return told.length === 0 ? [{ processor: 'stripe', ...endsOn('stripe', deps.clock()) }] : told;
}
