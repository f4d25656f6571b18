/** Whoever asked for a copy of their data is told that it waits for them. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { requestStream } from '../modules/privacy/request.events.ts';
import { type RequestIds, type WriteDeps, writeAbout } from './write-about-request.ts';

export const writeWhenCopyReady = effect(
  'write-when-copy-ready',
  requestStream,
  { CopyBuilt: ({ requestId }) => ({ ids: { requestId } }) },

  (job: Job<RequestIds>, deps: WriteDeps) =>
    writeAbout(
      job,
      'copy-ready',
      ({ copy }) =>
        copy === null
          ? undefined
          : deps.letters.copyReady({ archive: deps.links.privacyPage(), until: copy.endsOn }),
      deps,
    ),
);
