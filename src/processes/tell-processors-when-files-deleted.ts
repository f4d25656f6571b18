/** The third phase of an erasure: whoever received the data is told (GDPR Art. 19), and what each answers is kept. */
import { daysAfter } from '../eventsourcing/days.ts';
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { ErasureProcessorsTold, erasureStream, type RequestId } from '../modules/privacy/erasure.events.ts';
import { erasure } from '../modules/privacy/erasure.ts';
import { entryOf, type Processor, processors } from '../personal-data/register.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly requestId: RequestId; readonly round: number };
type Deps = Pick<Ports, 'stateOf' | 'vault' | 'clock'>;

/** How long each keeps its copy by its contract with us, in days. */
const keepsDays: Partial<Record<Processor, number>> = { prodigi: 30, stripe: 456 };

export const tellProcessorsWhenFilesDeleted = effect(
  'tell-processors-when-files-deleted',
  erasureStream,
  { ErasureFilesDeleted: ({ requestId, round }) => ({ ids: { requestId, round } }) },

  async ({ ids: { requestId, round } }: Job<Ids>, { stateOf, vault, clock }: Deps) => {
    const running = await stateOf(erasure, requestId);
    if (running.status !== 'files' || running.round !== round) return [];
    const keys = await Promise.all(running.kids.map((kid) => vault.find(kid)));
    const receivers = new Set(keys.flatMap(({ category }) => entryOf(category).recipients));
    const told = [...receivers].map((processor) => ({ processor, ...answerOf(processor, clock()) }));
    const answers = ErasureProcessorsTold.schema.shape.told.parse(told);
    const done = { type: 'RecordProcessorsTold', requestId, round, told: answers } as const;
    return send(erasure, requestId, done, ['erasure-phase-already-done']);
  },
);

/** Our storage is emptied by us, and was read back; the others keep what their contract or the law says. */
function answerOf(processor: Processor, now: string) {
  const { onErasure } = processors[processor];
  if (onErasure === 'deleted-by-us') return { answer: 'acknowledged', until: null } as const;
  if (onErasure === 'passes-through') return { answer: 'nothing-held', until: null } as const;
  const days = keepsDays[processor];
  if (days === undefined) return { answer: 'open', until: null } as const;
  return { answer: 'ends-on', until: daysAfter(now, days).slice(0, 'yyyy-mm-dd'.length) } as const;
}
