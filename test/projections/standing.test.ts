/** What people have said of the use of their data: all that the gate goes by. */
import { describe, expect, test } from 'bun:test';
import { standing, standingOf } from '../../projections/standing.ts';
import { consenter, erased, orderId, requestId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const person = (name = 'Ada') => consenter(name);
const textSha256 = 'd'.repeat(64);
const gives = (...purposes: readonly string[]) => ({
  type: 'ConsentGiven',
  person: person(),
  purposes,
  textSha256,
});
const withdraws = (...purposes: readonly string[]) => ({
  type: 'ConsentWithdrawn',
  person: person(),
  purposes,
});
const [id, people] = [{ requestId: requestId('a') }, [{ ref: ref('Ada') }, { ref: ref('Ada as a guest') }]];
const says = (type: string) => ({ type, ...id, people });
const objects = { ...says('ProcessingObjected'), purposes: ['abuse.review'] };
const accepts = (scope: string, ...orders: readonly string[]) => ({
  ...{ type: 'ErasureAccepted', ...id, number: 26, person: erased(), people, scope, fates: [] },
  openOrders: orders.map(orderId),
});

test('of somebody who said nothing, nothing is allowed, and nothing is forbidden', async () => {
  const { rows } = await told(standing);
  expect(await standingOf(rows, ref('Ada'))).toEqual({
    ...{ subject: ref('Ada'), consents: [], withdrawn: [], objections: [], restriction: 'none' },
  });
});

describe('a consent', () => {
  test('stands since it was given, purpose by purpose', async () => {
    const { rows } = await told(standing, gives('portrait.gallery'), gives('marketing.email'));
    expect((await standingOf(rows, ref('Ada'))).consents).toEqual([
      { purpose: 'portrait.gallery', since: at(0) },
      { purpose: 'marketing.email', since: at(1) },
    ]);
  });

  test('given anew stands since then: the words may have changed', async () => {
    const { rows } = await told(standing, gives('portrait.gallery'), gives('portrait.gallery'));
    expect((await standingOf(rows, ref('Ada'))).consents).toEqual([
      { purpose: 'portrait.gallery', since: at(1) },
    ]);
  });

  test('that is withdrawn stands no more, and the day is known', async () => {
    const { rows, happens } = await told(
      standing,
      gives('portrait.gallery', 'marketing.email'),
      withdraws('portrait.gallery'),
    );
    expect(await standingOf(rows, ref('Ada'))).toMatchObject({
      consents: [{ purpose: 'marketing.email', since: at(0) }],
      withdrawn: [{ purpose: 'portrait.gallery', since: at(1) }],
    });
    await happens(gives('portrait.gallery'));
    expect(await standingOf(rows, ref('Ada'))).toMatchObject({
      consents: [{}, { since: at(2) }],
      withdrawn: [],
    });
  });
});

describe('a restriction and an objection', () => {
  test('hold for everybody that the account holds, until they are lifted or overruled', async () => {
    const { rows, happens } = await told(standing, says('DataRestricted'), objects);
    for (const name of ['Ada', 'Ada as a guest'])
      expect(await standingOf(rows, ref(name))).toMatchObject({
        ...{ restriction: 'restricted', objections: ['abuse.review'] },
      });
    await happens(says('RestrictionLifted'), { ...says('ObjectionOverruled'), purposes: ['abuse.review'] });
    for (const name of ['Ada', 'Ada as a guest'])
      expect(await standingOf(rows, ref(name))).toMatchObject({ restriction: 'none', objections: [] });
  });

  test('hold for nobody else', async () => {
    const { rows } = await told(standing, says('DataRestricted'), objects);
    expect(await standingOf(rows, ref('Mary'))).toMatchObject({ restriction: 'none', objections: [] });
  });

  test('leave a consent as it was', async () => {
    const { rows } = await told(standing, gives('portrait.gallery'), says('DataRestricted'));
    expect((await standingOf(rows, ref('Ada'))).consents).toHaveLength(1);
  });
});

describe('whoever is erased', () => {
  test('is restricted from then on, and allows nothing', async () => {
    const { rows } = await told(standing, gives('portrait.gallery'), accepts('everything'));
    expect(await standingOf(rows, ref('Ada'))).toMatchObject({ consents: [], restriction: 'restricted' });
  });

  test('is so once the last order is done, if one is under way', async () => {
    const resumed = { type: 'ErasureResumed', ...id, people, orderId: orderId(), round: 1, openOrders: [] };
    const { rows, happens } = await told(standing, gives('portrait.gallery'), accepts('everything', 'gift'));
    expect(await standingOf(rows, ref('Ada'))).toMatchObject({ restriction: 'none' });
    await happens(resumed);
    expect(await standingOf(rows, ref('Ada'))).toMatchObject({ consents: [], restriction: 'restricted' });
  });

  test('is not by having photos erased', async () => {
    const { rows } = await told(standing, gives('portrait.gallery'), accepts('photos'));
    expect(await standingOf(rows, ref('Ada'))).toMatchObject({ consents: [{}], restriction: 'none' });
  });
});
