/** Consent: off until given, and as easily withdrawn as given (GDPR Art. 7(3)). */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { Consentable, TextHash } from '../../../src/modules/consent/consent.events.ts';
import { consent } from '../../../src/modules/consent/consent.ts';
import { given, obey } from '../../given.ts';
import { consenter } from '../facts.ts';

const textSha256 = TextHash.parse('d'.repeat(64));
const person = consenter();
const give = (...purposes: Consentable[]) =>
  ({ type: 'GiveConsent', person, purposes, textSha256, anew: false }) as const;
const withdraw = (...purposes: Consentable[]) => ({ type: 'WithdrawConsent', person, purposes }) as const;
const gave = (...purposes: Consentable[]) =>
  ({ type: 'ConsentGiven', person, purposes, textSha256 }) as const;
const withdrew = (...purposes: Consentable[]) =>
  ({ ...withdraw(...purposes), type: 'ConsentWithdrawn' }) as const;

describe('consent', () => {
  test('is given for a purpose, with the words that were shown', () =>
    given(consent).when(give('portrait.gallery')).emits(gave('portrait.gallery')));
  test('is given for what was not given before', () =>
    given(consent, gave('portrait.gallery'))
      .when(give('portrait.gallery', 'marketing.email'))
      .emits(gave('marketing.email')));
  test('that is there is not given again', () =>
    given(consent, gave('portrait.gallery')).when(give('portrait.gallery')).refuses('consent-already-given'));
  test('is given anew where it is asked in other words', () => {
    const otherWords = { textSha256: TextHash.parse('e'.repeat(64)) };
    return given(consent, gave('portrait.gallery'))
      .when({ ...give('portrait.gallery'), ...otherWords })
      .emits({ ...gave('portrait.gallery'), ...otherWords });
  });
  test('is given anew in the words of before, where others were asked in between', () =>
    given(consent, gave('portrait.gallery'))
      .when({ ...give('portrait.gallery'), anew: true })
      .emits(gave('portrait.gallery')));
  test('is withdrawn', () =>
    given(consent, gave('portrait.gallery'))
      .when(withdraw('portrait.gallery'))
      .emits(withdrew('portrait.gallery')));
  test('is withdrawn for what was given, and the rest stays', () =>
    given(consent, gave('portrait.gallery', 'marketing.email'))
      .when(withdraw('marketing.email', 'abuse.device'))
      .emits(withdrew('marketing.email')));
  test('that was never given is not withdrawn', () =>
    given(consent).when(withdraw('portrait.gallery')).refuses('consent-not-given'));
  test('that was withdrawn can be given again', () =>
    given(consent, gave('portrait.gallery'), withdrew('portrait.gallery'))
      .when(give('portrait.gallery'))
      .emits(gave('portrait.gallery')));
  test('for the same purpose twice in one breath is given once', () =>
    given(consent).when(give('portrait.gallery', 'portrait.gallery')).emits(gave('portrait.gallery')));
});

const purposes = fc.uniqueArray(fc.constantFrom(...Consentable.options), { minLength: 1 });
const commands = fc.oneof(
  purposes.map((all) => give(...all)),
  purposes.map((all) => withdraw(...all)),
);

test('what holds is what was said last, for each purpose', () =>
  fc.assert(
    fc.asyncProperty(fc.array(commands, { maxLength: 20 }), async (said) => {
      const { state } = await obey(consent, said);
      const last = (purpose: Consentable) =>
        said.findLast(({ purposes }) => purposes.includes(purpose))?.type;
      const expected = Consentable.options.filter((purpose) => last(purpose) === 'GiveConsent');
      expect(state.given.toSorted()).toEqual(expected.toSorted());
    }),
  ));
