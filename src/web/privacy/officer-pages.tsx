/** `/officer`: the requests that wait for a person, answered by one; every look of theirs is written down first. */
import { erasuresWithOpenCompanies } from '../../../projections/erasures.ts';
import { portraitOf } from '../../../projections/portraits.ts';
import { openRequests, type RequestRow, requestOf } from '../../../projections/requests.ts';
import { monthsAfter } from '../../eventsourcing/days.ts';
import { PortraitId } from '../../modules/portraits/portrait.events.ts';
import { numberOf as erasureNumber } from '../../modules/privacy/receipt.ts';
import { Asker, Day, ExtensionReason, Outcome, RequestId } from '../../modules/privacy/request.events.ts';
import { type RequestRefusal, request as requests } from '../../modules/privacy/request.ts';
import { companyName } from '../../personal-data/register.ts';
import { numberOf } from '../../processes/write-about-request.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import { daysBetween, shortDate } from '../components/format.ts';
import type { FieldError } from '../components/shapes.ts';
import { OfficerPage } from '../desks/officer.tsx';
import { OfficerRequestPage } from '../desks/officer-request.tsx';
import { formFields } from '../form-fields.ts';
import { notFound } from '../problems/problem.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { causeOf, contextFor, type Visit, visitOf } from '../visit.ts';
import { orderErasure, portraitAt } from './depicted-pages.tsx';
import { officerActor, officerBar, officerIn } from './officer-door.ts';
import { stateOf } from './request-view.ts';
import { kindWords } from './words.ts';

type Here = { readonly visit: Visit; readonly session: Session };

/** What is not an officer's is not there. */
async function asOfficer(
  shop: Shop,
  request: Request,
  act: (here: Here) => Promise<Response>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const session = officerIn(visit.session);
  return session === undefined ? refuse(shop, request, notFound) : act({ visit, session });
}

const whyAPerson: Readonly<Record<RequestRow['kind'], string>> = {
  copy: 'It takes longer than it should',
  correction: 'It takes longer than it should',
  restriction: 'It takes longer than it should',
  lifting: 'It takes longer than it should',
  objection: 'Interests must be weighed',
  complaint: 'Complaints always',
  depicted: 'Shown person is not the customer',
  'under-age': 'A child’s data: today',
};

export const showOfficer = (shop: Shop, request: Request): Promise<Response> =>
  asOfficer(shop, request, async ({ visit, session }) => {
    const [waiting, erasing] = await Promise.all([
      openRequests(shop.reads.requests),
      erasuresWithOpenCompanies(shop.reads.erasures),
    ]);
    const now = shop.clock();
    const today = now.slice(0, 'yyyy-mm-dd'.length);
    const [next] = waiting;
    const overdue = waiting.filter(({ dueOn }) => dueOn < today).length;
    const figures = [
      {
        name: 'Waiting for you',
        value: String(waiting.length),
        note: next === undefined ? 'nothing is due' : `next due in ${daysBetween(now, next.dueOn)} days`,
      },
      { name: 'Overdue', value: String(overdue), note: overdue === 0 ? 'none' : 'answer these first' },
      { name: 'Companies not yet done erasing', value: String(erasing.length), note: 'asked, and open' },
    ];
    const companies = erasing.flatMap(({ requestId, number, told }) =>
      told
        .filter(({ answer }) => answer === 'open')
        .map(({ processor, until }) => ({
          ...{ name: companyName(processor), receipt: erasureNumber(number) },
          href: `/receipts/${shop.tokens.make('erasure', requestId)}`,
          ends: until === null ? 'asked, open' : shortDate(until),
        })),
    );
    const page = (
      <OfficerPage now={now} figures={figures} waiting={waiting.map(waitingRow)} companies={companies} />
    );
    return html(shop, visit, { title: 'Requests · Privacy officer', page, desk: officerBar(session) });
  });

const waitingRow = (row: RequestRow) => ({
  ...{ number: numberOf(row.number), href: `/officer/${row.requestId}`, from: fromOf(row) },
  ...{ asks: kindWords[row.kind], why: whyAPerson[row.kind], madeAt: row.madeAt, dueAt: row.dueOn },
  ...stateOf(row),
});

/** A pseudonym: who it is the request itself may say. */
const fromOf = ({ owner }: RequestRow): string => `s_${owner.slice(0, 4)}`;

export const showOfficerRequest = (shop: Shop, request: Request, id: string): Promise<Response> =>
  asOfficer(shop, request, (here) => requestPage(shop, here, id, []));

async function requestPage(
  shop: Shop,
  { visit, session }: Here,
  id: string,
  errors: readonly FieldError[],
): Promise<Response> {
  const row = await named(shop, id);
  if (row === undefined) return refuse(shop, visit.request, notFound);
  const says = await shop.openAs(officerActor(session))(row.says, 'accountability');
  const isAboutPicture = row.kind === 'depicted' || row.kind === 'under-age';
  const props = {
    ...{ id, number: numberOf(row.number), what: kindWords[row.kind], from: fromOf(row), errors },
    ...{ madeAt: row.madeAt, dueOn: row.dueOn, ...stateOf(row), isOpen: row.status === 'open' },
    text: says.is === 'value' ? says.value.text : undefined,
    extendable: row.extendedBecause === null && row.kind !== 'under-age',
    picture: isAboutPicture && row.portraitId !== null ? `/officer/${id}/picture` : undefined,
    erasable: isAboutPicture && row.erasureId === null,
    erasure: row.erasureId === null ? undefined : `/receipts/${shop.tokens.make('erasure', row.erasureId)}`,
  };
  const status = errors.length === 0 ? 200 : 422;
  const page = <OfficerRequestPage {...props} />;
  return html(shop, visit, { title: props.number, page, status, desk: officerBar(session) });
}

async function named({ reads }: Shop, id: string): Promise<RequestRow | undefined> {
  const requestId = RequestId.safeParse(id);
  return requestId.success ? requestOf(reads.requests, requestId.data) : undefined;
}

type Act = (
  here: Here,
  row: RequestRow,
  fields: Awaited<ReturnType<typeof formFields>> & object,
) => Promise<Response>;

const posted = (shop: Shop, request: Request, id: string, act: Act): Promise<Response> =>
  asOfficer(shop, request, async (here) => {
    const [row, fields] = await Promise.all([named(shop, id), formFields(request)]);
    if (row === undefined) return refuse(shop, request, notFound);
    if (fields === undefined) return refuse(shop, request, { status: 400, type: 'form-broken' });
    return act(here, row, fields);
  });

/** Fields: `outcome`, `text`. */
export const postAnswer = (shop: Shop, request: Request, id: string): Promise<Response> =>
  posted(shop, request, id, async (here, row, fields) => {
    const outcome = Outcome.safeParse(fields['outcome']);
    const text = (fields['text'] ?? '').trim();
    const wrong = text === '' ? [{ field: 'text', says: 'Write the answer: they are owed one.' }] : [];
    if (wrong.length > 0 || !outcome.success) return requestPage(shop, here, id, wrong);
    const { requestId, owner: ref } = row;
    const answer = Asker.parse({ ref, request: { text: text.slice(0, 20_000), provedBy: 'officer' } });
    const command = { type: 'AnswerRequest', requestId, outcome: outcome.data, answer } as const;
    return decided(shop, here, id, command, 'text');
  });

/** Fields: `because`. */
export const postExtend = (shop: Shop, request: Request, id: string): Promise<Response> =>
  posted(shop, request, id, async (here, row, fields) => {
    const because = ExtensionReason.safeParse(fields['because']);
    if (!because.success)
      return requestPage(shop, here, id, [{ field: 'because', says: 'Choose a reason: they are told it.' }]);
    const command = {
      ...({ type: 'ExtendRequest', requestId: row.requestId, because: because.data } as const),
      dueOn: Day.parse(monthsAfter(row.madeAt, 3)),
      today: Day.parse(shop.clock().slice(0, 'yyyy-mm-dd'.length)),
    };
    return decided(shop, here, id, command, 'because');
  });

/** Fields: `where`, empty for the picture that was named. */
export const postErasePhoto = (shop: Shop, request: Request, id: string): Promise<Response> =>
  posted(shop, request, id, async (here, row, fields) => {
    const { visit, session } = here;
    const where = (fields['where'] ?? '').trim();
    const portraitId = where === '' ? row.portraitId : await portraitAt(shop, where);
    const because = row.kind === 'under-age' ? 'under-age' : 'depicted-person';
    const cause = causeOf(shop, visit, session);
    const found =
      portraitId != null && (await orderErasure(shop, session, row.requestId, portraitId, because, cause));
    return found
      ? seeOther(`/officer/${id}`)
      : requestPage(shop, here, id, [{ field: 'where', says: 'No picture of ours is there.' }]);
  });

/** The picture itself, for whoever has to decide; its owner sees that somebody looked. */
export const postPicture = (shop: Shop, request: Request, id: string): Promise<Response> =>
  posted(shop, request, id, async ({ session }, row) => {
    const painted =
      row.portraitId === null
        ? undefined
        : await portraitOf(shop.reads.portraits, PortraitId.parse(row.portraitId));
    if (painted?.preview == null) return refuse(shop, request, notFound);
    const open = shop.openAs(officerActor(session));
    const opened = await open.blob(painted.preview, 'media.portrait', 'rights.depicted');
    if (opened.is !== 'value') return refuse(shop, request, { status: 410, type: 'erased' });
    const { stream, contentType } = opened.value;
    return new Response(stream, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
  });

const refusals: Readonly<Record<RequestRefusal, string>> = {
  'request-already-made': 'It was made already.',
  'request-unknown': 'There is no such request.',
  'request-already-answered': 'It is answered already.',
  'request-already-extended': 'It was extended once, and the law allows no second time.',
  'request-overdue': 'The first month is over: it must be answered now.',
  'request-needs-a-later-day': 'That is not later than the day it is due.',
  'request-of-another-kind': 'That does not belong to a request of this kind.',
  'request-names-no-purpose': 'It names nothing to object to.',
};

async function decided(
  shop: Shop,
  here: Here,
  id: string,
  command: Parameters<typeof requests.decide>[0],
  field: string,
): Promise<Response> {
  const cause = causeOf(shop, here.visit, here.session);
  const context = {
    ...contextFor(here.session, cause, command.type, 'accountability'),
    actor: officerActor(here.session),
  };
  const outcome = await shop.handle(requests, id, command, context);
  if ('refused' in outcome) return requestPage(shop, here, id, [{ field, says: refusals[outcome.refused] }]);
  await shop.seen(outcome.position, 'requests');
  return seeOther(`/officer/${id}`);
}
