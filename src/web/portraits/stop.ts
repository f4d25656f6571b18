/** `POST /studio/:token/stop`: what is not painted yet is not painted any more, and costs nothing. */
import { portrait } from '../../modules/portraits/portrait.ts';
import { refuse, seeOther } from '../answers.tsx';
import { forbidden, notFound } from '../problems/problem.ts';
import { isOf } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, contextFor, visitOf } from '../visit.ts';
import { studioOf } from './studio-pages.tsx';

export async function postStop(shop: Shop, request: Request, token: string): Promise<Response> {
  const visit = await visitOf(shop, request);
  const studio = await studioOf(shop, token);
  if (studio === undefined) return refuse(shop, request, notFound);
  const { session } = visit;
  if (session === undefined || !isOf(session, studio.photo.owner)) return refuse(shop, request, forbidden); // the link shows, it does not command
  const cause = causeOf(shop, visit, session);
  let position = -1n;
  for (const { portraitId, status } of studio.portraits) {
    if (status !== 'requested') continue;
    const stop = { type: 'RecordFailure', portraitId, reason: 'stopped' } as const;
    const context = contextFor(session, cause, `stop ${portraitId}`, 'portrait.generation');
    const outcome = await shop.handle(portrait, portraitId, stop, context);
    if ('position' in outcome) position = outcome.position;
  }
  await shop.seen(position, 'portraits');
  return seeOther(`/studio/${token}`);
}
