/** What was asked and answered is kept for three years from the answer, as proof that it was. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type RequestId, requestStream } from '../modules/privacy/request.events.ts';
import { request } from '../modules/privacy/request.ts';
import { endOf } from '../personal-data/ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly requestId: RequestId };

export const moveEndOfRequestWhenAnswered = effect(
  'move-end-of-request-when-answered',
  requestStream,
  { RequestAnswered: ({ requestId }) => ({ ids: { requestId } }) },

  async (
    { ids: { requestId } }: Job<Ids>,
    { stateOf, historyOf, vault }: Pick<Ports, 'stateOf' | 'historyOf' | 'vault'>,
  ) => {
    const asked = await stateOf(request, requestId);
    const past = await historyOf(requestStream, requestId);
    const answered = past.findLast(({ event: { type } }) => type === 'RequestAnswered');
    if (asked.status === 'none' || answered === undefined) return [];
    const kept = { subject: asked.owner, category: 'rights.requests', item: requestId } as const;
    await vault.expire(kept, endOf('rights.requests', answered.at));
    return [];
  },
);
