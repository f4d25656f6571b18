/** How often something was opened, by whom and for what: for an auditor, who is told of nobody. */
import { expect, test } from 'bun:test';
import { countedOpenings, openingsCounted } from '../../projections/openings-counted.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const opened = (by: string, of = 'Ada', openedFor = 'order.fulfilment') => ({
  ...{ type: 'DataOpened', person: { ref: ref(of) }, category: 'contact', openedFor, by },
});

test('openings of all people are counted together, by who opened and what for, the most frequent first', async () => {
  const { rows } = await told(
    openingsCounted,
    ...[
      opened('staff-7'),
      opened('write-when-order-confirmed'),
      opened('staff-9', 'Mary'),
      opened('staff-7'),
    ],
    opened('staff-7', 'Ada', 'claims.defence'),
  );
  expect(await countedOpenings(rows)).toMatchObject([
    {
      role: 'staff',
      openedFor: 'order.fulfilment',
      category: 'contact',
      times: 3,
      firstAt: at(0),
      lastAt: at(3),
    },
    { times: 1 },
    { times: 1 },
  ]);
});

test.each([
  ['staff-7', 'staff'],
  ['privacy-officer-7', 'staff'],
  ['command-line', 'staff'],
  ['session-1f', 'themselves'],
  ['holder-of-order', 'link'],
  ['print-lab', 'lab'],
  ['write-when-order-confirmed', 'shop'],
] as const)('who opened is told by what an actor is called: %s is %s', async (by, role) => {
  const { rows } = await told(openingsCounted, opened(by));
  expect(await countedOpenings(rows)).toMatchObject([{ role }]);
});

test('no row tells of whom', async () => {
  const { rows } = await told(openingsCounted, opened('staff-7'), opened('staff-7', 'Mary'));
  expect(JSON.stringify(await rows.all())).not.toContain(ref('Ada'));
});
