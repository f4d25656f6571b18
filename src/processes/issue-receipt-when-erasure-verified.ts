/** The last phase of an erasure: a signed receipt, that names nobody and that anybody can check. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { erasureStream, Jws, type RequestId } from '../modules/privacy/erasure.events.ts';
import { erasure } from '../modules/privacy/erasure.ts';
import { receiptOf } from '../modules/privacy/receipt.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly requestId: RequestId; readonly round: number };
type Deps = Pick<Ports, 'stateOf' | 'historyOf' | 'signReceipt' | 'backupsEnd'>;

export const issueReceiptWhenErasureVerified = effect(
  'issue-receipt-when-erasure-verified',
  erasureStream,
  { ErasureVerified: ({ requestId, round }) => ({ ids: { requestId, round } }) },

  async ({ ids: { requestId, round } }: Job<Ids>, { stateOf, historyOf, signReceipt, backupsEnd }: Deps) => {
    const running = await stateOf(erasure, requestId); // read first: whoever answers later makes it stale
    if (running.status === 'none') return [];
    const told = receiptOf(await historyOf(erasureStream, requestId));
    if (told === undefined) return [];
    const receipt = Jws.parse(await signReceipt({ ...told, backupsEnd: await backupsEnd() }));
    const open = running.jobs.length;
    const done = { type: 'RecordReceipt', requestId, round, receipt, open } as const;
    return send(erasure, requestId, done, ['erasure-phase-already-done']);
  },
);
