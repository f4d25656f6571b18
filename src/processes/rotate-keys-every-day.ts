/** Asked every day, the key that wraps all keys is renewed before its week is over, and the old one destroyed. */
import type { Scheduled } from '../eventsourcing/schedule.ts';
import { rotateIfDue } from '../personal-data/key-rotation.ts';

export const rotateKeysEveryDay = (deps: Parameters<typeof rotateIfDue>[0]): Scheduled => ({
  name: 'rotate-keys-every-day',
  cron: '7 3 * * *',
  perform: async () => void (await rotateIfDue(deps)),
});
