/** Who calls: by the authorization header. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http2';
import { anonymous, operator, type Principal } from './semantics/access.ts';

/** @param token the operator's, from the file beside the store */
export const authenticator =
  (token: string) =>
  ({ authorization }: IncomingHttpHeaders): Principal =>
    authorization !== undefined && isSame(authorization, `Bearer ${token}`) ? operator : anonymous;

const isSame = (told: string, known: string): boolean => {
  const [a, b] = [Buffer.from(told), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
};
