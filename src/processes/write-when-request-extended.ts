/** Nobody takes more time without saying so, and why (GDPR Art. 12(3)). */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { requestStream } from '../modules/privacy/request.events.ts';
import { type RequestIds, type WriteDeps, writeAbout } from './write-about-request.ts';

export const writeWhenRequestExtended = effect(
  'write-when-request-extended',
  requestStream,
  { RequestExtended: ({ requestId }) => ({ ids: { requestId } }) },

  (job: Job<RequestIds>, deps: WriteDeps) =>
    writeAbout(
      job,
      'request-extended',
      ({ dueOn, extendedBecause }, number) =>
        extendedBecause === null
          ? undefined
          : deps.letters.requestExtended({ number, dueOn, because: extendedBecause }),
      deps,
    ),
);
