/** Sample pages: the desks, the interface for programs, the workbench. */
import type { DeskBarProps } from '../../src/web/components/desk.tsx';
import { AuditPage, type AuditPageProps } from '../../src/web/desks/audit.tsx';
import { OfficerPage } from '../../src/web/desks/officer.tsx';
import { OpsPage } from '../../src/web/desks/ops.tsx';
import { StaffOrdersPage } from '../../src/web/desks/orders.tsx';
import { DocsPage } from '../../src/web/docs/pages.tsx';
import { ComponentsPage } from '../../src/web/workbench/pages.tsx';
import { euro } from './samples.ts';
import { at, type Shown } from './shown.ts';

const bar = (role: string, who: string, path: string): DeskBarProps => ({
  role,
  who,
  path,
  nav: [
    { label: 'Overview', href: path },
    { label: 'Help', href: '/help' },
  ],
});

export const audit: AuditPageProps = {
  log: {
    whole: true,
    says: '184,302 entries. Checkpoint of 24 Nov 2026, 09:15 UTC, signed with key log-2026-10.',
  },
  figures: [
    { name: 'Requests answered in time', value: '80 of 80', note: '8 more are within their month' },
    { name: 'Erasures verified', value: '26', note: '1 addendum open, none overdue' },
    { name: 'Slowest key destruction', value: '0.62 s', note: 'promise: under 1 s' },
  ],
  requests: {
    says: 'Stacked bars for six weeks: between 6 and 12 requests a week, mostly access.',
    labels: ['20 Oct', '27 Oct', '3 Nov', '10 Nov', '17 Nov', '24 Nov'],
    series: [
      { name: 'Access', look: 'a', values: [3, 6, 4, 5, 7, 3] },
      { name: 'Correction', look: 'b', values: [0, 1, 1, 2, 1, 1] },
      { name: 'Erasure', look: 'c', values: [2, 3, 2, 3, 4, 2] },
    ],
  },
  erasures: [
    {
      number: 'ER-0026',
      href: '/receipts/rc_sample',
      acceptedAt: '2026-11-24T09:12:41Z',
      scope: 'Everything',
      keys: '7 in 0.41 s',
      companies: '1 of 3 closed',
      state: 'Addendum open',
      tone: 'warn',
    },
  ],
  replay: {
    subject: 's_7f3a91c2',
    at: '2026-11-21T14:21:00Z',
    entries: [
      {
        at: '2026-11-21T14:20:00Z',
        says: 'Allowed: to keep your portraits in your gallery',
        note: 'Consent, Art. 6(1)(a)',
      },
    ],
  },
};

const document = {
  info: {
    title: 'Portrait123',
    version: '1.0.0',
    description: 'Everything that the pages do, a program can do as well.',
  },
  paths: {
    '/api/v1/photos': {
      post: {
        tags: ['photos'],
        summary: 'Send a photo',
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                required: ['photo'],
                properties: {
                  photo: { type: 'string', format: 'binary' },
                  subject: { enum: ['person', 'pet'] },
                },
              },
            },
          },
        },
        responses: { 201: { description: 'Taken' }, 422: { description: 'Refused, with the reason' } },
      },
    },
    '/api/v1/orders/{id}': {
      get: {
        tags: ['orders'],
        summary: 'An order',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
        responses: { 200: { description: 'Its axes' } },
      },
    },
  },
};

export const deskPages: readonly Shown[] = [
  {
    ...at('audit', '/audit', 'Overview', <AuditPage {...audit} />),
    desk: bar('Auditor', 'sample.auditor · reads history and proofs, opens nothing', '/audit'),
  },
  {
    ...at(
      'audit-broken',
      '/audit',
      'Overview',
      <AuditPage {...audit} log={{ whole: false, says: 'The first entry that does not fit is 183,990.' }} />,
    ),
    desk: bar('Auditor', 'sample.auditor · reads history and proofs, opens nothing', '/audit'),
  },
  {
    ...at(
      'officer',
      '/officer',
      'Requests',
      <OfficerPage
        now="2026-11-24T10:00:00Z"
        figures={[{ name: 'Waiting for you', value: '2', note: 'next due in 9 days' }]}
        waiting={[
          {
            number: 'RR-0091',
            href: '/officer/rr_sample',
            from: 's_c41d',
            asks: 'Objects to abuse checks',
            why: 'Interests must be weighed',
            madeAt: '2026-11-03T10:00:00Z',
            dueAt: '2026-12-03T10:00:00Z',
            state: 'Restricted meanwhile',
            tone: 'warn',
          },
        ]}
        companies={[
          { name: 'Print lab', receipt: 'ER-0026', href: '/receipts/rc_sample', ends: '21 Dec 2026' },
        ]}
      />,
    ),
    desk: bar('Privacy officer', 'sample.officer', '/officer'),
  },
  {
    ...at(
      'ops',
      '/ops',
      'Read models',
      <OpsPage
        shop={{ says: 'Shop open, version 0.1.0', tone: 'ok' }}
        figures={[
          { name: 'Slowest read model is behind', value: '0.04 s', note: 'limit 2 s' },
          { name: 'Parked', value: '1', note: 'support-threads, since 09:58' },
        ]}
        rebuild={{
          name: 'order-history, version 4 to 5',
          phase: 'Replay',
          events: 127_900,
          total: 184_302,
          perSecond: 18_450,
          secondsLeft: 3,
        }}
        parked={[
          {
            name: 'support-threads',
            event: 'SupportMessageReceived, position 183,990',
            reason: 'Field “channel” is “sms”; version 2 knows “mail” and “form”',
            since: '09:58:12 UTC, 312 events',
          },
        ]}
        readModels={[
          {
            name: 'order-history',
            version: 4,
            rows: 12_840,
            behind: '0.02 s',
            lastRebuild: '12 Nov, equal',
            state: 'Rebuilding',
            tone: 'warn',
          },
        ]}
      />,
    ),
    desk: bar('Operations', 'sample.operator · sees no clear text', '/ops'),
  },
  {
    ...at(
      'staff-orders',
      '/staff/orders',
      'Orders',
      <StaffOrdersPage
        figures={[{ name: 'Held for a person', value: '3', note: 'oldest due today, 16:40' }]}
        orders={[
          {
            number: 'P-1043',
            placedAt: '2026-11-21T14:07:00Z',
            items: 'Framed print, file',
            country: 'Germany',
            total: euro(14490),
            order: { state: 'Held', tone: 'warn' },
            payment: { state: 'Captured', tone: 'ok' },
            print: { state: 'Planned', tone: 'plain' },
          },
        ]}
      />,
    ),
    desk: bar('Staff', 'sample.person', '/staff/orders'),
  },
  at('docs', '/docs', 'Interfaces', <DocsPage document={document} source="/docs/json" />),
  at('components', '/components', 'Components', <ComponentsPage />),
];
