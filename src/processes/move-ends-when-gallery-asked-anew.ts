/** When the words of the gallery change, what the old ones kept waits thirty days for an answer, and then ends (GDPR Art. 7). */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { type PolicyVersion, policyStream } from '../modules/policies/policy.events.ts';
import { type EndDeps, moveGalleryEnds } from './photo-ends.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly version: PolicyVersion };

export const moveEndsWhenGalleryAskedAnew = effect(
  'move-ends-when-gallery-asked-anew',
  policyStream,
  {
    PolicyPublished: ({ version, asksAgain }) =>
      asksAgain.some((purpose) => purpose === 'portrait.gallery') ? { ids: { version } } : [],
  },

  async (_: Job<Ids>, deps: EndDeps & Pick<Ports, 'reachable'>) => {
    for (const { ref } of await deps.reachable()) await moveGalleryEnds(ref, deps); // whoever bought left an address
    return [];
  },
  { concurrency: 1, timeoutSeconds: 3600 },
);
