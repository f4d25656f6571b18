/** What the bench of the runtime decides, projects and answers: meters that are read, and each reading reported. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Command, decider, refused } from '../../../src/eventsourcing/decider.ts';
import type { Context, EventData } from '../../../src/eventsourcing/event-store.ts';
import type { Seal } from '../../../src/eventsourcing/handle.ts';
import { process as reaction, send } from '../../../src/eventsourcing/process.ts';
import { projection } from '../../../src/eventsourcing/projection.ts';
import { type EventOf, event, type FactsOf, stream } from '../../../src/personal-data/personal.ts';

/** A meter is read again and again, and each reading is reported. */
export const MeterId = z.uuid().brand<'MeterId'>();
const MeterRead = event('MeterRead', { meter: MeterId, units: z.int().nonnegative() });
const meterEvents = [MeterRead] as const;
export const meterStream = stream('meter', meterEvents);
type MeterEvent = EventOf<typeof meterEvents>;
export const meter = decider<
  number,
  Command<'Read', FactsOf<typeof MeterRead>>,
  MeterEvent,
  'meter-runs-backwards'
>(meterStream, {
  initialState: 0,
  decide: {
    Read: (read, units) =>
      read.units < units ? refused('meter-runs-backwards') : [{ type: 'MeterRead', ...read }],
  },
  evolve: { MeterRead: (_, { units }) => units },
});

const ReadingReported = event('ReadingReported', { meter: MeterId });
const reportEvents = [ReadingReported] as const;
const reportStream = stream('report', reportEvents);
export const report = decider<
  null,
  Command<'Report', FactsOf<typeof ReadingReported>>,
  EventOf<typeof reportEvents>,
  never
>(reportStream, {
  initialState: null,
  decide: { Report: (facts) => [{ type: 'ReadingReported', ...facts }] },
  evolve: { ReadingReported: () => null },
});
export const reportMeterWhenRead = reaction('report-meter-when-read', meterStream, {
  MeterRead: ({ meter }) => [send(report, meter, { type: 'Report', meter })],
});

type MeterRow = { readonly meter: string; readonly units: number; readonly readAt: string };
export const meters = projection<MeterRow, MeterEvent>({
  ...{ name: 'meters', version: 1, streams: [meterStream], forget: 'row' },
  columns: { meter: 'text', units: 'integer', readAt: 'timestamptz' },
  key: ({ meter }) => meter,
  on: { MeterRead: (_, { meter, units }, { created }) => ({ meter, units, readAt: created }) },
});

/** Nothing here is about a person; what sealing costs is measured by `personal-data`. */
export const seal: Seal = async ({ type: _, ...data }) => ({
  ...{ data: JSON.parse(JSON.stringify(data)), subjects: [] },
  ground: { legalBasis: 'contract', policyVersion: '1' },
});
export const because = (): Context => ({
  ...{ commandId: randomUUID(), correlationId: randomUUID(), causationId: null },
  ...{ actor: 'bench', purpose: 'order.fulfilment' },
});
export const reading = (name: string, units: number): EventData => ({
  ...{ id: randomUUID(), type: 'MeterRead', data: { meter: name, units } },
  metadata: { v: 1, ...because(), legalBasis: 'contract', policyVersion: '1', subjects: [] },
});
