/** Approvals at a desk: asked for, approved or declined by another, done; and their history, for whoever audits. */
import { type ApprovalRow, latestApprovals } from '../../../../projections/approvals.ts';
import { isRefused } from '../../../eventsourcing/decider.ts';
import { uuidFrom } from '../../../eventsourcing/uuid.ts';
import { AccountId } from '../../../modules/accounts/account.events.ts';
import { Act, ApprovalAsked, ApprovalId } from '../../../modules/approvals/approval.events.ts';
import { type ApprovalCommand, approval, groundsOf } from '../../../modules/approvals/approval.ts';
import { SubjectRef } from '../../../personal-data/personal.ts';
import { html, refuse, seeOther } from '../../answers.tsx';
import { formFields } from '../../form-fields.ts';
import { officerActor, officerBar, officerIn } from '../../privacy/officer-door.ts';
import { forbidden, notFound } from '../../problems/problem.ts';
import type { Session } from '../../session.ts';
import type { Shop } from '../../shop.ts';
import { visitOf } from '../../visit.ts';
import { contextAt, type Desk, deskPage } from '../desk.ts';
import { ableTo, doApproved, roleFor } from './acting.ts';
import { type ApprovalLine, ApprovalsPage, type Asking } from './approvals.tsx';
import { actTitle, expired, groundName, refusals, states } from './words.ts';

/** One of the two desks, and who sits there. */
export type Seat = {
  readonly shop: Shop;
  readonly request: Request;
  readonly session: Session;
  readonly actor: string;
  readonly role: 'ops' | 'privacy-officer';
  readonly base: string;
  readonly show: (page: Parameters<typeof deskPage>[1]) => Promise<Response>;
};
type Deed = (seat: Seat) => Promise<Response>;

export const atOps = (desk: Desk, act: Deed): Promise<Response> =>
  act({ ...desk, role: 'ops', base: '/ops/approvals', show: (page) => deskPage(desk, page) });

/** What is not an officer's is not there. */
export async function atOfficers(shop: Shop, request: Request, act: Deed): Promise<Response> {
  const visit = await visitOf(shop, request);
  const session = officerIn(visit.session);
  if (session === undefined) return refuse(shop, request, notFound);
  const [actor, base] = [officerActor(session), '/officer/approvals'];
  const desk = officerBar(session, base);
  return act({
    ...{ shop, request, session, actor, base, role: 'privacy-officer' },
    show: (page) => html(shop, visit, { ...page, title: `${page.title} · Privacy officer`, desk }),
  });
}

const hours = 24;
const day = hours * 3_600_000;

export async function showApprovals(seat: Seat, error?: string): Promise<Response> {
  const { shop, base, session, role } = seat;
  const rows = (await latestApprovals(shop.reads.approvals)).filter(({ act }) => roleFor[act] === role);
  const acts = Act.options.filter((act) => roleFor[act] === role);
  const [first = 'disclose'] = acts;
  const asking: Asking = {
    ...{ acts, once: shop.newId(), alone: (await ableTo(shop, first)) < 2 },
    grounds: [...new Set(acts.flatMap((act) => groundsOf[act]))],
  };
  const lines = rows.map((row) => lineOf(row, shop.clock(), session.account));
  const page = <ApprovalsPage {...{ base, lines, asking, error }} />;
  return seat.show({ title: 'Approvals', page, status: error === undefined ? 200 : 422 });
}

/** For an auditor: all of them, and nothing to press. */
export async function showAllApprovals(desk: Desk): Promise<Response> {
  const rows = await latestApprovals(desk.shop.reads.approvals);
  const lines = rows.map((row) => lineOf(row, desk.shop.clock(), null));
  return deskPage(desk, {
    title: 'Approvals',
    page: <ApprovalsPage base="/audit/approvals" lines={lines} />,
  });
}

function lineOf(row: ApprovalRow, now: string, me: string | null): ApprovalLine {
  const { approvalId: id, act, ground, person, status, askedBy, answeredBy, ...times } = row;
  const isOpen = status === 'asked' || status === 'given';
  const isOver = isOpen && row.endsAt !== null && Date.parse(row.endsAt) <= Date.parse(now);
  const { says: state, tone } = isOver ? expired : states[status];
  return {
    ...{ id, what: actTitle[act], person, ground: groundName[ground], state, tone },
    ...{ askedBy: nameOf(askedBy), answeredBy: answeredBy === null ? null : nameOf(answeredBy) },
    ...{ askedAt: times.askedAt, endsAt: times.endsAt, doneAt: times.doneAt },
    may: me === null || !isOpen || isOver ? [] : mayDo(row, me),
  };
}

function mayDo({ status, askedBy }: ApprovalRow, me: string): ApprovalLine['may'] {
  if (askedBy === me) return status === 'given' ? ['do', 'take-back'] : ['take-back'];
  return status === 'given' ? ['decline'] : ['approve', 'decline'];
}

const nameOf = (account: string | null): string => account?.slice(0, 8) ?? 'the command line';

/** Fields: `act`, `ground`, `person` where it is about one, `once`: who presses twice has asked once. */
export async function postAsk(seat: Seat): Promise<Response> {
  const { shop, session, role } = seat;
  const fields = (await formFields(seat.request)) ?? {};
  const once = fields['once'] ?? shop.newId();
  const act = Act.safeParse(fields['act']);
  if (!act.success || roleFor[act.data] !== role) return showApprovals(seat, 'Choose what is to be done.');
  const ref = SubjectRef.safeParse(fields['person']?.trim());
  const isAboutPerson = act.data !== 'rotate-keys';
  if (isAboutPerson && !ref.success) return showApprovals(seat, 'That is no reference of a person.');
  const asked = ApprovalAsked.schema.safeParse({
    ...{ type: 'ApprovalAsked', act: act.data, ground: fields['ground'], by: session.account },
    ...{ approvalId: uuidFrom('desk', session.id, once), person: isAboutPerson ? { ref: ref.data } : null },
    endsAt: new Date(Date.parse(shop.clock()) + day).toISOString(),
  });
  if (!asked.success) return showApprovals(seat, 'Choose a ground.');
  return decided(seat, { ...asked.data, type: 'AskApproval' }, once);
}

/** `approve`, `decline`, `take-back`. */
export async function postAnswer(seat: Seat, id: string, what: 'give' | 'decline'): Promise<Response> {
  const { shop, request, session } = seat;
  const [approvalId, by] = [ApprovalId.safeParse(id), AccountId.safeParse(session.account)];
  if (!by.success) return refuse(shop, request, forbidden);
  if (!approvalId.success || (await rowOf(seat, approvalId.data)) === undefined)
    return refuse(shop, request, notFound);
  const said = { approvalId: approvalId.data, by: by.data };
  return decided(
    seat,
    what === 'give'
      ? { type: 'GiveApproval', ...said, at: shop.clock() }
      : { type: 'DeclineApproval', ...said },
    `${what} ${id}`,
  );
}

/** Of this desk alone: another's is not there. */
async function rowOf({ shop, role }: Seat, id: ApprovalId): Promise<ApprovalRow | undefined> {
  const [row] = await shop.reads.approvals.where('approvalId', id);
  return row !== undefined && roleFor[row.act] === role ? row : undefined;
}

async function decided(seat: Seat, command: ApprovalCommand, once: string): Promise<Response> {
  const { shop, base } = seat;
  const context = contextAt(seat, once, command.type, 'accountability');
  const outcome = await shop.handle(approval, command.approvalId, command, context);
  if (isRefused(outcome)) return showApprovals(seat, refusals[outcome.refused]);
  await shop.seen(outcome.position, 'approvals');
  return seeOther(base);
}

/** By whoever asked. A disclosure comes back as a file; nothing of it is kept. */
export async function postDo(seat: Seat, id: string): Promise<Response> {
  const { shop, request, session, base } = seat;
  const approvalId = ApprovalId.safeParse(id);
  const row = approvalId.success ? await rowOf(seat, approvalId.data) : undefined;
  if (row === undefined) return refuse(shop, request, notFound);
  const by = AccountId.safeParse(session.account);
  if (!by.success) return refuse(shop, request, forbidden);
  const context = contextAt(seat, shop.newId(), row.act, 'accountability'); // a second press is a second command
  const done = await doApproved(shop, row.approvalId, { ...row, by: by.data }, context);
  if (isRefused(done))
    return done.refused === 'approval-of-another'
      ? refuse(shop, request, forbidden)
      : showApprovals(seat, refusals[done.refused]);
  if (row.act !== 'disclose') return seeOther(base);
  const disposition = `attachment; filename="disclosure-${id.slice(0, 8)}.json"`;
  return Response.json(done, {
    headers: { 'content-disposition': disposition, 'cache-control': 'no-store' },
  });
}
