/** The life of a master: ordered with a line of an order, then rendered or failed. */
import { type Command, decider, refused } from '../../eventsourcing/decider.ts';
import type { BlobRef, FactsOf } from '../../personal-data/personal.ts';
import {
  type MasterEvent,
  type MasterFailed,
  type MasterOrdered,
  type MasterRendered,
  masterStream,
} from './master.events.ts';

type Ordered = FactsOf<typeof MasterOrdered>;
type Rendered = FactsOf<typeof MasterRendered>;
type Failed = FactsOf<typeof MasterFailed>;

export type MasterCommand =
  | Command<'OrderMaster', Ordered>
  | Command<'RecordRendering', Pick<Rendered, 'masterId' | 'orderId' | 'buyer' | 'blob' | 'seconds'>>
  | Command<'RecordRenderingFailure', Pick<Failed, 'masterId' | 'reason'>>;

export type Master =
  | { readonly status: 'none' }
  | (Ordered & { readonly status: 'ordered' | 'failed' })
  | (Ordered & { readonly status: 'rendered'; readonly blob: BlobRef });

export type MasterRefusal =
  | 'master-already-ordered'
  | 'master-unknown'
  | 'master-already-rendered'
  | 'master-already-failed';

export const master = decider<Master, MasterCommand, MasterEvent, MasterRefusal>(masterStream, {
  initialState: { status: 'none' },

  decide: {
    OrderMaster(ordered, { status }) {
      return status === 'none' ? [{ type: 'MasterOrdered', ...ordered }] : refused('master-already-ordered');
    },

    RecordRendering(rendered, master) {
      if (master.status !== 'ordered') return refused(done[master.status]);
      return [{ type: 'MasterRendered', ...rendered, line: master.line, use: master.use }];
    },

    RecordRenderingFailure({ masterId, reason }, master) {
      if (master.status !== 'ordered') return refused(done[master.status]);
      const { orderId, line, use } = master;
      return [{ type: 'MasterFailed', masterId, orderId, line, use, reason }];
    },
  },

  evolve: {
    MasterOrdered: (_, { type: __, ...ordered }) => ({ status: 'ordered', ...ordered }),
    MasterRendered: (master, { blob }) =>
      master.status === 'none' ? master : { ...master, status: 'rendered', blob },
    MasterFailed: (master) => (master.status === 'none' ? master : { ...master, status: 'failed' }),
  },
});

const done = {
  none: 'master-unknown',
  rendered: 'master-already-rendered',
  failed: 'master-already-failed',
} as const;
