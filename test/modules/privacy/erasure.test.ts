/** Erasures: phase by phase to a receipt, once more for what an order held back, and never backwards. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import {
  type ErasureEvent,
  ErasureProcessorAnswered,
  ErasureProcessorsTold,
  Fate,
  Jws,
  KeyId,
} from '../../../src/modules/privacy/erasure.events.ts';
import { type ErasureCommand, erasure, phases } from '../../../src/modules/privacy/erasure.ts';
import { given, obey } from '../../given.ts';
import { ref } from '../../shop.ts';
import { erased, orderId, photoId, portraitId, requestId } from '../facts.ts';

const id = { requestId: requestId('a') };
const people = [{ ref: ref('Ada') }];
const fates = [Fate.parse({ category: 'contact', count: 1, fate: 'after-delivery', until: null })];
const accept = {
  ...({ type: 'AcceptErasure', ...id, number: 26, person: erased(), people, scope: 'everything' } as const),
  ...({ fates, openOrders: [orderId('gift'), orderId('other')], because: 'own-request' } as const),
  ...{ photos: [photoId()], portraits: [portraitId('a')] },
};
const accepted = { ...accept, type: 'ErasureAccepted' } as const;

const kids = [KeyId.parse(requestId('a key'))];
const told = ErasureProcessorsTold.schema.shape.told.parse([
  { processor: 'stripe', answer: 'ends-on', until: '2028-02-23' },
]);
const tried = { valuesTried: 9, filesTried: 2, rowsTried: 4 };
const receipt = Jws.parse('e30.e30.c2ln');

/** The five phases of a round, as commands and as events. */
const asking = (round: number): readonly ErasureCommand[] => [
  { type: 'RecordKeysDestroyed', ...id, round, kids },
  { type: 'RecordFilesDeleted', ...id, round, files: 2 },
  { type: 'RecordProcessorsTold', ...id, round, told },
  { type: 'RecordVerification', ...id, round, ...tried },
  { type: 'RecordReceipt', ...id, round, receipt, open: 0 },
];
const done = (round: number): readonly ErasureEvent[] => [
  { type: 'ErasureKeysDestroyed', ...id, round, kids },
  { type: 'ErasureFilesDeleted', ...id, round, files: 2 },
  { type: 'ErasureProcessorsTold', ...id, round, told },
  { type: 'ErasureVerified', ...id, round, ...tried },
  { type: 'ErasureReceiptIssued', ...id, round, receipt },
];

describe('an erasure', () => {
  test('is accepted as it was shown', () => given(erasure).when(accept).emits(accepted));
  test('once', () => given(erasure, accepted).when(accept).refuses('erasure-already-accepted'));

  for (const [index, phase] of asking(0).entries()) {
    const before = done(0).slice(0, index);
    const event = done(0)[index];
    if (event === undefined) throw new Error('no such phase');

    test(`goes on to ${event.type}`, () =>
      given(erasure, accepted, ...before)
        .when(phase)
        .emits(event));
    test(`and does so once: ${phase.type}`, () =>
      given(erasure, accepted, ...before, event)
        .when(phase)
        .refuses('erasure-phase-already-done'));
    test(`does not when nobody asked for it: ${phase.type}`, () =>
      given(erasure).when(phase).refuses('erasure-unknown'));
    if (index > 0)
      test(`does not leave the phase before it out: ${phase.type}`, () =>
        given(erasure, accepted, ...before.slice(0, -1))
          .when(phase)
          .refuses('erasure-phase-too-early'));
  }
});

describe('an order that an erasure waits for', () => {
  const resume = (order: string) => ({ type: 'ResumeErasure', ...id, orderId: orderId(order) }) as const;
  const resumed = (order: string, round: number, openOrders: readonly string[]) =>
    ({
      ...({ type: 'ErasureResumed', ...id, orderId: orderId(order), round, people } as const),
      openOrders: openOrders.map(orderId),
    }) as const;
  const first: readonly ErasureEvent[] = [accepted, ...done(0)];

  test('ends, and a round begins that names who and what is still waited for', () =>
    given(erasure, ...first)
      .when(resume('gift'))
      .emits(resumed('gift', 1, ['other'])));
  test('is followed by the last one', () =>
    given(erasure, ...first, resumed('gift', 1, ['other']), ...done(1))
      .when(resume('other'))
      .emits(resumed('other', 2, [])));
  test('waits itself until the round that runs has its receipt', () =>
    given(erasure, ...first.slice(0, 4))
      .when(resume('gift'))
      .refuses('erasure-phase-too-early'));
  test('ends once', () =>
    given(erasure, ...first, resumed('gift', 1, ['other']), ...done(1))
      .when(resume('gift'))
      .refuses('erasure-does-not-wait-for-it'));
  test('is one of those that were open', () =>
    given(erasure, ...first)
      .when(resume('a third'))
      .refuses('erasure-does-not-wait-for-it'));
  test('belongs to an erasure', () => given(erasure).when(resume('gift')).refuses('erasure-unknown'));
  test('has a round of its own: what an earlier round did late is done already', () =>
    given(erasure, ...first, resumed('gift', 1, ['other']))
      .when({ type: 'RecordKeysDestroyed', ...id, round: 0, kids })
      .refuses('erasure-phase-already-done'));
});

const answered = ErasureProcessorAnswered.schema.parse({
  ...{ type: 'ErasureProcessorAnswered', ...id, processor: 'stripe', job: 'rdj_1' },
  ...{ answer: 'acknowledged', until: null },
});
const answer = { ...answered, type: 'RecordProcessorAnswer' } as const;
const open = ErasureProcessorsTold.schema.parse({
  ...{ type: 'ErasureProcessorsTold', ...id, round: 0 },
  told: [{ processor: 'stripe', answer: 'open', until: null, job: 'rdj_1' }],
});
const addendum = { type: 'RecordAddendum', ...id, receipt } as const;
const issued = { ...addendum, type: 'ErasureAddendumIssued' } as const;
const [, , , verified, receiptIssued] = done(0);

describe('a processor that takes its time', () => {
  const [keys, files] = done(0);
  if (!keys || !files || !verified || !receiptIssued) throw new Error('five phases');
  const waiting = [accepted, keys, files, open, verified] as const;
  const write = { type: 'RecordReceipt', ...id, round: 0, receipt, open: 1 } as const;

  test('stops no receipt, which says that it has not answered', () =>
    given(erasure, ...waiting)
      .when(write)
      .emits(receiptIssued));
  test('that answers while the receipt is written has it written anew', () =>
    given(erasure, ...waiting, answered)
      .when(write)
      .refuses('erasure-receipt-is-stale'));
  test('answers', () =>
    given(erasure, ...waiting, receiptIssued)
      .when(answer)
      .emits(answered));
  test('answers once', () =>
    given(erasure, ...waiting, answered)
      .when(answer)
      .refuses('erasure-processor-already-answered'));
  test('was asked for it', () =>
    given(erasure, accepted).when(answer).refuses('erasure-processor-already-answered'));
  test('is asked for an erasure that there is', () => given(erasure).when(answer).refuses('erasure-unknown'));
  test('and has answered at last, is told by an addendum that closes the receipt', () =>
    given(erasure, ...waiting, receiptIssued, answered)
      .when(addendum)
      .emits(issued));
  test('once', () =>
    given(erasure, ...waiting, receiptIssued, answered, issued)
      .when(addendum)
      .refuses('erasure-needs-no-addendum'));
  test('has none while it has not answered', () =>
    given(erasure, ...waiting, receiptIssued)
      .when(addendum)
      .refuses('erasure-needs-no-addendum'));
  test('has none where the receipt says it already', () =>
    given(erasure, accepted, ...done(0))
      .when(addendum)
      .refuses('erasure-needs-no-addendum'));
  test('has none where nobody was erased', () => given(erasure).when(addendum).refuses('erasure-unknown'));
});

const commands: fc.Arbitrary<ErasureCommand> = fc.oneof(
  fc.tuple(fc.nat(2), fc.nat(4)).map(([round, phase]): ErasureCommand => asking(round)[phase] ?? accept),
  fc.nat(1).map((round): ErasureCommand => ({ ...open, type: 'RecordProcessorsTold', round })),
  fc
    .tuple(fc.nat(2), fc.nat(1))
    .map(([round, open]): ErasureCommand => ({ type: 'RecordReceipt', ...id, round, receipt, open })),
  fc.constantFrom<ErasureCommand>(answer, addendum),
  fc
    .constantFrom('gift', 'other', 'a third')
    .map((order): ErasureCommand => ({ type: 'ResumeErasure', ...id, orderId: orderId(order) })),
);
const order: Readonly<Record<string, number>> = {
  ...{ ErasureAccepted: 0, ErasureResumed: 0, ErasureKeysDestroyed: 1, ErasureFilesDeleted: 2 },
  ...{ ErasureProcessorsTold: 3, ErasureVerified: 4, ErasureReceiptIssued: 5 },
};

test('whatever is told in whatever order, phases go forward only, none is left out, and each round ends with a receipt', () =>
  fc.assert(
    fc.asyncProperty(fc.array(commands, { maxLength: 120, size: 'max' }), async (asked) => {
      const { events, state } = await obey(erasure, [accept, ...asked]);
      let [at, round] = [-1, 0];
      for (const event of events) {
        const next = order[event.type];
        if (next === undefined) continue; // what a processor answers comes when it comes
        if (event.type === 'ErasureResumed') {
          expect([at, event.round]).toEqual([5, round + 1]);
          round += 1;
        } else expect(next).toBe(at + 1);
        at = next;
      }
      expect(round).toBeLessThanOrEqual(2);
      if (state.status !== 'none') expect(phases.indexOf(state.status)).toBe(at);
    }),
  ));
