/** Sample pages: what is held, erasing, receipts, the policy, and the plain pages. */
import { SignInPage } from '../../src/web/accounts/sign-in.tsx';
import { StylePage, StylesPage } from '../../src/web/catalogue/styles.tsx';
import type { FateRow, HeldRow } from '../../src/web/components/shapes.ts';
import { shownFrom } from '../../src/web/policies/difference.ts';
import { policyOfToday } from '../../src/web/policies/document.ts';
import {
  AccessibilityPage,
  DeliveryPage,
  HelpPage,
  ImprintPage,
  type Operator,
  TermsPage,
} from '../../src/web/policies/plain.tsx';
import { PolicyPage } from '../../src/web/policies/policy.tsx';
import { ErasePage, ErasingPage } from '../../src/web/privacy/erase.tsx';
import { PrivacyPage, type PrivacyPageProps } from '../../src/web/privacy/privacy.tsx';
import { ReceiptPage, type ReceiptPageProps } from '../../src/web/privacy/receipt.tsx';
import { VerifyPage } from '../../src/web/privacy/verify.tsx';
import { euro, styles } from './samples.ts';
import { at, type Shown } from './shown.ts';

const held: readonly HeldRow[] = [
  {
    what: 'Your photo',
    value: '1 photo, 512 × 512 px',
    why: 'To paint your portraits',
    basis: 'Contract',
    article: 'GDPR Art. 6(1)(b)',
    until: '2026-12-21T00:00:00Z',
    rule: '30 days after the last painting',
    alsoHas: [],
    act: { label: 'Erase', href: '#erase' },
  },
  {
    what: 'Print file',
    value: '1 file, 4800 × 6000 px',
    why: 'To print your order',
    basis: 'Contract',
    article: 'Art. 6(1)(b)',
    until: null,
    rule: '60 days after delivery',
    alsoHas: [{ name: 'Print lab', until: '2026-12-21T00:00:00Z' }],
  },
  {
    what: 'Contact',
    value: 'sample.customer@example.com',
    why: 'Orders and your questions',
    basis: 'Contract',
    article: 'Art. 6(1)(b)',
    until: '2028-11-24T00:00:00Z',
    rule: 'after 24 quiet months',
    alsoHas: [{ name: 'Mail server' }],
    act: { label: 'Correct', href: '#rights' },
  },
];

export const privacy: PrivacyPageProps = {
  who: 'Signed in as sample.customer@example.com',
  privacyEmail: 'privacy@portrait123.example',
  held,
  archive: { is: 'none' },
  correct: { email: 'sample.customer@example.com', name: 'Sample customer' },
  can: { restrict: 'restrict', object: true },
  consents: [
    {
      purpose: 'portrait.gallery',
      name: 'Keep my portraits in a gallery',
      says: 'We keep the portraits you bought until you say stop, so that you can order them again.',
      on: true,
      since: '2026-11-21T14:20:00Z',
    },
    {
      purpose: 'abuse.device',
      name: 'Recognise this device',
      says: 'A fingerprint of the browser, to tell people from scripts. Never the only reason for a refusal.',
      on: false,
      gpc: true,
    },
    {
      purpose: 'marketing.email',
      name: 'Write to me about new styles',
      says: 'At most four letters a year.',
      on: false,
    },
  ],
  gpc: true,
  requests: [
    {
      what: 'Copy of my data',
      madeAt: '2026-11-22T09:00:00Z',
      dueAt: '2026-12-22T09:00:00Z',
      state: 'Answered 22 Nov',
      tone: 'ok',
    },
  ],
  openings: [
    {
      at: '2026-11-21T14:09:00Z',
      says: 'The shop opened your address and print file',
      note: 'To send the order to the print lab',
    },
  ],
};

const fates: readonly FateRow[] = [
  { what: 'Your photo', when: 'now' },
  { what: 'Your 3 portraits, gallery included', when: 'now' },
  { what: 'Network address of your upload', when: 'now' },
  {
    what: 'Contact',
    when: 'event',
    note: 'You have an open order. Erased when the carrier reports delivery.',
  },
  {
    what: 'Copy at the print lab',
    when: 'date',
    until: '2026-12-21T00:00:00Z',
    note: 'We ask, and tell you.',
  },
  { what: 'Invoice', when: 'kept', law: 'Tax law', until: '2036-12-31T00:00:00Z' },
  {
    what: 'Delivery address',
    when: 'kept',
    law: 'For legal claims',
    until: '2029-12-31T00:00:00Z',
    note: 'Restricted: nobody uses it for another purpose.',
  },
];

export const receipt: ReceiptPageProps = {
  number: 'ER-0026',
  asked: 'Everything, by the person themselves',
  acceptedAt: '2026-11-24T09:12:41.200Z',
  keysDestroyedAt: '2026-11-24T09:12:41.610Z',
  keys: 7,
  files: 9,
  readBack: { at: '2026-11-24T09:12:44.030Z', values: 31, opened: 0 },
  backupsEnd: '2026-12-01T00:00:00Z',
  erased: [
    { what: 'Photo', key: 'k_3f9a…' },
    { what: 'Portraits', key: 'k_81c0…' },
    { what: 'Contact', key: 'k_a6f1…' },
  ],
  companies: [
    { what: 'Mail server', note: 'Confirmed 24 Nov 2026' },
    { what: 'Print lab', note: 'Its copy ends by its own contract with us', until: '2026-12-21T00:00:00Z' },
    { what: 'Payment company', note: 'Asked 24 Nov 2026; open. An addendum to this receipt will close it.' },
  ],
  kept: [
    { what: 'Invoice', note: 'Tax law', until: '2036-12-31T00:00:00Z' },
    { what: 'This request', note: 'Proof of our duty, without a name', until: '2029-11-24T00:00:00Z' },
  ],
  waitsForOrders: 1,
  jws: 'eyJhbGciOiJFZERTQSIsImtpZCI6InJjcHQtMjAyNi0xMSJ9.eyJzYW1wbGUiOnRydWV9.TmV2ZXIgdHJ1c3QgYSBzYW1wbGUgc2lnbmF0dXJl',
  download: '/receipts/rc_sample/receipt.jws',
  checked: { valid: true, says: 'Signed by Portrait123, key rcpt-2026-11.' },
  fresh: true,
};

const papers = ['A. Author: First, SIGGRAPH 1998', 'B. Other, C. Third: Second, NPAR 2012'];

export const operator: Operator = {
  name: 'Portrait123, a sample shop',
  address: ['1 Sample Street', '10115 Berlin', 'Germany'],
  email: 'hello@portrait123.example',
  sample: true,
};

const policyOf = (perDay: number) => policyOfToday({ quota: { perDay }, engine: {} });

export const policy = (
  <PolicyPage
    version="2026-11-24"
    since="2026-11-24T09:00:00Z"
    inForce
    versions={[
      { value: '2026-11-24', label: '24 Nov 2026 (now)' },
      { value: '2026-06-03', label: '3 Jun 2026' },
    ]}
    compareWith="2026-06-03"
    changes="One part differs: what was added is underlined, what went is struck through. Nobody was asked for a consent again."
    {...shownFrom(policyOf(3), policyOf(5))}
  />
);

const erase = { fates, backupsEnd: '1 December 2026', scope: 'everything' } as const;

export const rightsPages: readonly Shown[] = [
  at('privacy', '/account/privacy', 'What we hold', <PrivacyPage {...privacy} />),
  at(
    'privacy-nothing',
    '/account/privacy',
    'What we hold',
    <PrivacyPage
      {...privacy}
      who="About what this browser made"
      held={[]}
      saved="Saved: we keep no gallery."
    />,
  ),
  at('erase', '/account/privacy/erase', 'Erase', <ErasePage {...erase} identity={{ by: 'session' }} />),
  at(
    'erase-code',
    '/account/privacy/erase',
    'Erase',
    <ErasePage
      {...erase}
      identity={{
        by: 'code',
        sentTo: 's…@example.com',
        sent: true,
        error: 'This code is not the one we sent',
      }}
    />,
  ),
  at(
    'erasing',
    '/account/privacy/erase',
    'Under way',
    <ErasingPage
      number="ER-0026"
      phases={[
        { id: 'keys', label: 'Keys destroyed', state: 'done', seconds: 0.4 },
        { id: 'files', label: 'Files deleted', state: 'now' },
        { id: 'processors', label: 'Companies told', state: 'wait' },
        { id: 'verified', label: 'Read back', state: 'wait' },
        { id: 'receipt', label: 'Receipt signed', state: 'wait' },
      ]}
    />,
  ),
  at('receipt', '/receipts/rc_sample', 'Receipt ER-0026', <ReceiptPage {...receipt} />),
  at('verify', '/verify', 'Verify a receipt', <VerifyPage keys="/.well-known/jwks.json" />),
  at(
    'verify-valid',
    '/verify',
    'Verify a receipt',
    <VerifyPage
      keys="/.well-known/jwks.json"
      receipt={receipt.jws}
      outcome={{
        is: 'valid',
        signedBy: '100VtgGGywGfI9pGIZTXgKrnPua512rIWHnLFjH1yz0',
        whole: JSON.stringify(
          { receipt: 'ER-0026', keysDestroyed: ['37a478a9-b103-494a-a425-cca9228406df'] },
          null,
          2,
        ),
        says: [
          { name: 'Receipt', value: 'ER-0026' },
          { name: 'Keys destroyed', value: '7' },
        ],
      }}
    />,
  ),
  at('policy', '/privacy', 'Privacy policy', policy),
  at('terms', '/terms', 'Terms', <TermsPage operator={operator} />),
  at('imprint', '/imprint', 'Imprint', <ImprintPage operator={operator} />),
  at('accessibility', '/accessibility', 'Accessibility', <AccessibilityPage email={operator.email} />),
  at('help', '/help', 'Questions', <HelpPage email={operator.email} />),
  at(
    'delivery',
    '/delivery',
    'Delivery and prices',
    <DeliveryPage
      prices={[{ name: 'Framed print', from: euro(6400) }]}
      rows={[
        { country: 'Germany', standard: euro(690), express: euro(1490), vatRate: 19, days: '2 to 4 days' },
        { country: 'Norway', standard: euro(1290), vatRate: 0, days: '4 to 8 days' },
      ]}
    />,
  ),
  at('styles', '/styles', 'Styles', <StylesPage styles={styles} />),
  at(
    'style',
    '/styles/impressionist',
    'Impressionist oil',
    styles[0] === undefined ? <p /> : <StylePage style={{ ...styles[0], papers }} others={styles.slice(1)} />,
  ),
  at('sign-in', '/sign-in', 'Sign in', <SignInPage sent link="expired" />),
];
