/** Who calls: by the authorization header (RFC 7617 for user and password). */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http2';
import { anonymous, type Principal, system } from './semantics/access.ts';
import type { Users } from './storage/users.ts';
import { HttpError } from './wire/http-error.ts';
import { code, RpcError } from './wire/status.ts';

export type Authenticate = (headers: IncomingHttpHeaders) => Principal | Promise<Principal>;

/** On an insecure server credentials are not even looked at. */
export const everybodyIsSystem: Authenticate = () => system;

/** @param token the operator's, from the file beside the store */
export const authenticator = (users: Users, token: string): Authenticate => {
  const secret = randomBytes(32);
  /** What was proved before, so that one proof serves a client's many calls: keyed hash of header and user's hash */
  const proved = new Set<string>();
  const proofOf = (told: string, hash: string) =>
    createHmac('sha256', secret).update(`${told}\n${hash}`).digest('hex');
  return ({ authorization = '' }) => {
    if (isSame(authorization, `Bearer ${token}`)) return system;
    if (!/^basic /i.test(authorization)) return anonymous;
    const { login, password } = credentialsIn(authorization.slice('basic '.length));
    const found = users.find(login);
    if (found === undefined || found.disabled) throw unauthenticated();
    const principal = { name: login, groups: found.groups };
    const proof = proofOf(authorization, found.hash);
    if (proved.has(proof)) return principal;
    return users.isPassword(found, password).then((right) => {
      if (!right) throw unauthenticated();
      if (proved.size >= mostProofs) proved.clear();
      proved.add(proof);
      return principal;
    });
  };
};

const mostProofs = 10_000;

const unauthenticated = () => new RpcError(code.unauthenticated, 'Unauthenticated');

/** @throws HttpError 500, which is what the original makes of a header that it cannot read */
const credentialsIn = (encoded: string) => {
  if (!/^[A-Za-z0-9+/]+=*$/.test(encoded)) throw new HttpError(500);
  const [, login, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  if (login === undefined || password === undefined) throw unauthenticated();
  return { login, password };
};

const isSame = (told: string, known: string): boolean => {
  const [a, b] = [Buffer.from(told), Buffer.from(known)];
  return a.length === b.length && timingSafeEqual(a, b);
};
