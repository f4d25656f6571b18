/** Sample pages: an account and its ways in, letters to and fro, and what becomes of requests about personal data. */
import { AccountPage, InvitedPage, ProvePage } from '../../src/web/accounts/account.tsx';
import { FollowPage, SignInPage } from '../../src/web/accounts/sign-in.tsx';
import { OfficerRequestPage } from '../../src/web/desks/officer-request.tsx';
import { ConsentHistoryPage } from '../../src/web/privacy/consent-history.tsx';
import { DepictedPage } from '../../src/web/privacy/depicted.tsx';
import { HistoryPage } from '../../src/web/privacy/history.tsx';
import { ProvePage as ProveByCodePage } from '../../src/web/privacy/prove.tsx';
import { RequestPage } from '../../src/web/privacy/request-page.tsx';
import { AnsweringPage, SupportDeskPage } from '../../src/web/support/desk.tsx';
import { SupportPage, ThreadPage } from '../../src/web/support/support.tsx';
import { at, bar, type Shown } from './shown.ts';

const monday = '2026-11-23T08:41:00Z';
const tuesday = '2026-11-24T09:12:00Z';
const said = [
  { by: 'customer', at: monday, text: 'The corner of the frame is chipped.\nWhat now?' },
  { by: 'shop', at: tuesday, text: 'We print it anew, and you keep the first one.' },
  { by: 'customer', at: tuesday, text: undefined },
] as const;

const accounts: readonly Shown[] = [
  at(
    'account',
    '/account',
    'Your account',
    <AccountPage
      email="sample@example.org"
      orders={2}
      portraits={1}
      passkeys={[
        { id: 'pk_1', label: 'Sample phone', backedUp: true, addedAt: monday, usedAt: tuesday },
        { id: 'pk_2', label: 'Sample key', backedUp: false, addedAt: monday, usedAt: null },
      ]}
      sessions={[
        {
          name: 's_1',
          device: 'Firefox on Linux',
          by: 'a link',
          begunAt: monday,
          seenAt: tuesday,
          isThis: true,
        },
        {
          name: 's_2',
          device: 'Safari on iPhone',
          by: 'a passkey',
          begunAt: monday,
          seenAt: monday,
          isThis: false,
        },
      ]}
      desk={{ label: 'Orders', href: '/staff/orders' }}
      saved="Saved."
      addressSent={false}
      addressError="Enter an e-mail address like name@example.com"
    />,
  ),
  at('invited', '/account/passkeys', 'Add a passkey', <InvitedPage {...{ role: 'staff' }} />),
  at(
    'step-up',
    '/account/prove',
    'Prove that it is you',
    <ProvePage hasPasskey hasRole={false} next="/account" email="sample@example.org" />,
  ),
  at('sign-in-sent', '/sign-in', 'Sign in', <SignInPage email="sample@example.org" sent />),
  at('sign-in-used', '/sign-in', 'Sign in', <SignInPage link="used" error="Enter an e-mail address." />),
  at('follow', '/sign-in/sample', 'Sign in', <FollowPage title="Sign in here" action="/sign-in/sample" />),
];

const letters: readonly Shown[] = [
  at(
    'support',
    '/support',
    'Write to us',
    <SupportPage
      told={{ topic: 'delivery', order: 'P-1042', text: '', email: 'sample' }}
      errors={[{ field: 'text', says: 'Write what it is about.' }]}
      once="a"
    />,
  ),
  at(
    'thread',
    '/support/sp_sample',
    'Conversation S-1',
    <ThreadPage
      {...{
        number: 'S-1',
        topic: 'A delivery',
        state: 'Answered',
        tone: 'ok',
        token: 'sp_sample',
        once: 'a',
      }}
      said={said}
    />,
  ),
  {
    ...at(
      'staff-support',
      '/staff/support',
      'Support',
      <SupportDeskPage
        waiting={[
          {
            ...{ number: 'S-1', href: '/staff/support/sample', topic: 'A delivery', order: 'P-1042' },
            ...{ saidAt: monday, state: 'Waits', tone: 'warn' },
          },
        ]}
      />,
    ),
    desk: bar('Staff', 'st_7f3a', '/staff/support'),
  },
  {
    ...at(
      'staff-answering',
      '/staff/support/sample',
      'Conversation S-1',
      <AnsweringPage
        {...{ number: 'S-1', id: 'sample', topic: 'A delivery', state: 'Waits', tone: 'warn', closed: false }}
        order={{ number: 'P-1042', href: '/staff/orders/sample' }}
        said={said}
        once="a"
        error="Write an answer."
      />,
    ),
    desk: bar('Staff', 'st_7f3a', '/staff/support'),
  },
];

const rights: readonly Shown[] = [
  at(
    'consents',
    '/account/privacy/consents',
    'What you allowed',
    <ConsentHistoryPage
      gpc
      purposes={[
        {
          ...{ purpose: 'gallery', name: 'Keep my portraits in a gallery', on: true, receipt: 'sample.jws' },
          steps: [
            {
              ...{
                at: monday,
                is: 'given',
                policyVersion: '2026-11-24',
                shown: 'Keep the portraits I bought.',
              },
              ...{ textSha256: 'a'.repeat(64), where: 'the privacy page', gpc: false },
            },
          ],
        },
      ]}
    />,
  ),
  at(
    'history',
    '/account/privacy/history',
    'Who opened or received it',
    <HistoryPage
      entries={[{ at: monday, says: 'The print lab received your address', note: 'To deliver' }]}
    />,
  ),
  at(
    'depicted',
    '/privacy/depicted',
    'You are in a photo',
    <DepictedPage about="depicted" errors={[{ field: 'email', says: 'Enter an e-mail address.' }]} />,
  ),
  at('children', '/privacy/children', 'A child sent a photo', <DepictedPage about="under-age" />),
  at(
    'code',
    '/account/privacy/prove',
    'Prove that it is you',
    <ProveByCodePage
      {...{ what: 'Restrict', action: '/account/privacy/restrict', fields: {}, sentTo: 's…@example.org' }}
      sent
      error="This is not the code that we sent."
    />,
  ),
  at(
    'request',
    '/requests/rq_sample',
    'Your request',
    <RequestPage
      {...{ number: 'R-0007', what: 'Correction', state: 'Answered', tone: 'ok', dueOn: tuesday }}
      log={[{ at: monday, says: 'You asked' }]}
      answer="It is not ours to change."
      refused
    />,
  ),
  {
    ...at(
      'officer-request',
      '/officer/sample',
      'Request',
      <OfficerRequestPage
        {...{ id: 'sample', number: 'R-0007', what: 'In a photo', from: 'somebody else', madeAt: monday }}
        {...{ dueOn: tuesday, state: 'Waits', tone: 'warn', isOpen: true, extendable: true, erasable: true }}
        text="That is me in the picture."
        errors={[{ field: 'text', says: 'Write an answer.' }]}
      />,
    ),
    desk: bar('Privacy officer', 'po_7f3a', '/officer'),
  },
];

export const accountPages: readonly Shown[] = [...accounts, ...letters, ...rights];
