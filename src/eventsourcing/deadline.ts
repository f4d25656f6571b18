/** Nothing waits for ever: a server that stands still is a fault with a code, as one that is gone. */
import { Fault } from './fault.ts';

/** @throws Fault event-store/unavailable; what was asked for may happen all the same */
export async function within<T>(timeoutMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault('event-store/unavailable', { what, timeoutMs })), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
