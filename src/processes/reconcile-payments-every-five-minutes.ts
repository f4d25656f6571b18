/** A webhook can be lost: what is neither paid nor failed is asked about again, and so is a refund without its end. */
import { type PaymentRow, refunding, unsettled } from '../../projections/payments.ts';
import type { Scheduled } from '../eventsourcing/schedule.ts';
import type { Rows } from '../eventsourcing/table.ts';
import type { Ports } from './ports.ts';
import { reconcile } from './reconcile.ts';
import { recordCheckout } from './record-checkout.ts';
import { recordRefunds } from './record-refunds.ts';

type Deps = Pick<Ports, 'handle' | 'stateOf' | 'openAs' | 'payments' | 'clock'> & {
  readonly rows: Rows<PaymentRow>;
};

const name = 'reconcile-payments-every-five-minutes';

export const reconcilePaymentsEveryFiveMinutes = (deps: Deps): Scheduled => ({
  name,
  cron: '*/5 * * * *',
  async perform() {
    await reconcile(
      name,
      await unsettled(deps.rows),
      ({ paymentId }) => recordCheckout(paymentId, name, deps),
      deps,
    );
    await reconcile(
      name,
      await refunding(deps.rows),
      ({ paymentId }) => recordRefunds(paymentId, name, deps),
      deps,
    );
  },
});
