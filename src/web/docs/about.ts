/** What the OpenAPI document says of a route: what it is for, what it answers, and that it may answer with a problem. */
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

/** JSON of a shape; or what is no JSON, by its media type. */
type Answer = z.ZodType | string;
/** By status: what is answered when nothing is wrong. */
export type Answers = Readonly<Record<number, Answer>>;

export const about = (tag: string, summary: string, answers: Answers) => ({
  detail: {
    ...{ summary, tags: [tag] },
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, one]) => [status, answerOf(status, one)])),
      default: problem,
    },
  },
});

const answerOf = (status: string, answer: Answer) =>
  typeof answer === 'string'
    ? described(STATUS_CODES[status], answer, { type: 'string' })
    : described(answer.description ?? STATUS_CODES[status], 'application/json', jsonSchema(answer));

const described = (description = '', type: string, schema: object) => ({
  ...{ description, content: { [type]: { schema } } },
});

const problem = described('A problem (RFC 9457)', 'application/problem+json', {
  $ref: '#/components/schemas/Problem',
});

/**
 * As it stands inside of the document, which names its dialect once (OpenAPI 3.1, 4.8.24).
 * @param io of what is sent to us, `input`: what has a default may be left out
 */
export function jsonSchema(shape: z.ZodType, io: 'input' | 'output' = 'output'): object {
  const { $schema: _, '~standard': __, ...schema } = z.toJSONSchema(shape, { io, override: plainly });
  return schema;
}

/** Without what says nothing to a reader: a format's own pattern, the bounds of every integer, arrays being fixed. */
function plainly({ jsonSchema: said }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  delete said.readOnly;
  if (said.format !== undefined) delete said.pattern;
  if (said.minimum === Number.MIN_SAFE_INTEGER) delete said.minimum;
  if (said.maximum === Number.MAX_SAFE_INTEGER) delete said.maximum;
}
