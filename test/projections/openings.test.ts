/** Who opened what of somebody, for what: each kind once, at its latest. */
import { expect, test } from 'bun:test';
import { openingsByPerson, openingsOf } from '../../projections/openings.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const opened = (by: string, { of = 'Ada', category = 'contact' } = {}) => ({
  ...{ type: 'DataOpened', person: { ref: ref(of) }, category, openedFor: 'order.fulfilment', by },
});

test('somebody sees what was opened of them, the latest first', async () => {
  const { rows } = await told(
    openingsByPerson,
    opened('staff-7'),
    opened('staff-7', { of: 'Mary' }),
    opened('print-lab'),
  );
  expect(await openingsOf(rows, ref('Ada'))).toMatchObject([
    { subject: ref('Ada'), category: 'contact', openedFor: 'order.fulfilment', by: 'print-lab', at: at(2) },
    { by: 'staff-7', at: at(0) },
  ]);
});

test('the same again is one row, at the time of the last', async () => {
  const { rows } = await told(
    openingsByPerson,
    opened('staff-7'),
    opened('staff-7', { category: 'order.delivery' }),
    opened('staff-7'),
  );
  expect(await openingsOf(rows, ref('Ada'))).toMatchObject([
    { category: 'contact', at: at(2) },
    { category: 'order.delivery', at: at(1) },
  ]);
});
