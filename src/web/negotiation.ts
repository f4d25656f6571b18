/** What a client has already, and what it can read: how its headers are understood (RFC 9110). */

/** Whether `if-none-match` names it: a list, or `*`, compared weakly (13.1.2, 8.8.3.2). @param etag in its quotes */
export function hasSeen(headers: Headers, etag: string): boolean {
  const told = headers.get('if-none-match')?.trim();
  if (told === undefined) return false;
  return told === '*' || [...told.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, one]) => one === etag);
}

/** Whether `accept-encoding` lets gzip pass (12.5.3): named, or by `*`, and not with a weight of nothing. */
export function takesGzip(headers: Headers): boolean {
  const codings = (headers.get('accept-encoding') ?? '').split(',').map(codingOf);
  const told =
    codings.find(({ name }) => name === 'gzip' || name === 'x-gzip') ??
    codings.find(({ name }) => name === '*');
  return told !== undefined && told.weight > 0;
}

function codingOf(told: string) {
  const [name = '', ...parameters] = told.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? '1'; // 12.4.2
  return { name, weight: Number(weight) };
}
