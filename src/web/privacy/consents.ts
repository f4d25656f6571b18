/** The consents that can be given here: each off until given, each with the words that are kept as evidence. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { askedAnewAt } from '../../../projections/policies.ts';
import { standingOf } from '../../../projections/standing.ts';
import { isRefused } from '../../eventsourcing/decider.ts';
import { Consentable, Person, TextHash } from '../../modules/consent/consent.events.ts';
import { consent } from '../../modules/consent/consent.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import { isUsed } from '../../personal-data/register.ts';
import type { ConsentChoice } from '../components/held.tsx';
import type { Problem } from '../problems/problem.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { contextFor } from '../visit.ts';

const texts: Readonly<Record<Consentable, { readonly name: string; readonly says: string }>> = {
  'portrait.gallery': {
    name: 'Keep my portraits in a gallery',
    says: 'We keep the portraits you bought, and the photo behind each, until you say stop, so that you can order them again.',
  },
  'abuse.device': {
    name: 'Recognise this device',
    says: 'A fingerprint of the browser, to tell people from scripts. Never the only reason for a refusal.',
  },
  'marketing.email': { name: 'Write to me about new styles', says: 'At most four letters a year.' },
};

/** Nobody is asked for what the shop does not do. */
const Offered = Consentable.extract(Consentable.options.filter(isUsed));

/** What is asked can be allowed; and what was ever allowed can be withdrawn, also if it is not asked any more. */
export const Choice = z
  .object({ purpose: Consentable, allow: z.boolean() })
  .refine(({ purpose, allow }) => !allow || Offered.safeParse(purpose).success, { path: ['purpose'] });

/** For the policy, which keeps the fingerprint of each. */
export const consentTexts = Offered.options.map((purpose) => ({ purpose, says: texts[purpose].says }));

/** GPC: the browser says no for its person (https://www.w3.org/TR/gpc/). It answers for what would follow people. */
const answeredByGpc: readonly Consentable[] = ['abuse.device', 'marketing.email'];
export const saysNo = (request: Request): boolean => request.headers.get('sec-gpc') === '1';

export async function consentChoices(
  { reads }: Shop,
  session: Session | undefined,
  gpc: boolean,
): Promise<readonly ConsentChoice[]> {
  const said = await Promise.all((session?.people ?? []).map((one) => standingOf(reads.standing, one)));
  const shown = Consentable.options.filter(
    (one) => isUsed(one) || said.some(({ consents }) => consents.some(({ purpose }) => purpose === one)),
  );
  const choices = shown.map(async (purpose) => {
    const given = said.flatMap((one) => one.consents).find((one) => one.purpose === purpose);
    const withdrawn = said.flatMap((one) => one.withdrawn).find((one) => one.purpose === purpose);
    const isOld = await isAskedAnew(reads, given, purpose);
    return {
      ...{ purpose, ...texts[purpose], on: given !== undefined && !isOld, askedAgain: isOld },
      ...{ since: given?.since ?? withdrawn?.since, gpc: gpc && answeredByGpc.includes(purpose) },
    };
  });
  return Promise.all(choices);
}

type Given = { readonly since: string };

/** Whether a consent was given before the words that are asked today were. */
const isAskedAnew = async (
  { policies }: Pick<Shop['reads'], 'policies'>,
  given: Given | undefined,
  purpose: Consentable,
): Promise<boolean> => given !== undefined && given.since < (await askedAnewAt(policies, purpose));

/**
 * For everybody whom an account holds. A withdrawal is answered when nothing opens on it any more (GDPR Art. 7(3)).
 * @returns whether the gate knows by now; it is written down in any case
 */
export async function chooseConsent(
  shop: Shop,
  session: Session,
  cause: string,
  purpose: Consentable,
  allow: boolean,
  gpc: boolean,
): Promise<boolean> {
  const shown = texts[purpose].says;
  const evidence = { where: '/account/privacy', shown, globalPrivacyControl: gpc };
  const textSha256 = TextHash.parse(createHash('sha256').update(shown).digest('hex'));
  let holds = true;
  for (const ref of session.people) {
    const person = Person.parse({ ref, evidence });
    const anew = allow && (await isAskedAnew(shop.reads, await givenTo(shop.reads, ref, purpose), purpose));
    const command = allow
      ? ({ type: 'GiveConsent', person, purposes: [purpose], textSha256, anew } as const)
      : ({ type: 'WithdrawConsent', person, purposes: [purpose] } as const);
    const context = contextFor(session, cause, `consent ${purpose} ${ref}`, 'accountability');
    const outcome = await shop.handle(consent, ref, command, context);
    holds &&= isRefused(outcome)
      ? ((await givenTo(shop.reads, ref, purpose)) !== undefined) === allow // said before, and perhaps not read yet
      : await shop.seen(outcome.position, 'standing');
  }
  return holds;
}

const givenTo = async (
  { standing }: Pick<Shop['reads'], 'standing'>,
  ref: SubjectRef,
  purpose: Consentable,
): Promise<Given | undefined> =>
  (await standingOf(standing, ref)).consents.find((one) => one.purpose === purpose);

/** Written down, and the gate has not read it yet: to be asked again, so that nobody believes too early. */
export const notYet: Problem = {
  ...{ status: 503, type: 'consent-not-yet', title: 'Your choice is written down and takes a moment.' },
  safe: ['Nothing is lost.', 'Look again in a few seconds: only then it holds everywhere.'],
  retryAfterSeconds: 5,
};
