/** What the OpenAPI document says of the answers, held against the answers that come. */
import { z } from 'zod';
import type { OpenedShop } from './opened-shop.ts';

const Media = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }));
const Operation = z.object({ responses: z.record(z.string(), z.object({ content: Media })) });
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.object({ Problem: z.record(z.string(), z.unknown()) }) }),
});

export async function describedAnswers({ url }: Pick<OpenedShop, 'url'>) {
  const { paths, components } = Document.parse(await (await fetch(`${url}/docs/json`)).json());
  const problem = z.fromJSONSchema(components.schemas.Problem);
  const shapes = new Map<string, z.ZodType>();
  for (const [path, item] of Object.entries(paths))
    for (const [method, { responses }] of Object.entries(item))
      for (const [status, { content }] of Object.entries(responses)) {
        const schema = content['application/json']?.schema;
        if (schema !== undefined) shapes.set(nameOf(method, path, status), z.fromJSONSchema(schema));
      }
  const documented = new Set(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  );
  const fitted = new Set<string>();

  return {
    shapes: [...shapes.keys()],
    /** Those that an answer fitted. */
    fitted,
    /** @returns what of the answer is not as the document says; nothing of an answer that it does not tell of */
    wrongIn(method: string, path: string, answer: Response, body: unknown): readonly string[] {
      const name = nameOf(method, path.replaceAll(/:(\w+)/g, '{$1}'), String(answer.status));
      const isProblem = answer.headers.get('content-type')?.includes('problem+json') === true;
      if (!isProblem && !documented.has(name.slice(0, -4))) return [];
      const shape = isProblem ? problem : shapes.get(name);
      if (shape === undefined) return [`${name}: not described`];
      const { success, error } = shape.safeParse(body);
      if (success) fitted.add(name);
      return (error?.issues ?? []).map((issue) => `${name}: ${issue.path.join('.')}: ${issue.message}`);
    },
  };
}

const nameOf = (method: string, path: string, status: string) => `${method.toUpperCase()} ${path} ${status}`;
