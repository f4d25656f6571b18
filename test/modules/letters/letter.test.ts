/** Letters: one leaves once, or is given up once, and what it said is nowhere. */
import { describe, test } from 'bun:test';
import { letter } from '../../../src/modules/letters/letter.ts';
import { given } from '../../given.ts';
import { ref } from '../../shop.ts';
import { letterId } from '../facts.ts';

const about = { letterId: letterId('a'), template: 'order-confirmed', person: { ref: ref('Ada') } } as const;
const sent = { type: 'LetterSent', ...about } as const;
const notSent = { type: 'LetterNotSent', ...about, because: 'erased' } as const;
const record = { ...sent, type: 'RecordSending' } as const;
const giveUp = { ...notSent, type: 'RecordNotSending' } as const;

describe('a letter', () => {
  test('leaves', () => given(letter).when(record).emits(sent));
  test('once', () => given(letter, sent).when(record).refuses('letter-already-done'));
  test('does not leave, and says why', () => given(letter).when(giveUp).emits(notSent));
  test('and is given up once', () => given(letter, notSent).when(giveUp).refuses('letter-already-done'));
  test('that left is not given up', () => given(letter, sent).when(giveUp).refuses('letter-already-done'));
  test('that was given up does not leave later', () =>
    given(letter, notSent).when(record).refuses('letter-already-done'));
});
