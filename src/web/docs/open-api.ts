/** Reads what the page needs out of an OpenAPI 3.1 document, and takes nothing in it for granted. */

export type SchemaLine = {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly says: string;
};

/** `type` is its media type; none where it has no body. */
export type Answer = {
  readonly status: string;
  readonly says: string;
  readonly type: string;
  readonly schema: unknown;
};

export type Operation = {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly says: string;
  readonly tag: string;
  readonly parameters: readonly SchemaLine[];
  readonly body?: { readonly type: string; readonly schema: unknown } | undefined;
  readonly answers: readonly Answer[];
};

export type Described = {
  readonly title: string;
  readonly version: string;
  readonly says: string;
  /** What every operation may answer instead (RFC 9457); told once. */
  readonly problem: unknown;
  readonly groups: readonly { readonly name: string; readonly operations: readonly Operation[] }[];
};

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Grouped by the first tag, in the order of the document. */
export function operationsOf(document: unknown): Described {
  const info = at(document, 'info');
  const all = entries(at(document, 'paths')).flatMap(([path, item]) =>
    entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => operationOf(path, method, operation)),
  );
  const names = [...new Set(all.map(({ tag }) => tag))];
  return {
    title: text(at(info, 'title'), 'Interface for programs'),
    version: text(at(info, 'version'), '1'),
    says: text(at(info, 'description'), 'Everything that the pages do, a program can do as well.'),
    problem: at(at(at(document, 'components'), 'schemas'), 'Problem'),
    groups: names.map((name) => ({ name, operations: all.filter(({ tag }) => tag === name) })),
  };
}

function operationOf(path: string, method: string, operation: unknown): Operation {
  const [type, media] = entries(at(at(operation, 'requestBody'), 'content'))[0] ?? [];
  return {
    method,
    path,
    summary: text(at(operation, 'summary')),
    says: text(at(operation, 'description')),
    tag: text(list(at(operation, 'tags'))[0], 'other'),
    parameters: list(at(operation, 'parameters')).map(parameterOf),
    body: type === undefined ? undefined : { type, schema: at(media, 'schema') },
    answers: entries(at(operation, 'responses')).map(answerOf),
  };
}

function answerOf([status, answer]: readonly [string, unknown]): Answer {
  const [type = '', media] = entries(at(answer, 'content'))[0] ?? [];
  return { status, says: text(at(answer, 'description'), 'as said'), type, schema: at(media, 'schema') };
}

const parameterOf = (parameter: unknown): SchemaLine => ({
  name: text(at(parameter, 'name')),
  type: typeOf(at(parameter, 'schema')),
  required: at(parameter, 'required') === true,
  says: text(at(parameter, 'description'), text(at(parameter, 'in'))),
});

/** The fields of an object, one line each; of nested objects, with a dot; of one shape or another, those of all. */
export function schemaLines(schema: unknown, prefix = ''): readonly SchemaLine[] {
  const shapes = [schema, ...eitherOf(schema)]
    .map((one) => ownLines(one, prefix))
    .filter((lines) => lines.length > 0);
  const byName = Map.groupBy(shapes.flat(), ({ name }) => name);
  return [...byName].map(([name, lines]) => ({
    name,
    type: [...new Set(lines.map(({ type }) => type))].join(' | '),
    required: lines.length >= shapes.length && lines.every(({ required }) => required),
    says: lines.find(({ says }) => says !== '')?.says ?? '',
  }));
}

function ownLines(schema: unknown, prefix: string): readonly SchemaLine[] {
  const required = list(at(schema, 'required'));
  return entries(at(schema, 'properties')).flatMap(([name, field]) => [
    {
      name: `${prefix}${name}`,
      type: typeOf(field),
      required: required.includes(name),
      says: text(at(field, 'description')),
    },
    ...schemaLines(
      at(field, 'items') ?? field,
      `${prefix}${name}${at(field, 'items') === undefined ? '' : '[]'}.`,
    ),
  ]);
}

function typeOf(schema: unknown): string {
  const values = list(at(schema, 'enum'));
  if (values.length > 0) return values.map(String).join(' | ');
  const either = eitherOf(schema);
  if (either.length > 0) return either.map(typeOf).join(' | ');
  if (at(schema, 'const') !== undefined) return JSON.stringify(at(schema, 'const'));
  const type = at(schema, 'type');
  if (type === 'array') return `${typeOf(at(schema, 'items'))}[]`;
  const plain = Array.isArray(type) ? type.map(String).join(' | ') : text(type, 'object');
  const format = text(at(schema, 'format'));
  return format === '' ? plain : `${plain} (${format})`;
}

const eitherOf = (schema: unknown) => [...list(at(schema, 'anyOf')), ...list(at(schema, 'oneOf'))];
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);
const entries = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown, otherwise = ''): string => (typeof value === 'string' ? value : otherwise);
