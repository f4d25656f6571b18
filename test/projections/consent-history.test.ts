/** The history of somebody’s consents: every step, by which policy, and the words that were shown. */
import { expect, test } from 'bun:test';
import { consentHistory, consentStepsOf } from '../../projections/consent-history.ts';
import { policyVersion } from '../../src/personal-data/register.ts';
import { consenter } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const purposes = ['portrait.gallery'];
const textSha256 = 'd'.repeat(64);
const given = (by = 'Ada') => ({ type: 'ConsentGiven', person: consenter(by), purposes, textSha256 });
const withdrawn = { type: 'ConsentWithdrawn', person: consenter(), purposes };

test('each step is told once, oldest first, under the policy of its day', async () => {
  const { rows, open } = await told(consentHistory, given(), given('Mary'), withdrawn);
  const steps = await consentStepsOf(rows, ref('Ada'));
  expect(steps).toMatchObject([
    { is: 'given', purposes, at: at(0), policyVersion, textSha256 },
    { is: 'withdrawn', purposes, at: at(2), policyVersion, textSha256: null },
  ]);
  for (const { evidence } of steps)
    expect(await open(evidence, 'accountability')).toMatchObject({ value: { shown: 'Keep my portraits.' } });
});

test('of somebody who never said anything there is none', async () => {
  const { rows } = await told(consentHistory);
  expect(await consentStepsOf(rows, ref('Ada'))).toEqual([]);
});

test('the words go with their key; that there was a consent, and when, stays', async () => {
  const { rows, destroys } = await told(consentHistory, given(), withdrawn);
  await destroys({ subject: ref('Ada') });
  expect(await consentStepsOf(rows, ref('Ada'))).toMatchObject([
    { is: 'given', evidence: { jwe: '' } },
    { is: 'withdrawn', evidence: { jwe: '' } },
  ]);
});
