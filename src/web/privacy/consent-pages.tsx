/** The history of consents, and their receipts: as a page, as files, and through the API. */
import { z } from 'zod';
import { type ConsentStepRow, consentStepsOf } from '../../../projections/consent-history.ts';
import { Consentable } from '../../modules/consent/consent.events.ts';
import { ConsentReceipt, type ConsentStep, consentReceipt } from '../../personal-data/consent-record.ts';
import { html, json, refuse } from '../answers.tsx';
import { operator } from '../policies/facts.ts';
import { notFound } from '../problems/problem.ts';
import { actorOf, type Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';
import { ConsentHistoryPage, type ConsentStepShown } from './consent-history.tsx';
import { consentChoices, saysNo } from './consents.ts';
import { peopleOf } from './people.ts';

type Opened = ConsentStepRow & Pick<ConsentStepShown, 'shown' | 'where' | 'gpc'>;

/** Of everybody whom the session stands for, oldest first. */
async function stepsOf(shop: Shop, session: Session): Promise<readonly Opened[]> {
  const open = shop.openAs(actorOf(session));
  const rows = await Promise.all(
    peopleOf(session).map((ref) => consentStepsOf(shop.reads.consentHistory, ref)),
  );
  const opened = rows.flat().map(async (step) => {
    const evidence = await open(step.evidence, 'rights.access');
    if (evidence.is !== 'value') return { ...step, shown: undefined, where: undefined, gpc: false };
    const { shown, where, globalPrivacyControl: gpc } = evidence.value;
    return { ...step, shown, where, gpc };
  });
  return (await Promise.all(opened)).toSorted((a, b) => a.at.localeCompare(b.at));
}

export async function showConsentHistory(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const { session } = visit;
  const gpc = saysNo(request);
  const steps = session === undefined ? [] : await stepsOf(shop, session);
  const choices = await consentChoices(shop, session, gpc);
  const purposes = choices.flatMap(({ purpose, name, on }) => {
    const theirs = steps.filter((step) => step.purposes.some((one) => one === purpose));
    const receipt = `/account/privacy/consents/${purpose}.jsonld`;
    return theirs.length === 0
      ? []
      : [{ purpose, name, on, receipt, steps: theirs.map(shownOf).toReversed() }];
  });
  const page = <ConsentHistoryPage purposes={purposes} gpc={gpc} />;
  return html(shop, visit, { title: 'What you allowed', page });
}

const shownOf = ({ at, is, policyVersion, shown, textSha256, where, gpc }: Opened): ConsentStepShown => ({
  ...{ at, is, policyVersion, where, gpc, textSha256: textSha256 ?? undefined },
  shown: is === 'given' ? shown : undefined,
});

/** @param name `portrait.gallery.jsonld` */
export async function downloadConsentReceipt(shop: Shop, request: Request, name: string): Promise<Response> {
  const { session } = await visitOf(shop, request);
  const purpose = Consentable.safeParse(name.replace(/\.jsonld$/, ''));
  const receipt = session && purpose.success ? await receiptFor(shop, session, purpose.data) : undefined;
  if (receipt === undefined) return refuse(shop, request, notFound);
  const answer = json(receipt);
  answer.headers.set('content-type', 'application/ld+json');
  answer.headers.set(
    'content-disposition',
    `attachment; filename="consent-${receipt['dct:identifier'].split('.').slice(1).join('-')}.jsonld"`,
  );
  return answer;
}

async function receiptFor(
  shop: Shop,
  session: Session,
  purpose: Consentable,
): Promise<ConsentReceipt | undefined> {
  const steps = (await stepsOf(shop, session)).filter(({ purposes }) => purposes.includes(purpose));
  if (steps.length === 0) return undefined;
  const { publicUrl } = shop;
  return consentReceipt({
    ...{ subject: session.subject, purpose, controller: operator, publicUrl },
    steps: steps.map((step): ConsentStep => ({ ...step, shown: step.shown ?? null })),
  });
}

export const ReceiptList = z.object({ receipts: z.array(ConsentReceipt).readonly() });
type ReceiptList = z.output<typeof ReceiptList>;

export async function showReceiptsJson(shop: Shop, request: Request): Promise<Response> {
  const { session } = await visitOf(shop, request);
  if (session === undefined) return json<ReceiptList>({ receipts: [] });
  const all = await Promise.all(Consentable.options.map((purpose) => receiptFor(shop, session, purpose)));
  return json<ReceiptList>({ receipts: all.filter((receipt) => receipt !== undefined) });
}
