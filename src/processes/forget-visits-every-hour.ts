/** Who was here, who had a link sent, and who tried how often, is forgotten once it is over. */
import type { Scheduled } from '../eventsourcing/schedule.ts';

type Deps = {
  /** Sessions, links and counts of attempts. @returns how many rows went */
  readonly forgetVisits: () => Promise<number>;
};

export const forgetVisitsEveryHour = ({ forgetVisits }: Deps): Scheduled => ({
  name: 'forget-visits-every-hour',
  cron: '23 * * * *',
  perform: async () => void (await forgetVisits()),
});
