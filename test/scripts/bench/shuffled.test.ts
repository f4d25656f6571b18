/** What a bench asks one after another must come in an order that nothing can be read from. */
import { expect, test } from 'bun:test';
import { shuffled } from '../../../scripts/bench/shuffled.ts';

test('of all that the dice can say, every order comes of exactly one', () => {
  const orders = [0, 1, 2, 3].flatMap((first) =>
    [0, 1, 2].flatMap((second) =>
      [0, 1].map((third) => {
        const said = [first, second, third, 0];
        return shuffled(['known', 'unknown', 'control', 'other'], () => said.shift() ?? 0).join(' ');
      }),
    ),
  );
  expect(new Set(orders).size).toBe(24);
});

test('each die has as many sides as things are left', () => {
  const sides: number[] = [];
  shuffled(['a', 'b', 'c'], (end) => sides.push(end) * 0);
  expect(sides).toEqual([3, 2, 1]);
});
