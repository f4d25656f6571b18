/** `/account/privacy`: everything that is held about whoever is here, and what they may do about it. */
import { requestsOf } from '../../../projections/requests.ts';
import { standingOf } from '../../../projections/standing.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { formFields } from '../form-fields.ts';
import { privacyEmail } from '../policies/facts.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { Choice, chooseConsent, consentChoices, notYet, saysNo } from './consents.ts';
import { heldRows } from './held.ts';
import { HistoryPage } from './history.tsx';
import { contactOf, peopleOf } from './people.ts';
import { PrivacyPage, type PrivacyPageProps } from './privacy.tsx';
import { logEntries, processingOf } from './processing-history.ts';
import { requestRows } from './request-view.ts';

export async function showPrivacy(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const props = await privacyProps(shop, visit);
  const refreshSeconds = props.archive.is === 'preparing' ? 5 : undefined;
  return html(shop, visit, {
    title: 'What we hold about you',
    page: <PrivacyPage {...props} />,
    refreshSeconds,
  });
}

const whoVisits = 'What this browser made. Signed in, you see everything under your e-mail address.';
const whoIsSignedIn =
  'What you made signed in, and before as a guest with the same e-mail address or in this browser.';
const shownMax = 20;

async function privacyProps(shop: Shop, { session, request, url }: Visit): Promise<PrivacyPageProps> {
  const people = peopleOf(session);
  const standings = await Promise.all(people.map((one) => standingOf(shop.reads.standing, one)));
  const restricted = standings.some((one) => one?.restriction === 'restricted');
  const objected = standings.some((one) => one?.objections.includes('abuse.review'));
  const contact = session && (await contactOf(shop, session));
  return {
    who: session?.account == null ? whoVisits : whoIsSignedIn,
    ...{
      held: await heldRows(shop, people),
      archive: await archiveOf(shop, people),
      privacyEmail,
    },
    requests: await requestRows(shop, people),
    ...{ consents: await consentChoices(shop, session, saysNo(request)), gpc: saysNo(request) },
    openings: logEntries((await processingOf(shop, people)).slice(0, shownMax)),
    can: { restrict: restricted ? 'lift' : 'restrict', object: !objected, complain: true },
    ...{ restricted, correct: contact && { email: contact.email, name: contact.name ?? '' } },
    ...{
      saved: savedWords[url.searchParams.get('saved') ?? ''],
      wrong: wrongIn(url.searchParams.get('wrong')),
    },
  };
}

const savedWords: Readonly<Record<string, string>> = {
  '1': 'Saved. It holds at once.',
  corrected: 'Corrected. The key of the old value is being destroyed.',
  restriction: 'Restricted. From now on it is stored, and used for nothing.',
  lifting: 'The restriction is lifted.',
  objection: 'Your objection holds from now on. A person looks at it and answers within a month.',
};

const wrongIn = (what: string | null): PrivacyPageProps['wrong'] =>
  what === 'contact' || what === 'complaint' ? what : undefined;

/** The newest copy that waits, or is on its way. */
async function archiveOf(shop: Shop, people: readonly SubjectRef[]): Promise<PrivacyPageProps['archive']> {
  const rows = (await Promise.all(people.map((ref) => requestsOf(shop.reads.requests, ref)))).flat();
  const [latest] = rows
    .filter(({ kind }) => kind === 'copy')
    .toSorted((a, b) => b.madeAt.localeCompare(a.madeAt));
  if (latest === undefined) return { is: 'none' };
  if (latest.copyEndsOn === null) {
    const told = shop.progress.latest(latest.requestId);
    return { is: 'preparing', ...(told && { done: told.done, of: told.total }) };
  }
  if (latest.copyEndsOn < shop.clock().slice(0, 'yyyy-mm-dd'.length)) return { is: 'none' };
  const href = `/copies/${shop.tokens.make('copy', latest.requestId)}`;
  return { is: 'ready', href, until: latest.copyEndsOn };
}

/** `/account/privacy/history`: all of it. */
export async function showHistory(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const entries = logEntries(await processingOf(shop, peopleOf(visit.session)));
  return html(shop, visit, { title: 'Who opened or received it', page: <HistoryPage entries={entries} /> });
}

/** Fields: `purpose`, `allow`. */
export async function postConsent(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = await formFields(request);
  const choice = Choice.safeParse({ purpose: fields?.['purpose'], allow: fields?.['allow'] === 'yes' });
  if (!choice.success) return refuse(shop, request, { status: 400, type: 'form-broken' });
  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session);
  const { purpose, allow } = choice.data;
  const holds = await chooseConsent(shop, visitor.session, cause, purpose, allow, saysNo(request));
  if (!holds) return withCookie(shop, visitor, await refuse(shop, request, notYet));
  return withCookie(shop, visitor, seeOther('/account/privacy?saved=1#consent'));
}
