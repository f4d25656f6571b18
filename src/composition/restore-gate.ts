/** Before anything is served: log, vault and ledger agree on which keys are dead, whichever of them was put back. */
import { destructionLog } from '../personal-data/log-destruction.ts';
import { type Reconciled, reconcile } from '../personal-data/reconciliation.ts';
import { fencedBy } from '../processes/erasure-fences.ts';
import type { Rooms } from './rooms.ts';
import { clock, type Stores } from './stores.ts';

/** The actor of what it says in the log. */
export const restoreGate = 'restore-gate';

/** @throws whatever keeps it from being done; then nothing may be opened */
export const passRestoreGate = (
  { vaultSql: sql, log }: Stores,
  { ledger, blobs, handle }: Pick<Rooms, 'ledger' | 'blobs' | 'handle'>,
): Promise<Reconciled> =>
  reconcile({
    ...{ sql, log, ledger, blobs, fencedBy, clock },
    logDestroyed: destructionLog(handle, restoreGate),
  });
