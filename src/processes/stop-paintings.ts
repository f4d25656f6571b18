/** What is on the easel, and may not be painted any more: it leaves the queue, and its unit of the quota goes back. */
import type { Context } from '../eventsourcing/event-store.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import type { PortraitId } from '../modules/portraits/portrait.events.ts';
import { portrait } from '../modules/portraits/portrait.ts';
import type { Ports } from './ports.ts';

/** One that is being painted is called off; where the word comes too late, it finds its keys gone. */
export async function stopPaintings(
  portraits: readonly PortraitId[],
  context: Context,
  { stateOf, handle, stopJobs }: Pick<Ports, 'stateOf' | 'handle' | 'stopJobs'>,
): Promise<void> {
  const running: PortraitId[] = [];
  for (const portraitId of portraits)
    if ((await stateOf(portrait, portraitId)).status === 'requested') running.push(portraitId);
  if (running.length > 0) await stopJobs(running);
  for (const portraitId of running) {
    const commandId = uuidFrom(context.commandId, 'stop', portraitId);
    const stop = { type: 'RecordFailure', portraitId, reason: 'photo-gone' } as const;
    await handle(portrait, portraitId, stop, { ...context, commandId });
  }
}
