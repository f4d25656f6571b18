/** Every event that the program declares, and what its fields may hold: read from the schemas themselves. */
import { join } from 'node:path';
import { Glob } from 'bun';
import { z } from 'zod';
import { BlobRef, Slot } from '../../src/personal-data/opaque.ts';
import type { Declared } from '../../src/personal-data/personal.ts';

/** One value of an event: `buyer.contact`, `lines.style`. */
export type Leaf = { readonly path: string; readonly schema: z.ZodType };
export type DeclaredEvent = {
  readonly type: string;
  readonly file: string;
  readonly fields: readonly string[];
  readonly leaves: readonly Leaf[];
};

const isDeclared = (exported: unknown): exported is Declared =>
  typeof exported === 'object' && exported !== null && 'upcasts' in exported && 'schema' in exported;

export const declaredEvents: readonly DeclaredEvent[] = await read();

async function read(): Promise<readonly DeclaredEvent[]> {
  const files = [...new Glob('src/modules/**/*.events.ts').scanSync('.')].sort();
  const found: DeclaredEvent[] = [];
  for (const file of [...files, 'src/personal-data/forgetting.ts']) {
    const exported: Readonly<Record<string, unknown>> = await import(join(process.cwd(), file));
    for (const { type, schema } of Object.values(exported).filter(isDeclared))
      found.push({ type, file, fields: Object.keys(schema.shape), leaves: leavesOf(schema) });
  }
  return found;
}

/** Whatever a schema is made of, down to the values that stand in the log. */
export function leavesOf(schema: unknown, path = ''): readonly Leaf[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, inner]) =>
      leavesOf(inner, path === '' ? name : `${path}.${name}`),
    );
  if (schema instanceof z.ZodArray) return leavesOf(schema.element, path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => leavesOf(option, path));
  const isWrapped =
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodDefault;
  if (isWrapped) return leavesOf(schema.unwrap(), path);
  if (schema instanceof z.ZodType) return [{ path, schema }];
  throw new Error(`${path} is no schema`);
}

const stored = new Slot({ kid: 'k', eventId: 'e', slot: 's', jwe: 'j' });

/** Of a personal value, as what is stored of it comes back. */
export function categoryOf({ schema }: Leaf): string | undefined {
  if (!(schema instanceof z.ZodTransform)) return undefined;
  const back: unknown = schema.parse(stored);
  return typeof back === 'object' && back !== null && 'category' in back ? String(back.category) : undefined;
}

export const isBlob = ({ schema }: Leaf): boolean => schema === BlobRef;
