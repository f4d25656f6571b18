/** Requests: what people ask about their data, the clock that runs, and how it is answered (GDPR Art. 12 to 22). */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import type { RequestEvent } from '../../../src/modules/privacy/request.events.ts';
import { Kind } from '../../../src/modules/privacy/request.events.ts';
import { type RequestCommand, request } from '../../../src/modules/privacy/request.ts';
import { given, obey } from '../../given.ts';
import { ref } from '../../shop.ts';
import { asker, blob, day, orderId, portraitId, reachable, receiver, requestId } from '../facts.ts';

type Asked = (typeof Kind.options)[number];
const id = { requestId: requestId('a') };
const people = [{ ref: ref('Ada') }];
const facts = (kind: Asked) => ({
  ...{ ...id, number: 31, kind, person: asker(), contact: reachable(), people, portraitId: null },
  dueOn: day('2026-12-24'),
});
const make = (kind: Asked) => ({ type: 'MakeRequest' as const, ...facts(kind), purposes: [] });
const made = (kind: Asked) => ({ type: 'RequestMade' as const, ...facts(kind) });
const acknowledged = (kind: Asked) => ({ type: 'RequestAcknowledged', ...id, kind }) as const;
const answered = (kind: Asked, outcome: 'done' | 'partly-done' | 'refused' = 'done') =>
  ({ type: 'RequestAnswered', ...id, kind, outcome, answer: null }) as const;
const objection = { ...make('objection'), purposes: ['abuse.review'] as const };
const objected = { type: 'ProcessingObjected', ...id, people, purposes: ['abuse.review'] } as const;

describe('a request', () => {
  test('for a copy is made, and the shop begins', () =>
    given(request).when(make('copy')).emits(made('copy')));
  test('for a correction likewise', () => given(request).when(make('correction')).emits(made('correction')));
  test('to be restricted takes effect by being asked', () =>
    given(request)
      .when(make('restriction'))
      .emits(made('restriction'), { type: 'DataRestricted', ...id, people }, answered('restriction')));
  test('to lift that, too', () =>
    given(request)
      .when(make('lifting'))
      .emits(made('lifting'), { type: 'RestrictionLifted', ...id, people }, answered('lifting')));
  test('that objects holds from then on, and a person looks at it', () =>
    given(request).when(objection).emits(made('objection'), objected, acknowledged('objection')));
  test('that objects to nothing is none', () =>
    given(request).when(make('objection')).refuses('request-names-no-purpose'));
  test.each(['complaint', 'depicted', 'under-age'] as const)(
    'that waits for a person is acknowledged: %s',
    (kind) => given(request).when(make(kind)).emits(made(kind), acknowledged(kind)),
  );
  test('is made once', () => given(request, made('copy')).when(make('copy')).refuses('request-already-made'));
});

describe('the clock of a request', () => {
  const extend = {
    ...({ type: 'ExtendRequest', ...id, because: 'complex' } as const),
    ...{ dueOn: day('2027-02-24'), today: day('2026-12-24') },
  };
  const extended = {
    type: 'RequestExtended',
    ...id,
    dueOn: day('2027-02-24'),
    because: 'complex',
  } as const;

  test('is extended within the first month, with a reason', () =>
    given(request, made('complaint')).when(extend).emits(extended));
  test('once', () =>
    given(request, made('complaint'), extended)
      .when({ ...extend, dueOn: day('2027-03-24') })
      .refuses('request-already-extended'));
  test('not after its day', () =>
    given(request, made('complaint'))
      .when({ ...extend, today: day('2026-12-25') })
      .refuses('request-overdue'));
  test('not to an earlier day', () =>
    given(request, made('complaint'))
      .when({ ...extend, dueOn: day('2026-12-24') })
      .refuses('request-needs-a-later-day'));
  test('not when it was answered', () =>
    given(request, made('complaint'), answered('complaint'))
      .when(extend)
      .refuses('request-already-answered'));
  test('belongs to a request', () => given(request).when(extend).refuses('request-unknown'));
});

describe('an answer', () => {
  const answer = (outcome: 'done' | 'refused' = 'done') =>
    ({ type: 'AnswerRequest', ...id, outcome, answer: asker('Ada', 'We did.') }) as const;
  const told = (kind: Asked, outcome: 'done' | 'refused' = 'done') =>
    ({ ...answered(kind, outcome), answer: asker('Ada', 'We did.') }) as const;

  test('is given, in words of its own', () =>
    given(request, made('complaint')).when(answer()).emits(told('complaint')));
  test('once', () =>
    given(request, made('complaint'), answered('complaint'))
      .when(answer())
      .refuses('request-already-answered'));
  test('belongs to a request', () => given(request).when(answer()).refuses('request-unknown'));
  test('that refuses an objection overrules it, for what was objected to', () =>
    given(request, made('objection'), objected, acknowledged('objection'))
      .when(answer('refused'))
      .emits(told('objection', 'refused'), { ...objected, type: 'ObjectionOverruled' }));
  test('that grants it leaves it as it is', () =>
    given(request, made('objection'), objected).when(answer()).emits(told('objection')));
});

describe('a copy', () => {
  const record = {
    ...({ type: 'RecordCopy', ...id } as const),
    ...{ receiver: receiver(), blob: blob('copy'), endsOn: day('2026-12-01') },
  };
  const built = { ...record, type: 'CopyBuilt' } as const;

  test('that is built answers the request', () =>
    given(request, made('copy')).when(record).emits(built, answered('copy')));
  test('is built once', () =>
    given(request, made('copy'), built, answered('copy')).when(record).refuses('request-already-answered'));
  test('is built for whoever asked for one', () =>
    given(request, made('complaint')).when(record).refuses('request-of-another-kind'));
  test('is built for nobody else', () => given(request).when(record).refuses('request-unknown'));
});

describe('a correction', () => {
  const record = { type: 'RecordCorrection', ...id, orders: [orderId()] } as const;
  const corrected = { ...record, type: 'ContactCorrected' } as const;

  test('that stands in every order answers the request', () =>
    given(request, made('correction')).when(record).emits(corrected, answered('correction')));
  test('is done once', () =>
    given(request, made('correction'), corrected, answered('correction'))
      .when(record)
      .refuses('request-already-answered'));
  test('is done for whoever asked for one', () =>
    given(request, made('copy')).when(record).refuses('request-of-another-kind'));
  test('is done for nobody else', () => given(request).when(record).refuses('request-unknown'));
});

describe('somebody in a photo that another person sent', () => {
  const order = {
    ...({ type: 'OrderPhotoErasure', ...id } as const),
    ...{ portraitId: portraitId('a'), erasureId: requestId('b') },
  };
  const ordered = { ...order, type: 'PhotoErasureOrdered' } as const;

  test.each(['depicted', 'under-age'] as const)('has it erased by whoever looked: %s', (kind) =>
    given(request, made(kind)).when(order).emits(ordered),
  );
  test('does not by asking for something else', () =>
    given(request, made('copy')).when(order).refuses('request-of-another-kind'));
  test('does not once it was answered', () =>
    given(request, made('depicted'), answered('depicted')).when(order).refuses('request-already-answered'));
  test('does not without having asked', () => given(request).when(order).refuses('request-unknown'));
});

const commands: fc.Arbitrary<RequestCommand> = fc.oneof(
  fc
    .constantFrom<'done' | 'refused'>('done', 'refused')
    .map((outcome): RequestCommand => ({ type: 'AnswerRequest', ...id, outcome, answer: null })),
  fc.constantFrom<RequestCommand>(
    { type: 'RecordCorrection', ...id, orders: [] },
    { ...{ receiver: receiver(), blob: blob('copy'), endsOn: day('2026-12-01') }, type: 'RecordCopy', ...id },
    { type: 'OrderPhotoErasure', ...id, portraitId: portraitId('a'), erasureId: requestId('b') },
  ),
  fc.tuple(fc.integer({ min: 20, max: 28 }), fc.integer({ min: 20, max: 28 })).map(
    ([due, today]): RequestCommand => ({
      ...({ type: 'ExtendRequest', ...id, because: 'many-requests' } as const),
      ...{ dueOn: day(`2026-12-${due}`), today: day(`2026-12-${today}`) },
    }),
  ),
);

test('whatever was asked and whatever comes, it is answered once, its day moves once and only later, and nothing follows an answer', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Kind.options),
      fc.array(commands, { maxLength: 20, size: 'max' }),
      async (kind, asked) => {
        const first = kind === 'objection' ? objection : make(kind);
        const { events } = await obey(request, [first, ...asked]);
        const of = (type: RequestEvent['type']) => events.filter((event) => event.type === type).length;
        expect(of('RequestAnswered')).toBeLessThanOrEqual(1);
        expect(of('RequestExtended')).toBeLessThanOrEqual(1);
        for (const event of events)
          if (event.type === 'RequestExtended') expect(event.dueOn > facts(kind).dueOn).toBe(true);
        const last = events.findIndex(({ type }) => type === 'RequestAnswered');
        const after = last < 0 ? [] : events.slice(last + 1).map(({ type }) => type);
        expect(after.filter((type) => type !== 'ObjectionOverruled')).toEqual([]);
      },
    ),
  ));
