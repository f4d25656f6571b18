/** What takes two people: one asks, another approves, in time; it is used once, for what was asked. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { Act, ApprovalAsked, ApprovalId, Ground } from '../../../src/modules/approvals/approval.events.ts';
import { type ApprovalCommand, approval, groundsOf } from '../../../src/modules/approvals/approval.ts';
import { given, obey } from '../../given.ts';
import { ref } from '../../shop.ts';
import { requestId } from '../facts.ts';

const approvalId = ApprovalId.parse(requestId('approval'));
const { by: grace } = asked('Grace');
const { by: edsger } = asked('Edsger');
const [inTime, tooLate] = ['2026-11-24T20:00:00Z', '2026-11-25T09:00:00Z'];

function asked(by: string) {
  const { type: _, ...facts } = ApprovalAsked.schema.parse({
    ...{ type: 'ApprovalAsked', approvalId, act: 'disclose', person: { ref: ref('Ada') } },
    ...{ ground: 'court-order', by: requestId(by), endsAt: '2026-11-25T09:00:00Z' },
  });
  return facts;
}

const ask = { type: 'AskApproval', ...asked('Grace') } as const;
const was = { ...ask, type: 'ApprovalAsked' } as const;
const give = { type: 'GiveApproval', approvalId, by: edsger, at: inTime } as const;
const gave = { type: 'ApprovalGiven', approvalId, by: edsger } as const;
const decline = { type: 'DeclineApproval', approvalId, by: edsger } as const;
const declined = { ...decline, type: 'ApprovalDeclined' } as const;
const { act, person, ground } = ask;
const use = { type: 'UseApproval', approvalId, act, person, by: grace, at: inTime } as const;
const used = { type: 'ApprovalUsed', approvalId, act, person, ground } as const;
const alone = { type: 'ActAlone', approvalId, act, person, ground } as const;

describe('what takes two people', () => {
  test('is asked for by one', () => given(approval).when(ask).emits(was));
  test('on a ground that it has: nobody’s data are disclosed for upkeep', async () => {
    for (const one of Act.options)
      for (const on of Ground.options) {
        const wish = { act: one, ground: on };
        const asked = given(approval).when({ ...ask, ...wish });
        if (groundsOf[one].includes(on)) await asked.emits({ ...was, ...wish });
        else await asked.refuses('approval-ground-unfit');
      }
    expect(groundsOf.disclose).toEqual(['legal-claim', 'court-order', 'authority']);
    expect(groundsOf['rotate-keys']).toEqual(['upkeep', 'incident']);
  });
  test('once', () => given(approval, was).when(ask).refuses('approval-already-asked'));
  test('is approved by another', () => given(approval, was).when(give).emits(gave));
  test('is not approved by whoever asked', () =>
    given(approval, was)
      .when({ ...give, by: grace })
      .refuses('approval-own'));
  test('is approved once', () => given(approval, was, gave).when(give).refuses('approval-already-given'));
  test('is not approved when its time is over', () =>
    given(approval, was)
      .when({ ...give, at: tooLate })
      .refuses('approval-expired'));
  test('is declined', () => given(approval, was).when(decline).emits(declined));
  test('is taken back by whoever asked, also when it was approved', () =>
    given(approval, was, gave)
      .when({ ...decline, by: grace })
      .emits({ ...declined, by: grace }));
  test('is done when both have said so', () => given(approval, was, gave).when(use).emits(used));
  test('is not done before', () => given(approval, was).when(use).refuses('approval-not-given'));
  test('is not done later', () =>
    given(approval, was, gave)
      .when({ ...use, at: tooLate })
      .refuses('approval-expired'));
  test('is done by whoever asked, and not by whoever approved it', () =>
    given(approval, was, gave)
      .when({ ...use, by: edsger })
      .refuses('approval-of-another'));
  test('is not done to somebody else', () =>
    given(approval, was, gave)
      .when({ ...use, person: { ref: ref('Mary') } })
      .refuses('approval-of-another-act'));
  test('is nothing else', () =>
    given(approval, was, gave)
      .when({ ...use, act: 'lift-hold' })
      .refuses('approval-of-another-act'));
  test('is done once', () => given(approval, was, gave, used).when(use).refuses('approval-over'));
  test('is not done after a no', () => given(approval, was, declined).when(use).refuses('approval-over'));
  test.each([give, decline, use])('is not there before it is asked for', (command) =>
    given(approval).when(command).refuses('approval-unknown'),
  );
  test('is done by one where there is no other, and that is written down', () =>
    given(approval)
      .when(alone)
      .emits({ ...alone, type: 'ActedAlone' }));
  test('is not done by one on a ground that it has not', () =>
    given(approval)
      .when({ ...alone, ground: 'upkeep' })
      .refuses('approval-ground-unfit'));
  test('is not done by one once it was asked for', () =>
    given(approval, was).when(alone).refuses('approval-already-asked'));
});

const people = fc.constantFrom(grace, edsger);
const times = fc.constantFrom(inTime, tooLate);
const commands: fc.Arbitrary<ApprovalCommand> = fc.oneof(
  people.map((by) => ({ ...ask, by })),
  fc.record({ by: people, at: times }).map((said) => ({ ...give, ...said })),
  people.map((by) => ({ ...decline, by })),
  fc.record({ by: people, at: times }).map((said) => ({ ...use, ...said })),
);

test('whatever is said in whatever order: it is done at most once, and never on the word of one', () =>
  fc.assert(
    fc.asyncProperty(fc.array(commands, { maxLength: 20, size: 'max' }), async (said) => {
      const { events } = await obey(approval, said);
      const [first] = events;
      const done = events.filter(({ type }) => type === 'ApprovalUsed').length;
      const yes = events.find((event) => event.type === 'ApprovalGiven');
      expect(done).toBeLessThanOrEqual(1);
      if (first?.type === 'ApprovalAsked' && yes !== undefined) expect(yes.by).not.toBe(first.by);
      if (done === 1) expect(yes).toBeDefined();
    }),
  ));
