/** What an auditor reads out of the log about one person, as of any time. */
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { consentText } from '../../scripts/audit/consents.ts';
import { eventsOf } from '../../scripts/audit/log.ts';
import { processingText } from '../../scripts/audit/processing.ts';
import { explain, whyText } from '../../scripts/audit/why.ts';
import { policyVersion } from '../../src/personal-data/register.ts';
import { replay } from '../../src/personal-data/replay.ts';
import { decoded } from '../../src/processes/streams.ts';
import { choicesIn, standingIn, stoodAt } from '../../src/web/history/consents.ts';
import { findingsIn } from '../../src/web/history/findings.ts';
import { history, id, ref } from './history.ts';

const replayed = (shop: ReturnType<typeof history>, name: string, at?: string) =>
  replay(ref(name), eventsOf(shop.log, at), decoded);

describe('what was done with a person’s data', () => {
  test('is told by event: who, why, on which ground, under which key', async () => {
    const shop = history();
    await shop.orders('ada');
    const told = await replayed(shop, 'ada');
    const text = processingText(told, [], undefined);
    expect(text).toContain('Order P-1042 was placed: 1 × Framed print, 20 × 25 cm, for €70.90, to DE.');
    expect(text).toContain('why     order.fulfilment, “to make, send and support what you ordered”');
    expect(text).toContain('ground  contract, GDPR Art. 6(1)(b); policy of ');
    expect(told.keys.map(({ category, values }) => [category, values])).toEqual([['contact', 1]]);
  });

  test('is theirs alone, with what happens to their things before a parcel names them', async () => {
    const shop = history();
    await shop.orders('ada');
    await shop.orders('bob');
    await shop.plansPrint('order of ada');
    const types = ({ steps }: Awaited<ReturnType<typeof replayed>>) =>
      steps.map(({ recorded }) => recorded.type);
    expect(types(await replayed(shop, 'ada'))).toEqual(['OrderPlaced', 'PrintOrderPlanned']);
    expect(types(await replayed(shop, 'bob'))).toEqual(['OrderPlaced']);
  });

  test('is not what others did in a series that many share', async () => {
    const shop = history();
    const series = { category: 'series', versions: {}, decode: () => ({}) };
    const about = { purpose: 'invoicing' } as const;
    for (const name of ['ada', 'bob', 'ada'])
      await shop.tell(series, '2026', { type: 'Numbered', buyer: { ref: ref(name) } }, about);
    expect((await replayed(shop, 'ada')).steps.map(({ recorded }) => recorded.revision)).toEqual([0n, 2n]);
    expect((await replayed(shop, 'bob')).steps.map(({ recorded }) => recorded.revision)).toEqual([1n]);
  });

  test('reads the same after the person was erased, and says when each key died', async () => {
    const shop = history();
    await shop.orders('ada');
    await shop.allows('ada');
    const before = await replayed(shop, 'ada');
    shop.time.now = '2026-11-25T10:00:00.000Z';
    await shop.destroyAll('ada');
    const after = await replayed(shop, 'ada');
    expect(after.steps.slice(0, -1)).toEqual([...before.steps]);
    expect(after.keys.map(({ destroyed }) => destroyed?.at)).toEqual([shop.time.now, shop.time.now]);
    expect(processingText(after, [], undefined)).toContain('2 keys, of which 2 are destroyed');
    expect(processingText(after, [], undefined)).not.toContain('ada@example.org');
  });

  test('can be asked as of any time', async () => {
    const shop = history();
    await shop.orders('ada');
    shop.time.now = '2026-11-25T10:00:00.000Z';
    await shop.destroyAll('ada');
    const then = await replayed(shop, 'ada', '2026-11-24T23:59:59.999Z');
    expect(then.steps).toHaveLength(1);
    expect(then.keys.every(({ destroyed }) => destroyed === null)).toBe(true);
  });
});

describe('what a person allowed', () => {
  test('stands from the moment it was given to the moment it was withdrawn', async () => {
    const shop = history();
    await shop.allows('ada');
    shop.time.now = '2026-11-25T09:00:00.000Z';
    await shop.withdraws('ada');
    const told = await replayed(shop, 'ada');
    const choices = choicesIn(told);
    const stood = (at: string) => stoodAt(choices, 'portrait.gallery', at);
    expect(['2026-11-24T08:59:59Z', '2026-11-24T12:00:00Z', '2026-11-25T09:00:00.000Z'].map(stood)).toEqual([
      false,
      true,
      false,
    ]);
    expect(standingIn(choices).map(({ is }) => is)).toContain('withdrawn');
    expect(consentText(told, undefined)).toContain(`words with the SHA-256 ${'ab'.repeat(32)}`);
  });

  test('ends as the last word said, whatever was said before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (said) => {
        const shop = history();
        for (const allow of said) await (allow ? shop.allows('ada') : shop.withdraws('ada'));
        const choices = choicesIn(await replayed(shop, 'ada'));
        expect(stoodAt(choices, 'portrait.gallery', shop.time.now)).toBe(said.at(-1) === true);
      }),
      { numRuns: 25 },
    );
  });
});

describe('an auditor objects', () => {
  const says = async (shop: ReturnType<typeof history>, name: string) =>
    findingsIn(await replayed(shop, name)).map((finding) => finding.says);

  test('to an opening on a consent that had been withdrawn', async () => {
    const shop = history();
    await shop.allows('ada');
    await shop.withdraws('ada');
    shop.time.now = '2026-11-24T10:00:00.000Z';
    await shop.opens('ada', 'media.portrait', 'portrait.gallery');
    expect(await says(shop, 'ada')).toEqual([
      'portrait.gallery rests on consent, and none stood at that moment',
    ]);
  });

  test('not to one that is told within the minute after the withdrawal', async () => {
    const shop = history();
    await shop.allows('ada');
    shop.time.now = '2026-11-24T10:00:00.000Z';
    await shop.withdraws('ada');
    shop.time.now = '2026-11-24T10:00:30.000Z';
    await shop.opens('ada', 'media.portrait', 'portrait.gallery');
    expect(await says(shop, 'ada')).toEqual([]);
  });

  test('to an opening for a purpose that the category does not have', async () => {
    const shop = history();
    await shop.opens('ada', 'media.upload', 'invoicing');
    expect(await says(shop, 'ada')).toEqual([
      'it opened media.upload for invoicing, which the register does not allow',
    ]);
  });

  test('to a legal basis that the register does not have, whatever number the policy’s words had that day', async () => {
    const shop = history();
    await shop.orders('ada');
    const told = await replayed(shop, 'ada');
    const under = (version: string) => {
      const said = { legalBasis: 'consent', policyVersion: version } as const;
      const steps = told.steps.map(({ recorded, ...step }) => ({
        ...step,
        recorded: { ...recorded, metadata: { ...recorded.metadata, ...said } },
      }));
      return findingsIn({ ...told, steps }).length;
    };
    expect([policyVersion, `${policyVersion}.2`, '2020-01-01'].map(under)).toEqual([1, 1, 0]);
  });

  test('to what is sealed anew about somebody who was erased', async () => {
    const shop = history();
    await shop.orders('ada');
    const finish = await shop.asksToBeErased('ada');
    await shop.destroyAll('ada');
    await finish();
    expect(await says(shop, 'ada')).toEqual([]);
    await shop.orders('ada', 'another order');
    expect(await says(shop, 'ada')).toEqual(['it sealed contact anew, after the person was erased']);
  });
});

test('one event is explained by what led to it and what followed', async () => {
  const shop = history();
  const placed = await shop.orders('ada');
  const planned = await shop.tell(
    { category: 'nothing', versions: {}, decode: () => ({}) },
    id('elsewhere'),
    { type: 'Followed' as const },
    { purpose: 'order.fulfilment', causationId: placed.id },
  );
  const explained = await explain(shop.log, placed.id);
  expect(explained.followed.map(({ event }) => event)).toEqual([planned.id]);
  expect(explained.told.sealed.map(({ category }) => category)).toEqual(['contact']);
  const byPlace = await explain(shop.log, `${placed.stream}@0`);
  expect(byPlace.told.event).toBe(placed.id);
  expect(whyText(await explain(shop.log, planned.id))).toContain('Order P-1042 was placed');
});
