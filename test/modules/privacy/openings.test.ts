/** Openings: each kind is written down once for a person and an hour, and never what was read. */
import { describe, expect, test } from 'bun:test';
import { Role } from '../../../src/modules/accounts/account.events.ts';
import { DataOpened, isOurs } from '../../../src/modules/privacy/openings.events.ts';
import { openings } from '../../../src/modules/privacy/openings.ts';
import { given } from '../../given.ts';
import { ref } from '../../shop.ts';

const opened = DataOpened.schema.parse({
  ...{ type: 'DataOpened', person: { ref: ref('Ada') }, category: 'contact' },
  ...{ openedFor: 'order.fulfilment', by: 'write-when-order-confirmed' },
});
const record = { ...opened, type: 'RecordOpening' } as const;
const others = DataOpened.schema.shape;

describe('an opening', () => {
  test('is told', () => given(openings).when(record).emits(opened));
  test('once', () => given(openings, opened).when(record).refuses('opening-already-told'));
  test('by somebody else is another', () => {
    const by = others.by.parse('desk-7');
    return given(openings, opened)
      .when({ ...record, by })
      .emits({ ...opened, by });
  });
  test('of something else is another', () => {
    const category = others.category.parse('order.delivery');
    return given(openings, opened)
      .when({ ...record, category })
      .emits({ ...opened, category });
  });
  test('for something else is another', () => {
    const openedFor = others.openedFor.parse('claims.defence');
    return given(openings, opened)
      .when({ ...record, openedFor })
      .emits({ ...opened, openedFor });
  });
});

test('whoever sits at a desk or on the command line is one of ours; a buyer, a link and a process are not', () => {
  for (const role of Role.options) expect(isOurs(`${role}-${ref('Grace')}`)).toBe(true);
  for (const one of ['command-line', 'privacy-officer']) expect(isOurs(one)).toBe(true);
  for (const one of ['session-1f', 'holder-of-order', 'print-lab', 'write-when-order-confirmed', 'look-up'])
    expect(isOurs(one)).toBe(false);
});
