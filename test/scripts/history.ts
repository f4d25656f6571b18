/** A log in memory with a few people's histories: what the auditor's tests read. */
import type { Stream, Typed } from '../../src/eventsourcing/decider.ts';
import type { RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { ConsentGiven, ConsentWithdrawn, consentStream } from '../../src/modules/consent/consent.events.ts';
import { OrderPlaced, orderStream } from '../../src/modules/ordering/order.events.ts';
import { PrintOrderPlanned, printOrderStream } from '../../src/modules/printing/print-order.events.ts';
import {
  ErasureAccepted,
  ErasureKeysDestroyed,
  erasureStream,
} from '../../src/modules/privacy/erasure.events.ts';
import { DataOpened, openingsStream } from '../../src/modules/privacy/openings.events.ts';
import { KeysDestroyed, vaultStream } from '../../src/personal-data/forgetting.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import type { Purpose } from '../../src/personal-data/register.ts';
import { sealer } from '../../src/personal-data/sealed.ts';
import { InMemoryEventStore } from '../in-memory/event-store.ts';
import { InMemoryVault } from '../in-memory/vault.ts';

export const ref = (name: string) => SubjectRef.parse(uuidFrom('subject', name));
export const id = (name: string) => uuidFrom('thing', name);

/** A clock that a test moves on by hand. */
export function history() {
  const time = { now: '2026-11-24T09:00:00.000Z' };
  const clock = () => time.now;
  const [log, vault] = [new InMemoryEventStore(clock), new InMemoryVault(clock)];
  const seal = sealer(vault, clock);
  let told = 0;

  async function tell<E extends Typed>(
    stream: Stream<unknown>,
    streamId: string,
    event: E,
    about: { readonly purpose: Purpose; readonly actor?: string; readonly causationId?: string },
  ): Promise<RecordedEvent> {
    const commandId = id(`command ${told++}`);
    const eventId = uuidFrom(commandId, 0);
    const { data, subjects, ground } = await seal(event, eventId, about.purpose);
    const context = { commandId, correlationId: id('journey'), causationId: null, actor: 'tester', ...about };
    const name = `${stream.category}-${streamId}`;
    const revision = (await log.readLast(name))?.revision ?? 'no-stream';
    const metadata = { v: 1, ...context, ...ground, subjects };
    await log.append(name, revision, [{ id: eventId, type: event.type, data, metadata }]);
    const [recorded] = await log.readAll((await log.head()) - 1n);
    if (recorded === undefined) throw new Error('nothing was appended');
    return recorded;
  }

  return { time, log, vault, tell, ...deedsOf(tell), destroyAll };

  /** Every key of somebody, as an erasure does it. */
  async function destroyAll(name: string) {
    const kids = await vault.condemn({ subject: ref(name) }, 'erasure');
    const destroyed = KeysDestroyed.schema.parse({ type: 'KeysDestroyed', kids, because: 'erasure' });
    await tell(vaultStream, id(`erasure of ${name}`), destroyed, { purpose: 'accountability' });
    await vault.shred(kids);
    return kids;
  }
}

type Tell = <E extends Typed>(
  stream: Stream<unknown>,
  streamId: string,
  event: E,
  about: { readonly purpose: Purpose; readonly actor?: string; readonly causationId?: string },
) => Promise<RecordedEvent>;

const evidence = { where: '/account/privacy', shown: 'We keep them.', globalPrivacyControl: false };
const contact = (name: string) => ({ email: `${name}@example.org`, name });
const line = {
  ...{ portraitId: id('portrait'), photoId: id('photo'), style: 'engraving', productId: 'framed-20x25' },
  ...{ kind: 'framed', variant: 'walnut-white', labSku: 'GLOBAL-CFPM-8X10', quantity: 1 },
  ...{ masterPx: { width: 2363, height: 2953 }, unitGrossCents: 6400, vatCents: 1022 },
};
const totals = { goodsCents: 6400, shippingCents: 690, totalCents: 7090, vatCents: 1132, vatRate: 19 };

/** What people do, in a word each. */
const deedsOf = (tell: Tell) => ({
  orders: (name: string, order = `order of ${name}`) =>
    tell(
      orderStream,
      id(order),
      OrderPlaced.schema.parse({
        ...{ type: 'OrderPlaced', orderId: id(order), number: 1042, country: 'DE', lines: [line], totals },
        ...{ buyer: { ref: ref(name), contact: contact(name) }, recipient: null, currency: 'EUR' },
        ...{ shippingMethod: 'standard', fileAtOnce: false },
      }),
      { purpose: 'order.fulfilment', actor: `session-${name}` },
    ),

  plansPrint: (order: string) =>
    tell(
      printOrderStream,
      id(`print of ${order}`),
      PrintOrderPlanned.schema.parse({
        ...{ type: 'PrintOrderPlanned', printOrderId: id(`print of ${order}`), orderId: id(order), line: 0 },
        ...{ labSku: 'GLOBAL-CFPM-8X10', variant: 'walnut-white', copies: 1, shippingMethod: 'standard' },
      }),
      { purpose: 'order.fulfilment', actor: 'plan-prints-when-order-confirmed' },
    ),

  allows: (name: string) =>
    tell(
      consentStream,
      ref(name),
      ConsentGiven.schema.parse({
        ...{ type: 'ConsentGiven', purposes: ['portrait.gallery'], textSha256: 'ab'.repeat(32) },
        person: { ref: ref(name), evidence },
      }),
      { purpose: 'accountability', actor: `session-${name}` },
    ),

  withdraws: (name: string) =>
    tell(
      consentStream,
      ref(name),
      ConsentWithdrawn.schema.parse({
        ...{ type: 'ConsentWithdrawn', purposes: ['portrait.gallery'], person: { ref: ref(name), evidence } },
      }),
      { purpose: 'accountability', actor: `session-${name}` },
    ),

  opens: (name: string, category: string, openedFor: string) =>
    tell(
      openingsStream,
      `${ref(name)}.2026112409`,
      DataOpened.schema.parse({
        ...{ type: 'DataOpened', person: { ref: ref(name) }, category, openedFor, by: 'staff-1' },
      }),
      { purpose: 'accountability', actor: 'staff-1' },
    ),

  asksToBeErased: async (name: string) => {
    const requestId = id(`erasure of ${name}`);
    await tell(
      erasureStream,
      requestId,
      ErasureAccepted.schema.parse({
        ...{ type: 'ErasureAccepted', requestId, number: 26, scope: 'everything', fates: [], openOrders: [] },
        person: { ref: ref(name), request: { text: 'everything', provedBy: 'session' } },
        people: [{ ref: ref(name) }],
      }),
      { purpose: 'accountability', actor: `session-${name}` },
    );
    const done = { type: 'ErasureKeysDestroyed', requestId, round: 0, kids: [] };
    return () =>
      tell(erasureStream, requestId, ErasureKeysDestroyed.schema.parse(done), { purpose: 'accountability' });
  },
});
