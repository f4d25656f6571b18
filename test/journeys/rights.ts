/** What journeys about rights share: the code from the e-mail, and a request until it is answered. */
import { z } from 'zod';
import { eventually, type OpenedShop } from './opened-shop.ts';
import { mails, type visitor } from './visitor.ts';

export type Visitor = Awaited<ReturnType<typeof visitor>>;

/** @returns '' where no code is needed */
export async function codeFor(shop: OpenedShop, who: Visitor, email?: string): Promise<string> {
  const asked = await who.ask('POST', '/privacy/codes');
  if (asked.status !== 202) return '';
  return eventually('the code', async () => {
    const letters = await mails(shop);
    const letter = letters.find(
      ({ subject, to }) => subject.startsWith('Your code') && (email === undefined || to.includes(email)),
    );
    return /\b\d{8}\b/.exec(letter?.text ?? '')?.[0];
  });
}

const Request = z.object({
  request: z.string(),
  status: z.string(),
  kind: z.string(),
  dueOn: z.string(),
  acknowledgedAt: z.string().nullable(),
  outcome: z.string().nullable(),
  link: z.string(),
  copy: z.object({ is: z.string(), url: z.string().optional(), until: z.string().optional() }).optional(),
});
export type RequestSeen = z.output<typeof Request>;

export const requestIn = async (answer: Response): Promise<RequestSeen> => Request.parse(await answer.json());

/** Waits until a request stands so. */
export async function untilRequest(
  who: Visitor,
  id: string,
  holds: (request: RequestSeen) => boolean,
): Promise<RequestSeen> {
  return eventually('the request', async () => {
    const request = await requestIn(await who.ask('GET', `/privacy/requests/${id}`));
    return holds(request) ? request : undefined;
  });
}
