/** Somebody with a browser of their own, and no script: cookies, forms and what they lead to. */
import { z } from 'zod';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import type { Shop } from '../../src/web/shop.ts';
import { type Authenticator, authenticator } from './authenticator.ts';
import { eventually, type OpenedShop } from './opened-shop.ts';
import { mails } from './visitor.ts';

export type Surfer = ReturnType<typeof surfer>;

let networks = 0;

/** Each comes from a network of their own, where the shop stands behind a proxy. */
export function surfer(shop: OpenedShop) {
  const cookies = new Map<string, string>();
  const network = `2001:db8:${(++networks).toString(16)}::1`;

  async function ask(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, shop.url), {
      ...{ method, redirect: 'manual' },
      headers: {
        accept: 'text/html',
        'x-forwarded-for': network,
        ...(cookie === '' ? {} : { cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of answer.headers.getSetCookie()) keep(line);
    return answer;
  }

  function keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/Max-Age=0(;|$)/.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }

  return {
    cookies,
    network,
    ask,
    get: (path: string) => ask('GET', path),
    post: (path: string, fields: Record<string, string> = {}) =>
      ask('POST', path, new URLSearchParams(fields)),
    json: (path: string, body: unknown = {}) =>
      ask('POST', path, JSON.stringify(body), {
        'content-type': 'application/json',
        accept: 'application/json',
      }),
    /** Whoever stole them is this one, too. */
    copy() {
      const thief = surfer(shop);
      for (const [name, value] of cookies) thief.cookies.set(name, value);
      return thief;
    },
  };
}

/** The path that stands in a letter to somebody, once there are so many more than before. */
export async function pathInLetter(
  shop: OpenedShop,
  email: string,
  pattern: RegExp,
  before = 0,
): Promise<string> {
  return eventually(`a letter to ${email}`, async () => {
    const letters = await pathsTo(shop, email, pattern);
    return letters.length > before ? letters[0] : undefined;
  });
}

/** Newest first. */
export const lettersTo = async (shop: OpenedShop, email: string) =>
  (await mails(shop)).filter(({ to }) => to.some((one) => one.toLowerCase() === email.toLowerCase()));

async function pathsTo(shop: OpenedShop, email: string, pattern: RegExp): Promise<readonly string[]> {
  return (await lettersTo(shop, email))
    .flatMap(({ text }) => pattern.exec(text)?.[0] ?? [])
    .map((address) => new URL(address).pathname);
}

export const signInLink = /http\S+\/sign-in\/[\w-]+/;

/** Asks for a link. @returns its path */
export async function linkFor(shop: OpenedShop, who: Surfer, email: string): Promise<string> {
  const before = await pathsTo(shop, email, signInLink);
  await who.post('/sign-in', { email });
  return pathInLetter(shop, email, signInLink, before.length);
}

/** Asks for a link, and follows it. @returns where that leads */
export async function signIn(shop: OpenedShop, who: Surfer, email: string): Promise<string> {
  const path = await linkFor(shop, who, email);
  return (await who.post(path)).headers.get('location') ?? '';
}

/** Somebody whose address the shop knows from before, and who came in by a link. */
export async function knownCustomer(shop: OpenedShop, { lookUp }: Pick<Shop, 'lookUp'>, email: string) {
  await lookUp.give('email', email, SubjectRef.parse(crypto.randomUUID()));
  const who = surfer(shop);
  await signIn(shop, who, email);
  return { ...who, email };
}

const Location = z.object({ location: z.string() });

/** @returns what was answered, and where it leads; nothing where the shop does not even ask */
export async function addPasskey(shop: OpenedShop, who: Surfer, key = authenticator(shop.url)) {
  const options = await who.json('/account/passkeys/options');
  if (!options.ok) return { key, answer: options, location: undefined };
  const answer = await who.json('/account/passkeys', key.register(await options.json()));
  return { key, answer, location: Location.safeParse(await answer.clone().json()).data?.location };
}

export async function signInByPasskey(who: Surfer, key: Authenticator): Promise<Response> {
  const options = await (await who.json('/sign-in/passkey/options')).json();
  return who.json('/sign-in/passkey', key.sign(options));
}
