/**
 * What the log alone tells of one person: every event about them or about a thing of theirs, what it sealed, and how
 * long the keys lived. Nothing is opened, so that it reads the same after an erasure as before.
 */
import type { RecordedEvent } from '../eventsourcing/event-store.ts';
import { forgetting } from './forgetting.ts';
import type { SubjectRef } from './opaque.ts';
import type { Category } from './register.ts';
import { type Facts, isSealed, placesIn } from './slots.ts';
import type { Reason } from './vault.ts';

/** One value of the person in an event: of what kind, and under which key. */
export type SealedUnder = { readonly category: Category; readonly kid: string; readonly slot: string };

export type Step = {
  readonly recorded: RecordedEvent;
  /** As the event's own module reads it; undefined where none does. */
  readonly told: Facts | undefined;
  readonly sealed: readonly SealedUnder[];
};

export type KeyLife = {
  readonly kid: string;
  readonly category: Category;
  /** When the first value was sealed under it; ISO 8601, UTC. */
  readonly since: string;
  readonly values: number;
  readonly destroyed: {
    readonly at: string;
    readonly because: Reason;
    readonly eventId: string;
  } | null;
};

export type Replay = {
  readonly subject: SubjectRef;
  readonly steps: readonly Step[];
  readonly keys: readonly KeyLife[];
};

/** @param events of the whole log, or of its beginning up to the time that is asked about; oldest first */
export async function replay(
  subject: SubjectRef,
  events: AsyncIterable<RecordedEvent>,
  decode: (recorded: RecordedEvent) => Facts | undefined,
): Promise<Replay> {
  const isTheirs = threadOf(subject);
  const keys = new Map<string, KeyLife>();
  const steps: Step[] = [];
  for await (const recorded of events) {
    const dead = forgetting.destroyedBy(recorded).filter((kid) => keys.has(kid));
    for (const kid of dead) end(keys, kid, recorded);
    if (dead.length === 0 && !isTheirs(recorded)) continue;
    const told = decode(recorded);
    const sealed = told === undefined ? [] : sealedFor(subject, told);
    for (const one of sealed) begin(keys, one, recorded);
    steps.push({ recorded, told, sealed });
  }
  return { subject, steps, keys: [...keys.values()] };
}

/**
 * Whether an event is about a person: it names them; or it names nobody, and stands in a stream of theirs or tells of
 * one (an order's print, say, before there is a parcel). A stream is whose its first event is about, so that a series
 * which many share is nobody's. Causes come before what follows from them: one pass is enough.
 */
function threadOf(subject: SubjectRef): (recorded: RecordedEvent) => boolean {
  const streams = new Set<string>();
  const things = new Set<string>();
  return ({ stream, revision, data, metadata: { subjects } }) => {
    const isNamed = subjects.includes(subject);
    const isTheirThing =
      streams.has(stream) ||
      Object.values(data).some((value) => typeof value === 'string' && things.has(value));
    if (!isNamed && (subjects.length > 0 || !isTheirThing)) return false;
    if (revision === 0n) {
      streams.add(stream);
      things.add(stream.slice(stream.indexOf('-') + 1));
    }
    return true;
  };
}

const sealedFor = (subject: SubjectRef, told: Facts): readonly SealedUnder[] =>
  placesIn(told).flatMap(({ ref, slot, value }) =>
    ref === subject && isSealed(value) ? [{ category: value.category, kid: value.kid, slot }] : [],
  );

function begin(keys: Map<string, KeyLife>, { kid, category }: SealedUnder, { created }: RecordedEvent): void {
  const known = keys.get(kid) ?? { kid, category, since: created, values: 0, destroyed: null };
  keys.set(kid, { ...known, values: known.values + 1 });
}

function end(keys: Map<string, KeyLife>, kid: string, { id, created, data }: RecordedEvent): void {
  const known = keys.get(kid);
  if (known === undefined || known.destroyed !== null) return; // said twice, died once
  const because = data['because'] === 'retention' ? 'retention' : 'erasure';
  keys.set(kid, { ...known, destroyed: { at: created, because, eventId: id } });
}
