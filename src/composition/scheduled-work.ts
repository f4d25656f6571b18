/** What is done by the calendar, joined to what it works with. */
import type { Scheduled } from '../eventsourcing/schedule.ts';
import { destructionLog } from '../personal-data/log-destruction.ts';
import { lookUp } from '../personal-data/lookup.ts';
import type { Clocks, RetentionDeps } from '../personal-data/retention.ts';
import { endWhatIsOverdueEveryTenMinutes } from '../processes/end-what-is-overdue-every-ten-minutes.ts';
import { forgetVisitsEveryHour } from '../processes/forget-visits-every-hour.ts';
import type { Ports } from '../processes/ports.ts';
import { reconcilePaymentsEveryFiveMinutes } from '../processes/reconcile-payments-every-five-minutes.ts';
import { reconcilePrintOrdersEveryFiveMinutes } from '../processes/reconcile-print-orders-every-five-minutes.ts';
import { rotateKeysEveryDay } from '../processes/rotate-keys-every-day.ts';
import type { Rooms } from './rooms.ts';
import { clock, type Stores } from './stores.ts';

/** What effects work with, and what is done by the calendar. */
export type WorkPorts = Omit<Ports, 'stopJobs'> & Parameters<typeof forgetVisitsEveryHour>[0];

type Deps = {
  readonly stores: Stores;
  readonly rooms: Rooms;
  readonly ports: WorkPorts;
};

export async function scheduledWork({ stores, rooms, ports }: Deps): Promise<readonly Scheduled[]> {
  const { reads } = rooms;
  return [
    endWhatIsOverdueEveryTenMinutes(await retentionDeps(stores, rooms, 'retention')),
    rotateKeysEveryDay(rotationDeps(stores)),
    forgetVisitsEveryHour(ports),
    reconcilePaymentsEveryFiveMinutes({ ...ports, rows: reads.payments }),
    reconcilePrintOrdersEveryFiveMinutes({ ...ports, rows: reads.printOrders }),
  ];
}

/** @param actor as the log is to name it */
export async function retentionDeps(
  { vault, vaultSql, keys, log }: Stores,
  { blobs, ledger, handle }: Pick<Rooms, 'blobs' | 'ledger' | 'handle'>,
  actor: string,
): Promise<RetentionDeps> {
  const index = lookUp({ sql: vaultSql, secret: await keys.secret('look-up'), clock });
  const logDestroyed = destructionLog(handle, actor);
  return { vault, blobs, ledger, lookUp: index, logDestroyed, clocks: clocksOf({ log, vaultSql }) };
}

export const rotationDeps = ({ vaultSql: sql, keyEncryptionKeys }: Stores) => ({
  ...{ sql, keyEncryptionKeys, clock },
});

/** Three that do not know of each other, unless all run on one machine. */
export const clocksOf = ({ log, vaultSql }: Pick<Stores, 'log' | 'vaultSql'>): Clocks => ({
  system: clock,
  async database() {
    const [row] = await vaultSql<{ now: string }[]>`select now()`;
    return row?.now ?? '';
  },
  newestEvent: async () => (await log.newest())?.created ?? null,
});
