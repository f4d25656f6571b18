/** A unit of the free quota from which nothing came goes back to whoever had it. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { photoStream, type UnitId } from '../modules/uploads/photo.events.ts';
import type { Ports } from './ports.ts';

export const releaseQuotaWhenNothingPainted = effect(
  'release-quota-when-nothing-painted',
  photoStream,
  { PaintingReleased: ({ unitId }) => ({ ids: { unitId } }) },

  async ({ ids: { unitId } }: Job<{ readonly unitId: UnitId }>, { quota }: Pick<Ports, 'quota'>) => {
    await quota.release(unitId);
    return [];
  },
);
