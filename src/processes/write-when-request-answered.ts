/** An answer that a person gave is sent; what the shop did by itself shows on the page. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { requestStream } from '../modules/privacy/request.events.ts';
import { type RequestIds, type WriteDeps, writeAbout } from './write-about-request.ts';

export const writeWhenRequestAnswered = effect(
  'write-when-request-answered',
  requestStream,
  { RequestAnswered: ({ requestId, answer }) => (answer === null ? [] : { ids: { requestId } }) },

  (job: Job<RequestIds>, deps: WriteDeps) =>
    writeAbout(
      job,
      'request-answered',
      async ({ answer, outcome }, number) => {
        const told = answer && (await deps.openAs(job.context.actor)(answer, 'account.access'));
        if (told?.is !== 'value' || outcome === null) return undefined;
        return deps.letters.requestAnswered({ number, outcome, text: told.value.text });
      },
      deps,
    ),
);
