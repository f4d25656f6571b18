/** `/account/privacy`: everything that is held about whoever is here, and what they may do about it. */
import { openingsOf } from '../../../projections/openings.ts';
import { standingOf } from '../../../projections/standing.ts';
import { Consentable } from '../../modules/consent/consent.events.ts';
import { purposes } from '../../personal-data/register.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import type { LogEntry } from '../components/shapes.ts';
import { formFields } from '../form-fields.ts';
import { privacyEmail } from '../policies/facts.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, type Visit, visitOf, visitorOf, withCookie } from '../visit.ts';
import { chooseConsent, consentChoices, saysNo } from './consents.ts';
import { heldRows } from './held.ts';
import { peopleOf } from './people.ts';
import { PrivacyPage, type PrivacyPageProps } from './privacy.tsx';
import { categoryWords } from './words.ts';

export async function showPrivacy(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const props = await privacyProps(shop, visit);
  return html(shop, visit, { title: 'What we hold about you', page: <PrivacyPage {...props} /> });
}

async function privacyProps(shop: Shop, { session, request, url }: Visit): Promise<PrivacyPageProps> {
  const keys = await shop.vault.keysOf(peopleOf(session));
  const standing = session && (await standingOf(shop.reads.standing, session.subject));
  return {
    who: 'What this browser made. Signed in, you see everything under your e-mail address.',
    ...{ held: heldRows(keys), archive: { is: 'none' }, requests: [], privacyEmail },
    consents: await consentChoices(shop, session, saysNo(request)),
    openings: session === undefined ? [] : await openingLog(shop, session),
    ...(url.searchParams.has('saved') && { saved: 'Saved. It holds at once.' }),
    restricted: standing?.restriction === 'restricted',
  };
}

async function openingLog({ reads }: Shop, { subject }: Session): Promise<readonly LogEntry[]> {
  const rows = await openingsOf(reads.openings, subject);
  return rows.map(({ category, openedFor, by, at }) => ({
    ...{ at, says: `${whoIs(by)} opened: ${nameOf(category)}` },
    note: purposeOf(openedFor),
  }));
}

const nameOf = (category: string): string =>
  Object.entries(categoryWords)
    .find(([known]) => known === category)?.[1]
    .what.toLowerCase() ?? category;

const purposeOf = (name: string): string | undefined =>
  Object.entries(purposes).find(([known]) => known === name)?.[1].says;

/** Processes are the shop; sessions and links are the person themselves. */
function whoIs(by: string): string {
  if (by.startsWith('session-')) return 'You';
  if (by.startsWith('holder-of')) return 'Whoever has the link';
  return by === 'print-lab' ? 'The print lab' : 'The shop';
}

/** Fields: `purpose`, `allow`. */
export async function postConsent(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const fields = await formFields(request);
  const purpose = Consentable.safeParse(fields?.['purpose']);
  if (!purpose.success) return refuse(shop, request, { status: 400, type: 'form-broken' });
  const visitor = await visitorOf(shop, visit);
  const cause = causeOf(shop, visit, visitor.session);
  const allow = fields?.['allow'] === 'yes';
  await chooseConsent(shop, visitor.session, cause, purpose.data, allow, saysNo(request));
  return withCookie(shop, visitor, seeOther('/account/privacy?saved=1#consent'));
}
