/**
 * Unwrapped keys, for a moment: an opening need not ask the database each time. What is condemned anywhere is told to
 * every process, and leaves; where the telling fails, it leaves by its age.
 */
import type { ActiveKey, Scope } from './vault.ts';

/** The longest that a process which hears nothing can open what was condemned elsewhere: an erasure waits for it. */
export const cacheMs = 2_000;
const keysMax = 10_000;

type Entry = { readonly key: ActiveKey; readonly until: number };

export type KeyCache = ReturnType<typeof keyCache>;

/** @param nowMs monotonic */
export function keyCache(nowMs: () => number = () => performance.now()) {
  const byKid = new Map<string, Entry>();
  const kids = new Map<string, string>(); // by scope: what seals
  let evictions = 0;
  return { find, ofScope, evictions: () => evictions, put, putLatest, evict, clear };

  function find(kid: string): ActiveKey | undefined {
    const entry = byKid.get(kid);
    return entry !== undefined && nowMs() < entry.until ? entry.key : undefined;
  }

  function ofScope(scope: Scope): ActiveKey | undefined {
    return find(kids.get(nameOf(scope)) ?? '');
  }

  /** @param asOf `evictions()` before it was read: what was condemned since then does not come in. */
  function put(key: ActiveKey, asOf: number): void {
    if (asOf !== evictions) return;
    const [oldest] = byKid.size < keysMax ? [] : byKid.values();
    if (oldest !== undefined) drop(oldest.key);
    byKid.set(key.kid, { key, until: nowMs() + cacheMs });
  }

  /** The newest of its scope; one that was only opened never seals, since a newer one may be there. */
  function putLatest(key: ActiveKey, asOf: number): void {
    put(key, asOf);
    if (asOf === evictions) kids.set(nameOf(key), key.kid);
  }

  function evict(subject: string): void {
    evictions++;
    for (const { key } of byKid.values()) if (key.subject === subject) drop(key);
  }

  function clear(): void {
    evictions++;
    byKid.clear();
    kids.clear();
  }

  function drop(key: ActiveKey): void {
    byKid.delete(key.kid);
    if (kids.get(nameOf(key)) === key.kid) kids.delete(nameOf(key));
  }
}

const nameOf = ({ subject, category, item }: Scope): string => JSON.stringify([subject, category, item]);
