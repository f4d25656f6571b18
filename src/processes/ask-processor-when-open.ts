/** A processor that said "under way" is asked again, until it is done or says that it keeps something. */
import { setTimeout as pause } from 'node:timers/promises';
import { effect, type Job } from '../eventsourcing/effect.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { send } from '../eventsourcing/process.ts';
import {
  ErasureProcessorAnswered,
  erasureStream,
  type ProcessorJob,
  type RequestId,
} from '../modules/privacy/erasure.events.ts';
import { erasure } from '../modules/privacy/erasure.ts';
import type { Redaction } from '../providers/stripe-redaction.ts';
import type { Ports } from './ports.ts';
import { endsOn } from './tell-processors-when-files-deleted.ts';

type Ids = { readonly requestId: RequestId; readonly job: ProcessorJob };
type Deps = Pick<Ports, 'stateOf' | 'payments' | 'clock'>;

export const askProcessorWhenOpen = effect(
  'ask-processor-when-open',
  erasureStream,
  {
    ErasureProcessorsTold: ({ requestId, told }) =>
      told.flatMap(({ job, answer }) =>
        job === null || answer !== 'open' ? [] : [{ ids: { requestId, job } }],
      ),
  },

  async ({ ids: { requestId, job } }: Job<Ids>, { stateOf, payments, clock }: Deps) => {
    const running = await stateOf(erasure, requestId);
    if (running.status === 'none' || !running.jobs.includes(job)) return [];
    const { status } = await settled(job, payments);
    if (status === 'under-way') throw new Fault('provider/unavailable', { provider: 'stripe', job }); // the queue asks again, later and later
    const { answer, until } =
      status === 'done' ? ({ answer: 'acknowledged', until: null } as const) : endsOn('stripe', clock());
    const told = { requestId, processor: 'stripe', job, answer, until };
    const recorded = ErasureProcessorAnswered.schema.omit({ type: true }).parse(told);
    return send(erasure, requestId, { type: 'RecordProcessorAnswer', ...recorded }, [
      'erasure-processor-already-answered',
    ]);
  },
  { concurrency: 1, retriesMax: 30 },
);

const looks = 6;
const betweenMs = 500;

async function settled(job: string, payments: Ports['payments']): Promise<Redaction> {
  let seen = await payments.redaction(job);
  for (let look = 1; look < looks && seen.status === 'under-way'; look++) {
    await pause(betweenMs);
    seen = await payments.redaction(job);
  }
  return seen;
}
