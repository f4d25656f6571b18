/** When the last processor has answered, the receipt is signed once more: the addendum that closes it. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { erasureStream, Jws, type RequestId } from '../modules/privacy/erasure.events.ts';
import { erasure } from '../modules/privacy/erasure.ts';
import { receiptOf } from '../modules/privacy/receipt.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly requestId: RequestId };
type Deps = Pick<Ports, 'stateOf' | 'historyOf' | 'signReceipt' | 'backupsEnd'>;

const mayBeDue = ({ requestId }: Ids) => ({ ids: { requestId } });

export const issueAddendumWhenProcessorsAnswered = effect(
  'issue-addendum-when-processors-answered',
  erasureStream,
  { ErasureProcessorAnswered: mayBeDue, ErasureReceiptIssued: mayBeDue },

  async ({ ids: { requestId } }: Job<Ids>, { stateOf, historyOf, signReceipt, backupsEnd }: Deps) => {
    const running = await stateOf(erasure, requestId);
    if (running.status !== 'receipt' || !running.receiptIsOpen || running.jobs.length > 0) return [];
    const told = receiptOf(await historyOf(erasureStream, requestId));
    if (told === undefined) return [];
    const receipt = Jws.parse(await signReceipt({ ...told, addendum: true, backupsEnd: await backupsEnd() }));
    return send(erasure, requestId, { type: 'RecordAddendum', requestId, receipt }, [
      'erasure-needs-no-addendum',
    ]);
  },
);
