/** Who may see a stand-in's pages: a browser on this machine that was given the token which `start` prints. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Answer, Ask } from './http.ts';
import { html, page } from './page.ts';

export type Door = {
  /** Nothing: come in. An answer: not like this, or not yet. */
  readonly admit: (ask: Ask) => Answer | undefined;
  /** The token that opens one page and those below it, for a person who was sent there. */
  readonly tokenOf: (path: string) => string;
};

const safe = new Set(['GET', 'HEAD']);

/**
 * `Host` against DNS rebinding, `Origin` against other sites' forms, the token against everybody else.
 * @param root the path all pages lie under; the cookie is named after it, since cookies ignore ports
 */
export function door(token: string, root: string, port: () => number): Door {
  const hosts = () => [`127.0.0.1:${port()}`, `localhost:${port()}`];
  const tokenOf = (path: string) => createHmac('sha256', token).update(path).digest('base64url');
  const cookie = root.slice(1).replaceAll('/', '_');
  /** The whole token opens everything; a path's own opens that path. */
  const opens = (shown: string, path: string) =>
    same(shown, token) || ancestors(path, root).some((above) => same(shown, tokenOf(above)));

  return {
    tokenOf,
    admit: (ask) => {
      if (!hosts().includes(ask.header('host') ?? '')) return text(421, 'this server has another name');
      const bearer = ask.header('authorization')?.match(/^Bearer (.+)$/)?.[1];
      if (bearer !== undefined) return opens(bearer, ask.path) ? undefined : text(401, 'a wrong token');

      if (!safe.has(ask.method) && !hosts().some((host) => ask.header('origin') === `http://${host}`))
        return text(403, 'this form was sent from another site');
      const shown = ask.query.get('token');
      if (shown !== null && opens(shown, ask.path))
        return moved(ask, `${cookie}=${shown}`, root, same(shown, token));
      return cookies(ask, cookie).some((kept) => opens(kept, ask.path)) ? undefined : askForToken(ask.path);
    },
  };
}

const text = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

const hash = (value: string) => createHash('sha256').update(value).digest();
const same = (a: string, b: string) => timingSafeEqual(hash(a), hash(b));

/** `/sandbox/pay/cs_1/refund` → itself, `/sandbox/pay/cs_1`; the root has no token of its own. */
function ancestors(path: string, root: string): readonly string[] {
  const above = path.slice(0, path.lastIndexOf('/'));
  return path.length <= root.length ? [] : [path, ...ancestors(above, root)];
}

/** The token leaves the address bar, the history and the `Referer` at once. */
function moved(ask: Ask, cookie: string, root: string, whole: boolean): Answer {
  const query = new URLSearchParams(ask.query);
  query.delete('token');
  const rest = query.size === 0 ? '' : `?${query}`;
  const path = whole ? root : ask.path;
  return {
    status: 303,
    headers: { location: ask.path + rest, 'set-cookie': `${cookie}; Path=${path}; HttpOnly; SameSite=Lax` },
  };
}

const cookies = (ask: Ask, name: string): readonly string[] =>
  (ask.header('cookie') ?? '')
    .split(/;\s*/)
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));

const askForToken = (path: string): Answer =>
  page({
    status: 401,
    title: 'The token, please',
    lead: 'This stand-in shows its pages to whoever started the shop. The token is printed there at the start.',
    body: html`<form method="get" action="${path}" class="sheet">
      <label for="token">Token</label> <input id="token" name="token" autocomplete="off" required>
      <button>Open</button>
    </form>`,
  });
