/** Print orders: one line of an order on its way through a lab whose messages overtake each other. */
import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { Stage, Trouble } from '../../../src/modules/printing/print-order.events.ts';
import { type PrintOrderCommand, printOrder } from '../../../src/modules/printing/print-order.ts';
import { given, obey } from '../../given.ts';
import {
  blob,
  labOrderId,
  line,
  masterId,
  orderId,
  parcelRecipient,
  printOrderId,
  shipmentId,
} from '../facts.ts';

const id = { printOrderId: printOrderId() };
const of = { ...id, orderId: orderId() };
const { labSku, variant } = line();
if (labSku === null) throw new Error('a framed print has a number at the lab');
const plan = {
  ...({ type: 'PlanPrintOrder', ...of, line: 0, labSku, variant, copies: 1 } as const),
  shippingMethod: 'standard' as const,
};
const planned = { ...plan, type: 'PrintOrderPlanned' } as const;
const provide = { type: 'ProvidePrintFile', ...of, masterId: masterId(), blob: blob('master') } as const;
const ready = { ...provide, type: 'PrintFileReady' } as const;
const submit = { type: 'RecordSubmission', ...id, labOrderId: labOrderId('1') } as const;
const submitted = { type: 'PrintOrderSubmitted', ...of, labOrderId: labOrderId('1') } as const;
const turnDown = { type: 'RecordSubmissionRefusal', ...id, reason: 'address' } as const;
const turnedDown = { type: 'PrintOrderRefused', ...of, reason: 'address' } as const;
type Told = (typeof Stage.options)[number];
const tell = (stage: Told) => ({ type: 'RecordLabStage', ...id, stage }) as const;
const told = (stage: Told) => ({ type: 'PrintOrderProgressed', ...of, line: 0, stage }) as const;
const trouble = { type: 'RecordLabTrouble', ...id, trouble: 'asset-not-downloaded' } as const;
const troubled = { type: 'PrintOrderTroubled', ...of, trouble: 'asset-not-downloaded' } as const;
const ship = (name: string) =>
  ({
    ...({ type: 'RecordShipment', ...of } as const),
    ...{ shipmentId: shipmentId(name), recipient: parcelRecipient() },
  }) as const;
const shipped = (name: string) => ({ ...ship(name), type: 'ShipmentSent' }) as const;
const withLab = [planned, ready, submitted] as const;

describe('a print order', () => {
  test('is planned for a line of an order', () => given(printOrder).when(plan).emits(planned));
  test('once', () => given(printOrder, planned).when(plan).refuses('print-order-already-planned'));
  test('has its file when the picture is rendered', () =>
    given(printOrder, planned).when(provide).emits(ready));
  test('once', () => given(printOrder, planned, ready).when(provide).refuses('print-file-already-there'));
  test('that nobody planned has none', () => given(printOrder).when(provide).refuses('print-order-unknown'));
});

describe('with the lab', () => {
  test('is what the lab took, under the lab’s own number', () =>
    given(printOrder, planned, ready).when(submit).emits(submitted));
  test('is it once', () =>
    given(printOrder, ...withLab)
      .when(submit)
      .refuses('print-order-already-submitted'));
  test('is nothing without a picture', () =>
    given(printOrder, planned).when(submit).refuses('print-order-not-ready'));
  test('is nothing that nobody planned', () => given(printOrder).when(submit).refuses('print-order-unknown'));
  test('is not what the lab turned down, with its reason', () =>
    given(printOrder, planned, ready).when(turnDown).emits(turnedDown));
  test('is turned down once', () =>
    given(printOrder, planned, ready, turnedDown).when(turnDown).refuses('print-order-already-refused'));
  test('is not turned down after it was taken', () =>
    given(printOrder, ...withLab)
      .when(turnDown)
      .refuses('print-order-already-submitted'));
  test('is not turned down before it was sent', () =>
    given(printOrder, planned).when(turnDown).refuses('print-order-not-ready'));
});

describe('the lab’s messages', () => {
  test('tell how far it is', () =>
    given(printOrder, ...withLab)
      .when(tell('in-progress'))
      .emits(told('in-progress')));
  test('may leave a stage out', () =>
    given(printOrder, ...withLab)
      .when(tell('shipped'))
      .emits(told('shipped')));
  test('that come twice tell nothing new', () =>
    given(printOrder, ...withLab, told('in-production'))
      .when(tell('in-production'))
      .refuses('print-order-already-there'));
  test('that were overtaken tell nothing new', () =>
    given(printOrder, ...withLab, told('shipped'))
      .when(tell('in-production'))
      .refuses('print-order-already-there'));
  test('tell that it was cancelled there', () =>
    given(printOrder, ...withLab, told('in-progress'))
      .when(tell('cancelled'))
      .emits(told('cancelled')));
  test('tell nothing that was sent back into the workshop', () =>
    given(printOrder, ...withLab, told('shipped'))
      .when(tell('cancelled'))
      .refuses('print-order-already-there'));
  test('are about what is with the lab', () =>
    given(printOrder, planned, ready).when(tell('shipped')).refuses('print-order-not-with-lab'));
  test('tell of trouble', () =>
    given(printOrder, ...withLab)
      .when(trouble)
      .emits(troubled));
  test('tell of the same trouble once', () =>
    given(printOrder, ...withLab, troubled)
      .when(trouble)
      .refuses('print-order-already-there'));
  test('tell of no trouble with what is not there', () =>
    given(printOrder, planned).when(trouble).refuses('print-order-not-with-lab'));
});

describe('a parcel', () => {
  test('is sent, with what its number says sealed', () =>
    given(printOrder, ...withLab)
      .when(ship('1'))
      .emits(shipped('1')));
  test('once', () =>
    given(printOrder, ...withLab, shipped('1'))
      .when(ship('1'))
      .refuses('shipment-already-recorded'));
  test('is one of several', () =>
    given(printOrder, ...withLab, shipped('1'))
      .when(ship('2'))
      .emits(shipped('2')));
  test('comes from a lab that has the order', () =>
    given(printOrder, planned, ready).when(ship('1')).refuses('print-order-not-with-lab'));
});

const commands: fc.Arbitrary<PrintOrderCommand> = fc.oneof(
  fc.constantFrom<PrintOrderCommand>(plan, provide, submit, turnDown),
  fc.constantFrom(...Stage.options).map(tell),
  fc
    .constantFrom(...Trouble.options)
    .map((one): PrintOrderCommand => ({ type: 'RecordLabTrouble', ...id, trouble: one })),
  fc.constantFrom('1', '2', '3').map(ship),
);

test('however the lab’s messages come, a print order goes forward only, to one end, and each parcel is told once', () =>
  fc.assert(
    fc.asyncProperty(fc.array(commands, { maxLength: 40, size: 'max' }), async (asked) => {
      const { events } = await obey(printOrder, [plan, provide, ...asked]);
      const of = (type: string) => events.filter((event) => event.type === type);
      expect(of('PrintOrderSubmitted').length + of('PrintOrderRefused').length).toBeLessThanOrEqual(1);
      const stages = events.flatMap((event) => (event.type === 'PrintOrderProgressed' ? [event.stage] : []));
      const ranks = stages.map((stage) => Stage.options.indexOf(stage));
      expect(ranks).toEqual([...new Set(ranks)].toSorted((a, b) => a - b));
      const ends = stages.filter((stage) => stage === 'shipped' || stage === 'cancelled');
      expect<readonly string[]>(ends).toEqual(ends.length === 0 ? [] : stages.slice(-1));
      const parcels = events.flatMap((event) => (event.type === 'ShipmentSent' ? [event.shipmentId] : []));
      expect(new Set(parcels).size).toBe(parcels.length);
    }),
  ));
