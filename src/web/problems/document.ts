/** A problem as a program reads it (RFC 9457). */
import { z } from 'zod';
import { withoutTokens } from '../redacted.ts';
import type { Shop } from '../shop.ts';
import { problemDetail, problemTitle } from './pages.tsx';
import type { Problem } from './problem.ts';

const sentences = z.array(z.string()).readonly();

export const ProblemDocument = z.object({
  type: z.url().describe('names the problem for good; ends in its slug'),
  title: z.string().describe('a sentence for people'),
  status: z.int().min(400).max(599),
  detail: z.string().describe('what it means, and what to do'),
  instance: z.string().describe('the path that was asked, without what opens anything'),
  safe: sentences.optional().describe('what was not lost or changed'),
  errors: z
    .array(z.object({ field: z.string(), says: z.string() }))
    .readonly()
    .optional()
    .describe('which fields, and what is wrong with each'),
  refusal: z
    .object({
      ...{ title: z.string(), because: z.string(), remedy: z.string() },
      countsAgainstQuota: z.literal(false),
    })
    .optional()
    .describe('why a photo is not taken, and what helps'),
  also: z.string().optional(),
});
export type ProblemDocument = z.output<typeof ProblemDocument>;

export function documentOf(
  { publicUrl }: Pick<Shop, 'publicUrl'>,
  request: Request,
  problem: Problem,
): ProblemDocument {
  const { type, status, safe, errors, refusal, also } = problem;
  return {
    type: `${publicUrl}/problems/${type}`,
    title: problemTitle(problem),
    status,
    detail: problemDetail(problem),
    instance: withoutTokens(new URL(request.url).pathname),
    ...(safe && { safe }),
    ...(errors && { errors }),
    ...(refusal && { refusal: { ...refusal, countsAgainstQuota: false } }),
    ...(also && { also }),
  };
}
