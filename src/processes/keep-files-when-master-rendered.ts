/** A file that is rendered for an order under way is kept until the order is done. */
import { daysAfter } from '../eventsourcing/days.ts';
import { effect, type Job } from '../eventsourcing/effect.ts';
import { order } from '../modules/ordering/order.ts';
import { type MasterId, masterStream } from '../modules/portraits/master.events.ts';
import { master } from '../modules/portraits/master.ts';
import { openOrderDaysMax } from '../personal-data/periods.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly masterId: MasterId };

export const keepFilesWhenMasterRendered = effect(
  'keep-files-when-master-rendered',
  masterStream,
  { MasterRendered: ({ masterId }) => ({ ids: { masterId } }) },

  async (
    { ids: { masterId } }: Job<Ids>,
    { stateOf, vault, clock }: Pick<Ports, 'stateOf' | 'vault' | 'clock'>,
  ) => {
    const rendered = await stateOf(master, masterId);
    if (rendered.status !== 'rendered') return [];
    const placed = await stateOf(order, rendered.orderId);
    if (placed.status !== 'confirmed') return []; // it is done already: its end is set by that
    const files = { subject: placed.buyer, category: 'media.master', item: rendered.orderId } as const;
    await vault.expire(files, daysAfter(clock(), openOrderDaysMax));
    return [];
  },
);
