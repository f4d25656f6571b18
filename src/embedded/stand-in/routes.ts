/** A stand-in's table of routes: `:name` stands for one segment of the path. */
import type { Ask, Reply } from './http.ts';

export type Go = (ask: Ask, names: Readonly<Record<string, string>>) => Promise<Reply> | Reply;
export type Route = readonly [method: string, path: string, go: Go];

/** @param ignoreCase some servers tell `/Orders` from `/orders`, and some do not */
export function router(routes: readonly Route[], ignoreCase = false) {
  const table = routes.map(([method, path, go]) => ({ method, pattern: patternOf(path, ignoreCase), go }));
  return (ask: Ask): Promise<Reply> | Reply | 'no-such-path' | 'no-such-method' => {
    const found = table.filter(({ pattern }) => pattern.test(ask.path));
    const route = found.find(({ method }) => method === ask.method);
    if (route === undefined) return found.length === 0 ? 'no-such-path' : 'no-such-method';
    return route.go(ask, namesOf(route.pattern, ask.path));
  };
}

const patternOf = (path: string, ignoreCase: boolean): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`, ignoreCase ? 'i' : '');

function namesOf(pattern: RegExp, path: string): Readonly<Record<string, string>> {
  const groups = pattern.exec(path)?.groups ?? {};
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decoded(value)]));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // not well-formed: then it names nothing we have
  }
}
