/** Letters: which went to somebody, and which did not; never what they said. */
import { expect, test } from 'bun:test';
import { letters, lettersTo } from '../../projections/letters.ts';
import { letterId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const about = (name: string, by = 'Ada', template = 'order-confirmed') => ({
  ...{ letterId: letterId(name), template, person: { ref: ref(by) } },
});

test('somebody sees their own, newest first, whether they left or not', async () => {
  const { rows } = await told(
    letters,
    { type: 'LetterSent', ...about('a') },
    { type: 'LetterSent', ...about('b', 'Mary') },
    { type: 'LetterNotSent', ...about('c', 'Ada', 'order-shipped'), because: 'restricted' },
  );
  expect(await lettersTo(rows, ref('Ada'))).toEqual([
    ...([
      {
        letterId: letterId('c'),
        subject: ref('Ada'),
        template: 'order-shipped',
        status: 'not-sent',
        at: at(2),
      },
    ] as const),
    ...([
      {
        letterId: letterId('a'),
        subject: ref('Ada'),
        template: 'order-confirmed',
        status: 'sent',
        at: at(0),
      },
    ] as const),
  ]);
});
