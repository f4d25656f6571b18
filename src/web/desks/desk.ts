/** Who sits at a desk: whoever has its role, and nobody else; what its bar says, and how the log calls them. */
import type { VNode } from 'preact';
import type { Context } from '../../eventsourcing/event-store.ts';
import { uuidFrom } from '../../eventsourcing/uuid.ts';
import type { Role } from '../../modules/accounts/account.events.ts';
import type { Purpose } from '../../personal-data/register.ts';
import { html, refuse, seeOther } from '../answers.tsx';
import type { Link } from '../components/shapes.ts';
import { forbidden } from '../problems/problem.ts';
import type { Session } from '../session.ts';
import type { Shop } from '../shop.ts';
import { type Visit, visitOf } from '../visit.ts';

type DeskRole = Exclude<Role, 'privacy-officer'>;

export type Desk = {
  readonly shop: Shop;
  readonly request: Request;
  readonly visit: Visit;
  readonly session: Session;
  readonly role: DeskRole;
  /** `staff-<account>`: whatever a person of ours opens is told before it is opened. */
  readonly actor: string;
};

/** Somebody without the role is answered before anything is looked up; a guest is shown where to sign in. */
export async function atDesk(
  role: DeskRole,
  shop: Shop,
  request: Request,
  act: (desk: Desk) => Promise<Response>,
): Promise<Response> {
  const visit = await visitOf(shop, request);
  const { session } = visit;
  if (session?.roles.includes(role) !== true)
    return session?.account == null && request.method === 'GET'
      ? seeOther('/sign-in')
      : refuse(shop, request, forbidden);
  return act({ shop, request, visit, session, role, actor: `${role}-${session.account ?? session.subject}` });
}

type Bar = { readonly role: string; readonly cannot: string; readonly nav: readonly Link[] };

const bars: Readonly<Record<DeskRole, Bar>> = {
  staff: {
    role: 'Staff',
    cannot: 'opens only for a purpose, and sees no photo without a reason',
    nav: [
      { label: 'Orders', href: '/staff/orders' },
      { label: 'Review', href: '/staff/review' },
      { label: 'Support', href: '/staff/support' },
      { label: 'Refunds', href: '/staff/refunds' },
      { label: 'Catalogue', href: '/staff/catalogue' },
    ],
  },
  auditor: {
    role: 'Auditor',
    cannot: 'reads history and proofs, opens nothing',
    nav: [
      { label: 'Overview', href: '/audit' },
      { label: 'Erasures', href: '/audit/erasures' },
      { label: 'Replay', href: '/audit/replay' },
      { label: 'Openings', href: '/audit/openings' },
      { label: 'Retention', href: '/audit/retention' },
      { label: 'Approvals', href: '/audit/approvals' },
    ],
  },
  ops: {
    role: 'Operations',
    cannot: 'sees no clear text',
    nav: [
      { label: 'Read models', href: '/ops' },
      { label: 'Processes', href: '/ops/processes' },
      { label: 'Jobs', href: '/ops/jobs' },
      { label: 'Services', href: '/ops/services' },
      { label: 'Keys', href: '/ops/keys' },
      { label: 'Approvals', href: '/ops/approvals' },
    ],
  },
};

const ways = { link: 'by link', passkey: 'by passkey', invitation: 'by invitation' } as const;

type Page = {
  readonly title: string;
  readonly page: VNode;
  readonly status?: number;
  readonly refreshSeconds?: number | undefined;
  /** Which entry of the bar it belongs to; its own path without it. */
  readonly under?: string;
};

export function deskPage(
  { shop, visit, session, role }: Desk,
  { under, title, ...page }: Page,
): Promise<Response> {
  const { nav, cannot, role: name } = bars[role];
  const account = (session.account ?? session.subject).slice(0, 8);
  const who = [account, session.provedBy && ways[session.provedBy], cannot].filter(Boolean).join(' · ');
  const desk = { role: name, who, nav, path: under ?? visit.url.pathname };
  return html(shop, visit, { ...page, title: `${title} · ${name}`, desk });
}

/** Of what somebody at a desk does: under their own name, so that it can be reviewed. */
export const contextAt = (
  { actor, session }: Pick<Desk, 'actor' | 'session'>,
  once: string,
  what: string,
  purpose: Purpose,
): Context => {
  const cause = uuidFrom('desk', session.id, once);
  return { commandId: uuidFrom(cause, what), actor, purpose, correlationId: cause, causationId: null };
};
