/** The print lab's callback can be lost: every print that is with it is asked about again. */
import { type PrintOrderRow, withLab } from '../../projections/print-orders.ts';
import type { Scheduled } from '../eventsourcing/schedule.ts';
import type { Rows } from '../eventsourcing/table.ts';
import type { Ports } from './ports.ts';
import { reconcile } from './reconcile.ts';
import { recordLabState } from './record-lab-state.ts';

type Deps = Pick<Ports, 'handle' | 'stateOf' | 'lab' | 'clock'> & { readonly rows: Rows<PrintOrderRow> };

const name = 'reconcile-print-orders-every-five-minutes';

export const reconcilePrintOrdersEveryFiveMinutes = (deps: Deps): Scheduled => ({
  name,
  cron: '*/5 * * * *',
  perform: async () =>
    reconcile(name, await withLab(deps.rows), ({ printOrderId }) => recordLabState(printOrderId, deps), deps),
});
