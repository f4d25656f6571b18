/** The page of the interface for programs is drawn from whatever document there is. */
import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { operationsOf, schemaLines } from '../../src/web/docs/open-api.ts';

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

test('no document makes it fail', () => {
  fc.assert(fc.property(fc.anything(), (document) => void operationsOf(document)));
  fc.assert(fc.property(fc.anything(), (schema) => void schemaLines(schema)));
});
