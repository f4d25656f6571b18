/** Letters about a request go to the address that was given with it, or to the one that is known. */
import type { Job } from '../eventsourcing/effect.ts';
import type { Send } from '../eventsourcing/process.ts';
import type { Template } from '../modules/letters/letter.events.ts';
import type { RequestId } from '../modules/privacy/request.events.ts';
import { type Request, request } from '../modules/privacy/request.ts';
import type { Ports, Written } from './ports.ts';
import { post } from './post.ts';

export type RequestIds = { readonly requestId: RequestId };
export type WriteDeps = Pick<Ports, 'stateOf' | 'openAs' | 'mailer' | 'letters' | 'links' | 'contactsOf'>;
type Asked = Exclude<Request, { readonly status: 'none' }>;

/** @returns nothing where nobody knows where to write */
export async function writeAbout(
  { key, ids: { requestId }, context }: Job<RequestIds>,
  template: Template,
  write: (asked: Asked, number: string) => Written | undefined | Promise<Written | undefined>,
  deps: WriteDeps,
): Promise<readonly Send[]> {
  const asked = await deps.stateOf(request, requestId);
  if (asked.status === 'none') return [];
  const [known] = await deps.contactsOf([asked.owner]);
  const contact = asked.contact !== null && asked.kind !== 'correction' ? asked.contact : known;
  const written = contact && (await write(asked, numberOf(asked.number)));
  if (contact === undefined || written === undefined) return [];
  const to = { ref: asked.owner, contact, template, purpose: 'account.access' } as const;
  return post(key, to, written, deps.openAs(context.actor), deps);
}

/** R-0031 */
export const numberOf = (number: number): string => `R-${String(number).padStart(4, '0')}`;
