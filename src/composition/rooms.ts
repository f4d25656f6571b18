/** Joins the rooms over the open stores: the one place that knows which port is which. */
import { accounts } from '../../projections/accounts.ts';
import { approvals } from '../../projections/approvals.ts';
import { consentHistory } from '../../projections/consent-history.ts';
import { conversations } from '../../projections/conversations.ts';
import { erasureWaits, waitingFor } from '../../projections/erasure-waits.ts';
import { erasures } from '../../projections/erasures.ts';
import { invoiceOf, invoices } from '../../projections/invoices.ts';
import { letters } from '../../projections/letters.ts';
import { masters } from '../../projections/masters.ts';
import { openingsByPerson } from '../../projections/openings.ts';
import { openingsCounted } from '../../projections/openings-counted.ts';
import { orderDesk } from '../../projections/order-desk.ts';
import { orders } from '../../projections/orders.ts';
import { payments } from '../../projections/payments.ts';
import { photos } from '../../projections/photos.ts';
import { askedAnewAt, policies } from '../../projections/policies.ts';
import { portraits } from '../../projections/portraits.ts';
import { printOrders } from '../../projections/print-orders.ts';
import { products } from '../../projections/products.ts';
import { requests } from '../../projections/requests.ts';
import { type StandingRow, standing, standingOf } from '../../projections/standing.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { handler, historian, reader } from '../eventsourcing/handle.ts';
import { lastHandler } from '../eventsourcing/handle-last.ts';
import { passing } from '../eventsourcing/passing.ts';
import { rowsOf } from '../eventsourcing/postgres-table.ts';
import { blobs } from '../personal-data/blobs.ts';
import { gate } from '../personal-data/open.ts';
import { sealer } from '../personal-data/sealed.ts';
import type { Reads } from '../web/shop.ts';
import { policyInForce } from './policy-in-force.ts';
import type { Run } from './run-file.ts';
import { clock, type Stores } from './stores.ts';
import { gatheringWitness } from './witness.ts';

/** The read model of invoices is given so long to pass the last one; then the job comes again. */
const invoicesMs = 10_000;

export type Rooms = ReturnType<typeof joinRooms>;

export function joinRooms({ addresses }: Pick<Run, 'addresses'>, stores: Stores) {
  const { log, sql, vault, storage } = stores;
  const stateOf = reader(log);
  const inForce = policyInForce(stateOf);
  const seal = sealer(vault, clock, inForce.version);
  const handle = handler(log, seal);
  const witness = gatheringWitness(() => handle, clock);
  const files = storage.blobs(addresses.s3.bucket);
  const standings = rowsOf(sql, standing);
  const versions = rowsOf(sql, policies);
  /** What is asked in other words since then is not what was allowed. */
  const stands = async (given: StandingRow['consents'][number] | undefined) =>
    given !== undefined && given.since >= (await askedAnewAt(versions, given.purpose));
  const openAs = gate({
    ...{ vault, store: files, witness: witness.witness, clock },
    standing: {
      async of(subject, purpose) {
        const { consents, objections, restriction } = await standingOf(standings, subject);
        return {
          consented: await stands(consents.find((one) => one.purpose === purpose)),
          objected: objections.includes(purpose),
          restricted: restriction === 'restricted',
        };
      },
    },
  });
  const waits = rowsOf(sql, erasureWaits);
  const passed = passing(sql);
  return {
    ...{ handle, handleLast: lastHandler(log, seal), openAs, witness, passed, files },
    ...{ stateOf, historyOf: historian(log), policyInForce: inForce.version, policyChanged: inForce.changed },
    blobs: blobs({ vault, store: files, ids: () => crypto.randomUUID() }),
    ledger: storage.ledger(addresses.s3.erasuresBucket, clock),
    reads: readsOf(stores),
    waitingFor: (orderId: string) => waitingFor(waits, orderId),
    async invoicedBy(orderId: string, position: bigint) {
      const passes = await passed.waitFor([invoices.name], position, invoicesMs);
      if (!passes) throw new Fault('read-model/behind', { readModel: invoices.name });
      return (await invoiceOf(rowsOf(sql, invoices), orderId)) !== undefined;
    },
  };
}

const readsOf = ({ sql }: Stores): Reads => ({
  photos: rowsOf(sql, photos),
  portraits: rowsOf(sql, portraits),
  masters: rowsOf(sql, masters),
  products: rowsOf(sql, products),
  orders: rowsOf(sql, orders),
  payments: rowsOf(sql, payments),
  printOrders: rowsOf(sql, printOrders),
  standing: rowsOf(sql, standing),
  erasures: rowsOf(sql, erasures),
  openings: rowsOf(sql, openingsByPerson),
  invoices: rowsOf(sql, invoices),
  accounts: rowsOf(sql, accounts),
  approvals: rowsOf(sql, approvals),
  conversations: rowsOf(sql, conversations),
  consentHistory: rowsOf(sql, consentHistory),
  requests: rowsOf(sql, requests),
  letters: rowsOf(sql, letters),
  policies: rowsOf(sql, policies),
  orderDesk: rowsOf(sql, orderDesk),
  openingsCounted: rowsOf(sql, openingsCounted),
});
