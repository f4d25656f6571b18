/** Who is the privacy officer: whoever has the role, by a passkey; how the log calls them, and what their bar says. */
import type { DeskBarProps } from '../components/desk.tsx';
import type { Session } from '../session.ts';

export const officerIn = (session: Session | undefined): Session | undefined =>
  session?.roles.includes('privacy-officer') === true ? session : undefined;

/** A person of ours: whatever they open is told before it is opened. */
export const officerActor = ({ account, subject }: Session): string =>
  `privacy-officer-${account ?? subject}`;

const nav = [
  { label: 'Requests', href: '/officer/' },
  { label: 'Approvals', href: '/officer/approvals' },
  { label: 'Register', href: '/audit/register' },
];

export const officerBar = ({ account, subject }: Session, path = '/officer/'): DeskBarProps => ({
  ...{ role: 'Privacy officer', nav, path },
  who: `${(account ?? subject).slice(0, 8)} · by passkey · what you open is written down first`,
});
