/** The page of the interface for programs is drawn from whatever document there is. */
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { routesOf } from '../../src/web/app.ts';
import { operationsOf, schemaLines } from '../../src/web/docs/open-api.ts';
import { nowhere } from './nowhere.ts';

test('operations stand in groups, in the order of the document', () => {
  const { groups } = operationsOf({
    paths: {
      '/a': { get: { tags: ['one'], summary: 'A' }, parameters: [] },
      '/b': { post: { tags: ['two'] }, delete: { tags: ['one'] } },
    },
  });
  expect(
    groups.map(({ name, operations }) => [name, operations.map(({ method, path }) => `${method} ${path}`)]),
  ).toEqual([
    ['one', ['get /a', 'delete /b']],
    ['two', ['post /b']],
  ]);
});

test('fields of nested objects and of lists are told with their way', () => {
  const lines = schemaLines({
    properties: {
      items: { type: 'array', items: { properties: { portrait: { type: 'string', format: 'uuid' } } } },
    },
    required: ['items'],
  });
  expect(lines.map(({ name, type, required }) => [name, type, required])).toEqual([
    ['items', 'object[]', true],
    ['items[].portrait', 'string (uuid)', false],
  ]);
});

test('one shape or another is told with the fields of both, each once', () => {
  const one = { properties: { is: { const: 'ready' }, url: { type: 'string' } }, required: ['is', 'url'] };
  const other = { properties: { is: { const: 'preparing' }, done: { type: 'integer' } }, required: ['is'] };
  const nested = schemaLines({ properties: { copy: { anyOf: [one, { type: 'null' }] } } });
  expect(
    schemaLines({ anyOf: [one, other] }).map(({ name, type, required }) => [name, type, required]),
  ).toEqual([
    ['is', '"ready" | "preparing"', true],
    ['url', 'string', false],
    ['done', 'integer', false],
  ]);
  expect(nested.map(({ name }) => name)).toEqual(['copy', 'copy.is', 'copy.url']);
});

describe('the document of the shop', async () => {
  const answer = await routesOf(nowhere).handle(new Request('http://localhost/docs/json'));
  const { groups, problem } = operationsOf(await answer.json());
  const operations = groups.flatMap((group) => group.operations);

  test('says of every operation what it answers, and that it may be a problem', () => {
    expect(operations.length).toBeGreaterThan(30);
    const types = ['application/json', 'text/event-stream', 'text/plain'];
    for (const { method, path, answers } of operations) {
      const [first, ...others] = answers;
      expect([method, path, types.includes(first?.type ?? ''), first?.status.slice(0, 1)]).toEqual([
        ...[method, path, true, '2'],
      ]);
      expect([method, path, others.at(-1)?.status]).toEqual([method, path, 'default']);
    }
  });

  test('says once what a problem is (RFC 9457)', () => {
    expect(schemaLines(problem).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['type', 'title', 'status', 'detail', 'instance', 'errors[].field']),
    );
  });

  test('says of what is sent to it that a default may be left out', () => {
    const order = operations.find(({ method, path }) => method === 'post' && path === '/api/v1/orders');
    const optional = schemaLines(order?.body?.schema).filter(({ required }) => !required);
    expect(optional.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['items[].quantity', 'currency']),
    );
  });
});

test('no document makes it fail', () => {
  fc.assert(fc.property(fc.anything(), (document) => void operationsOf(document)));
  fc.assert(fc.property(fc.anything(), (schema) => void schemaLines(schema)));
});
