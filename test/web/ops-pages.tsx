/** Sample pages of the operators' desk. */
import { OpsPage } from '../../src/web/desks/ops/read-models.tsx';
import { KeysPage, ServicesPage } from '../../src/web/desks/ops/services.tsx';
import { JobsPage, ProcessesPage } from '../../src/web/desks/ops/work.tsx';
import { at, bar, type Shown } from './shown.ts';

const desk = (path: string) => bar('Operations', 'sample.operator · sees no clear text', path);
const time = '2026-11-24T09:58:12.000Z';
const parked = {
  ...{ name: 'orders', event: 'OrderPlaced, order-sample, position 183990', reason: 'event/malformed' },
  since: time,
};

export const opsPages: readonly Shown[] = [
  {
    ...at(
      'ops',
      '/ops',
      'Read models',
      <OpsPage
        shop={{ says: 'Shop open', tone: 'ok' }}
        figures={[
          { name: 'Slowest read model is behind', value: '0.04 s', note: 'letters' },
          { name: 'Parked', value: '1', note: 'orders, since 24 Nov, 09:58' },
        ]}
        rebuilds={[
          {
            ...({ name: 'photos', phase: 'Replay', events: 127_900, done: 69 } as const),
            ...{ perSecond: 18_450, secondsLeft: 3 },
          },
        ]}
        ended={[
          { name: 'letters', at: time, is: 'equal', says: 'rebuilt: 418 rows compared, 0 differ.' },
          { name: 'orders', at: time, is: 'differs', says: 'differs from the live one in 2 of 40 rows.' },
        ]}
        parked={[parked]}
        readModels={[
          {
            ...({ name: 'photos', version: '4', rows: 12_840, behind: 'up to date', tone: 'warn' } as const),
            ...{ state: 'Rebuilding', hasOld: false },
          },
          {
            ...({ name: 'letters', version: '1', rows: 418, behind: 'up to date', tone: 'ok' } as const),
            ...{ state: 'Live', hasOld: true },
          },
        ]}
      />,
    ),
    desk: desk('/ops'),
  },
  {
    ...at(
      'ops-processes',
      '/ops/processes',
      'Processes',
      <ProcessesPage
        readers={[
          { name: 'refund-order-when-cancelled', kind: 'effect', behind: 'up to date', isParked: false },
        ]}
        parked={[parked]}
        skipped={[
          {
            ...{
              name: 'orders',
              shape: '2-sample',
              position: 12n,
              eventId: 'sample',
              stream: 'order-sample',
            },
            ...{ type: 'OrderPlaced', reason: 'event/malformed', by: 'ops-sample', at: time },
          },
        ]}
      />,
    ),
    desk: desk('/ops/processes'),
  },
  {
    ...at(
      'ops-jobs',
      '/ops/jobs',
      'Jobs',
      <JobsPage
        queues={[{ queue: 'send-refund-when-requested', due: 3, later: 1, active: 1, failed: 1 }]}
        failed={[
          {
            ...{ queue: 'send-refund-when-requested', job: '4a0c-sample' },
            ...{ because: 'provider/unavailable', failedAt: time },
          },
        ]}
      />,
    ),
    desk: desk('/ops/jobs'),
  },
  {
    ...at(
      'ops-services',
      '/ops/services',
      'Services',
      <ServicesPage
        stores={[{ name: 'vault', isUp: true }]}
        companies={[{ name: 'mail', where: 'smtp://127.0.0.1:2525', isUp: false, simulated: true }]}
        letters={[{ template: 'order-confirmed', sent: 12, notSent: 1, lastAt: time }]}
      />,
    ),
    desk: desk('/ops/services'),
  },
  {
    ...at(
      'ops-keys',
      '/ops/keys',
      'Keys',
      <KeysPage
        versions={[{ version: 'sample', created_at: time, retired_at: null, destroyed_at: null }]}
        states={[{ state: 'active', count: 1204, held: 1 }]}
        fences={3}
        overdue={2}
        isLate
        inUse={undefined}
        rotateBy="2026-12-01T09:58:12.000Z"
        backupsEnd="2026-12-01T09:58:12.000Z"
      />,
    ),
    desk: desk('/ops/keys'),
  },
];
