/** The fields of a form that was posted without a file; the last value of each name counts. */
import { textUpTo } from './body-limit.ts';

const bytesMax = 100_000;

export type Fields = { readonly [name: string]: string | undefined };

/** @returns undefined if this is no such form, or an endless one */
export async function formFields(request: Request): Promise<Fields | undefined> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return undefined;
  const text = await textUpTo(request, bytesMax);
  if (text === undefined) return undefined;
  return Object.fromEntries(new URLSearchParams(text));
}
