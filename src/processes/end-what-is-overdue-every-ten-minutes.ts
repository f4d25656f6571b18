/** Retention is key expiry: what is past its end is destroyed, never more than an hour late while the shop runs. */
import type { Scheduled } from '../eventsourcing/schedule.ts';
import { type RetentionDeps, runRetention } from '../personal-data/retention.ts';

export const endWhatIsOverdueEveryTenMinutes = (deps: RetentionDeps): Scheduled => ({
  name: 'end-what-is-overdue-every-ten-minutes',
  cron: '*/10 * * * *',
  perform: async () => void (await runRetention(deps)),
});
