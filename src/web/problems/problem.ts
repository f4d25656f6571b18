/** What went wrong, for a program (RFC 9457) and for a page. Only this room knows status codes. */
import { Fault, type FaultCode } from '../../eventsourcing/fault.ts';
import { takesPhotos } from '../body-limit.ts';
import type { FieldError, Refusal } from '../components/shapes.ts';

export type Problem = {
  readonly status: number;
  /** A slug; `https://…/problems/<slug>` names it for good. */
  readonly type: string;
  /** A sentence for people. */
  readonly title?: string;
  readonly safe?: readonly string[];
  readonly errors?: readonly FieldError[];
  readonly refusal?: Refusal;
  readonly also?: string;
  readonly retryAfterSeconds?: number;
  /** The methods that the address answers to. */
  readonly allow?: readonly string[];
};

type Answer = { readonly status: 409 | 410 | 500 | 502 | 503; readonly retryAfterSeconds?: number };

/** Faults that are not ours to hide: somebody else was first, a thing is erased, a dependency is down. */
const answers: Partial<Record<FaultCode, Answer>> = {
  'handle/contended': { status: 503, retryAfterSeconds: 1 },
  'event-store/unavailable': { status: 503, retryAfterSeconds: 30 },
  'provider/unavailable': { status: 503, retryAfterSeconds: 30 },
  'provider/refused': { status: 502 },
  'vault/fenced': { status: 410 },
  'account/closed': { status: 410 },
};

export function problemOf(error: unknown): Problem {
  if (error instanceof Fault) {
    const { status, ...retry } = answers[error.code] ?? { status: 500 };
    return { status, type: error.code.replace('/', '-'), ...retry };
  }
  if (isLostConnection(error)) return { status: 503, type: 'store-unavailable', retryAfterSeconds: 30 };
  return { status: 500, type: 'fault' };
}

/** A driver's own words for a server that is gone: a code of the system, or of PostgreSQL (class 08, 57P). */
function isLostConnection(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^(ECONN|EPIPE|ETIMEDOUT|CONNECTION_|CONNECT_TIMEOUT|08|57P)/.test(code);
}

export const notFound: Problem = { status: 404, type: 'not-found' };
const tooLarge: Problem = { status: 413, type: 'too-large' };
/** For a photo in the words of its status; elsewhere nobody has a photo to shrink. */
export const tooLong = (request: Request): Problem =>
  takesPhotos(request)
    ? tooLarge
    : {
        ...{ ...tooLarge, title: 'That was more than is read at this address.' },
        safe: [
          'Nothing was changed.',
          'Send a shorter text: at most 1 MB is read here, and of a form 100 kB.',
        ],
      };
/** RFC 9110, 15.5.6. @param allow the methods that there are */
export const noSuchMethod = (allow: readonly string[]): Problem => ({
  ...{ status: 405, type: 'method-not-allowed', allow },
  also: `This address answers to ${allow.join(', ')}.`,
});
/** A host that is none (RFC 9112, 3.2). */
export const noAddress: Problem = {
  ...{ status: 400, type: 'malformed', title: 'This was sent to an address that cannot be read.' },
  safe: ['Nothing was changed.', 'Copy the address whole, and send it again.'],
};
/** There is such a thing, and what pages read does not know of it yet. */
export const catchingUp: Problem = {
  ...{ status: 503, type: 'catching-up', title: 'This is not ready to be shown yet.', retryAfterSeconds: 2 },
  safe: ['It is written down, and nothing of it is lost.', 'Look again in a moment.'],
};
export const forbidden: Problem = { status: 403, type: 'forbidden' };
export const signInNeeded: Problem = { status: 401, type: 'sign-in-needed', title: 'Sign in first.' };
/** RFC 6750, 3.1 */
export const readingOnly: Problem = {
  ...{ status: 403, type: 'insufficient-scope', title: 'This token reads, and changes nothing.' },
  safe: ['Nothing was changed.'],
};
/** @param things what there were many of */
export const tooManyOf = (things: string, type: string): Problem => ({
  ...{ status: 429, type, retryAfterSeconds: 3600 },
  title: `There were many ${things} from your network. Wait an hour, then send it again.`,
});
export const gone: Problem = { status: 410, type: 'erased' };
export const invalid = (errors: readonly FieldError[]): Problem => ({ status: 422, type: 'invalid', errors });
