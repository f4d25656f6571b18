/** A request that waits for a person is acknowledged at once, with the day by which it is answered (GDPR Art. 12(3)). */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { requestStream } from '../modules/privacy/request.events.ts';
import { type RequestIds, type WriteDeps, writeAbout } from './write-about-request.ts';

export const writeWhenRequestAcknowledged = effect(
  'write-when-request-acknowledged',
  requestStream,
  { RequestAcknowledged: ({ requestId }) => ({ ids: { requestId } }) },

  (job: Job<RequestIds>, deps: WriteDeps) =>
    writeAbout(
      job,
      'request-received',
      ({ kind, dueOn }, number) =>
        deps.letters.requestReceived({
          number,
          kind,
          dueOn,
          link: deps.links.requestPage(job.ids.requestId),
        }),
      deps,
    ),
);
