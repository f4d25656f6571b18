/** Bodies as Stripe's clients write them. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { decoded, type Value } from '../../../src/embedded/stripe/form.ts';

const written = (value: Value, name: string): readonly (readonly [string, string])[] =>
  typeof value === 'string'
    ? [[name, value]]
    : Object.entries(value).flatMap(([inner, more]) =>
        written(more, name === '' ? inner : `${name}[${inner}]`),
      );
const parse = (body: string) => decoded(new URLSearchParams(body));

const name = fc
  .string({ minLength: 1, maxLength: 8 })
  .filter((text) => !/[[\]]/.test(text) && text !== '__proto__');
const { tree } = fc.letrec<{ tree: Value; leaf: string }>((tie) => ({
  leaf: fc.string(),
  tree: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 3 }),
  ),
}));

describe('a form', () => {
  test('that was written from groups reads as the same groups', () => {
    fc.assert(
      fc.property(fc.dictionary(name, tree, { minKeys: 1 }), (fields) => {
        const body = new URLSearchParams(written(fields, '').map(([name, value]) => [name, value]));
        expect(decoded(body)).toEqual({ ...fields });
      }),
    );
  });

  test('counts on in a list without numbers', () => {
    expect(parse('expand[]=a&expand[]=b')).toEqual({ expand: { 0: 'a', 1: 'b' } });
  });

  test.each(['a=1&a=2', 'a=1&a[b]=2', 'a[b]=1&a=2', '[a]=1', '=1'])(
    'that is malformed is refused: %s',
    (body) => {
      expect(parse(body)).toBeUndefined();
    },
  );

  test('of endless length is refused', () => {
    expect(parse(Array.from({ length: 501 }, (_, at) => `a${at}=1`).join('&'))).toBeUndefined();
  });

  test('changes no prototype', () => {
    parse('__proto__[polluted]=1&constructor[prototype][polluted]=1');
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object(1).polluted).toBeUndefined();
  });
});
