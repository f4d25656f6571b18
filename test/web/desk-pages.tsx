/** Sample pages: the desks, the interface for programs, the workbench. */
import { ErasurePage } from '../../src/web/desks/audit/erasures.tsx';
import { OpeningsPage, RetentionPage } from '../../src/web/desks/audit/held.tsx';
import { AuditPage, type AuditPageProps } from '../../src/web/desks/audit/overview.tsx';
import { ReplayPage } from '../../src/web/desks/audit/replay.tsx';
import { OfficerPage } from '../../src/web/desks/officer.tsx';
import { DocsPage } from '../../src/web/docs/pages.tsx';
import { ComponentsPage } from '../../src/web/workbench/pages.tsx';
import { opsPages } from './ops-pages.tsx';
import { at, bar, type Shown } from './shown.ts';
import { staffPages } from './staff-pages.tsx';

export const audit: AuditPageProps = {
  log: {
    is: 'whole',
    says: '184,302 events, each held against the signed tree.',
    proof: { root: 'mxsEx+LYsample', signedBy: 'shop.example/log+0a1b2c3d+sample' },
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
      href: '/audit/erasures/sample',
      acceptedAt: '2026-11-24T09:12:41Z',
      scope: 'Everything',
      keys: '7 in 0.41 s',
      companies: '1 of 3 closed',
      state: 'Addendum open',
      tone: 'warn',
    },
  ],
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
      <AuditPage {...audit} log={{ is: 'broken', says: 'The first entry that does not fit is 183,990.' }} />,
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
  ...auditPages(),
  ...opsPages,
  ...staffPages,
  at('docs', '/docs', 'Interfaces', <DocsPage document={document} source="/docs/json" />),
  at('components', '/components', 'Components', <ComponentsPage />),
];

function auditPages(): readonly Shown[] {
  const desk = (path: string) =>
    bar('Auditor', 'sample.auditor · reads history and proofs, opens nothing', path);
  const [entry] = audit.erasures;
  if (entry === undefined) throw new Error('no sample');
  const event = {
    key: 'e1',
    at: '2026-11-24T09:12:41Z',
    says: 'The erasure destroyed 7 keys.',
    note: 'by a process',
  };
  return [
    {
      ...at(
        'audit-erasure',
        '/audit/erasures/sample',
        'Erasure ER-0026',
        <ErasurePage
          entry={entry}
          told={[{ company: 'Print lab', answer: 'open', until: '2026-12-21' }]}
          fates={[{ what: 'media.upload', count: 2, fate: 'at once', until: null }]}
          tried="Read back: 31 values, none opened."
          receipt={{ is: 'genuine', text: 'eyJhbGciOiJFZERTQSJ9.sample.sample', at: '2026-11-24T09:12:43Z' }}
          history={[event]}
        />,
      ),
      desk: desk('/audit/erasures'),
    },
    {
      ...at(
        'audit-replay',
        '/audit/replay',
        'Replay',
        <ReplayPage
          subject="84f00998-d9ab-42aa-9350-9e736bed0341"
          at=""
          what="consent"
          errors={[]}
          told={{
            entries: [{ ...event, says: 'Allowed: portrait.gallery' }],
            standing: [{ purpose: 'portrait.gallery', is: 'allowed', since: '2026-11-21T14:20:00Z' }],
            findings: ['order-1@2: it opened contact for nothing that the register allows'],
            keys: '41 events; 7 keys, of which 0 are destroyed.',
          }}
        />,
      ),
      desk: desk('/audit/replay'),
    },
    {
      ...at(
        'audit-openings',
        '/audit/openings',
        'Openings',
        <OpeningsPage
          lines={[
            {
              ...{
                key: 'k',
                who: 'A person of ours',
                what: 'contact',
                purpose: 'to answer what you write to us',
              },
              ...{ basis: 'contract, GDPR Art. 6(1)(b)', times: 31, lastAt: '2026-11-24T09:12:41Z' },
            },
          ]}
        />,
      ),
      desk: desk('/audit/openings'),
    },
    {
      ...at(
        'audit-retention',
        '/audit/retention',
        'Retention',
        <RetentionPage
          at="2026-11-24T09:12:41Z"
          due={2}
          oldest="2026-11-24T08:12:41Z"
          lines={[
            {
              category: 'media.upload',
              period: '30 days after its last painting',
              source: 'GDPR Art. 5(1)(e)',
              due: 2,
              held: 0,
            },
          ]}
        />,
      ),
      desk: desk('/audit/retention'),
    },
  ];
}
