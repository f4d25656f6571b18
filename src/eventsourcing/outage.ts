/** Whether a failure is the world's, and passes, or the event's own, and stays. */
import { Fault, type FaultCode } from './fault.ts';

/** @returns true for what the same call may do later: a server that is gone, a lock, a full disk */
export function isOutage(error: unknown): boolean {
  if (error instanceof Fault) return passing.has(error.code);
  const code = codeOf(error);
  if (code === undefined || code.startsWith('ERR_')) return false; // an engine's or a library's: about what it was given
  return !/^(22|23|54)\w{3}$/.test(code); // SQLSTATE: data, constraints, limits of the program
}

const passing: ReadonlySet<FaultCode> = new Set([
  ...(['event-store/unavailable', 'handle/contended', 'provider/unavailable'] as const),
]);

/** For logs and for people: of an error that is not ours its name and code alone, since its text may name somebody. */
export function reasonOf(error: unknown): string {
  if (error instanceof Fault || isMistake(error)) return error.message;
  const name = error instanceof Error ? error.name : typeof error;
  return [name, codeOf(error)].filter(Boolean).join(' ');
}

const isMistake = (error: unknown): error is Error =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
