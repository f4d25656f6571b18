/** A path without what opens anything: answers and log lines are copied into tickets, and read by everybody. */

/** Tokens have 22 characters and more (128 bits in base64url); no word in a path of ours is as long, and ids open nothing. */
const token = /(?<=\/)(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\/|$))[^/]{22,}(?=\/|$)/g;
const id = /(?<=\/)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\/|$)/g;
const lengthMax = 200;

/** For whoever asked: with the ids that they sent. */
export const withoutTokens = (pathname: string): string => pathname.replace(token, '…').slice(0, lengthMax);

/** For the log. */
export const redacted = (pathname: string): string => withoutTokens(pathname).replace(id, ':id');
