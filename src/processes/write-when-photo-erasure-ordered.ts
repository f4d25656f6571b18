/** Whoever sent a photo is told that it was erased for somebody in it, or for a child; and not who asked. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import type { PortraitId } from '../modules/portraits/portrait.events.ts';
import { portrait } from '../modules/portraits/portrait.ts';
import { type RequestId, requestStream } from '../modules/privacy/request.events.ts';
import { request } from '../modules/privacy/request.ts';
import type { Ports } from './ports.ts';
import { post } from './post.ts';

type Ids = { readonly requestId: RequestId; readonly portraitId: PortraitId };
type Deps = Pick<Ports, 'stateOf' | 'contactsOf' | 'openAs' | 'mailer' | 'letters'>;

export const writeWhenPhotoErasureOrdered = effect(
  'write-when-photo-erasure-ordered',
  requestStream,
  { PhotoErasureOrdered: ({ requestId, portraitId }) => ({ ids: { requestId, portraitId } }) },

  async ({ key, ids: { requestId, portraitId }, context }: Job<Ids>, deps: Deps) => {
    const painted = await deps.stateOf(portrait, portraitId);
    const asked = await deps.stateOf(request, requestId);
    if (painted.status === 'none' || asked.status === 'none') return [];
    const [contact] = await deps.contactsOf([painted.owner]);
    if (contact === undefined) return []; // nobody knows where to write: the studio page says it
    const template = 'photo-erased';
    const to = { ref: painted.owner, contact, template, purpose: 'account.access' } as const;
    const written = deps.letters.photoErased({ ofAChild: asked.kind === 'under-age' });
    return post(key, to, written, deps.openAs(context.actor), deps);
  },
);
