/** What an auditor takes away: events as they were sealed, and the proofs that they stood in the log; checked without us. */
import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { JsonObject, Metadata, RecordedEvent } from '../eventsourcing/event-store.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { entryOf, leafOf } from './leaf.ts';
import { consistencyProof, inclusionProof, isConsistent, leafHash, rootByInclusion } from './merkle.ts';
import type { Verifier } from './note.ts';
import { nodesOf, type TileStore } from './tiles.ts';

export const bundleFormat = 'portrait123-audit-bundle-1';

const hash = z.base64().length(44);
const named = z.looseObject({});
const About = z.looseObject({
  ...{ v: z.int(), commandId: z.string(), correlationId: z.string(), causationId: z.string().nullable() },
  ...{ actor: z.string(), purpose: z.string(), legalBasis: z.string(), policyVersion: z.string() },
  subjects: z.array(z.string()),
});
const is =
  <T>(shape: z.ZodType) =>
  (told: unknown): told is T =>
    shape.safeParse(told).success;
const Event = z.object({
  stream: z.string(),
  revision: z.string().regex(/^\d{1,19}$/),
  id: z.string(),
  type: z.string(),
  created: z.string(),
  data: z.custom<JsonObject>(is<JsonObject>(named)),
  metadata: z.custom<Metadata>(is<Metadata>(About)),
});

export const Bundle = z.object({
  format: z.literal(bundleFormat),
  /** A signed note: how many entries the log had, and their root. */
  checkpoint: z.string(),
  /** Whose signature it is said to be: trust in it comes from elsewhere. */
  verifierKey: z.string(),
  /** One that the auditor kept, and the proof that the log of today begins as it did then. */
  earlier: z.object({ checkpoint: z.string(), proof: z.array(hash) }).nullable(),
  events: z.array(z.object({ index: z.int().nonnegative(), proof: z.array(hash), event: Event })),
});
export type Bundle = z.output<typeof Bundle>;

type Wanted = {
  readonly store: TileStore;
  readonly checkpoint: string;
  readonly verifierKey: string;
  readonly size: number;
  readonly earlier: { readonly note: string; readonly size: number } | undefined;
  /** Each with its index in the tree. */
  readonly events: readonly { readonly index: number; readonly recorded: RecordedEvent }[];
};

export async function makeBundle(wanted: Wanted): Promise<Bundle> {
  const { store, size, checkpoint, verifierKey, earlier } = wanted;
  const node = nodesOf(store, size);
  const events: Bundle['events'] = [];
  for (const { index, recorded } of wanted.events) {
    const { position: _, revision, ...event } = recorded;
    const proof = (await inclusionProof(node, index, size)).map(base64);
    events.push({ index, proof, event: { ...event, revision: String(revision) } });
  }
  return {
    ...{ format: bundleFormat, checkpoint, verifierKey, events },
    earlier:
      earlier === undefined
        ? null
        : {
            checkpoint: earlier.note,
            proof: (await consistencyProof(node, earlier.size, size)).map(base64),
          },
  };
}

const base64 = (bytes: Buffer): string => bytes.toString('base64');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');

export type Checked =
  | {
      readonly is: 'genuine';
      readonly size: number;
      readonly events: number;
      readonly earlier: number | null;
    }
  | { readonly is: 'not-genuine'; readonly says: string };

/** Needs nothing but the bundle and the key of whoever signed it. */
export function verifyBundle(bundle: Bundle, verifier: Verifier): Checked {
  const signed = openCheckpoint(bundle.checkpoint, verifier);
  if (signed === undefined) return no('its checkpoint is not signed by that key');
  const wrong = bundle.events.find((one) => !isIncluded(one, signed));
  if (wrong !== undefined) {
    const { stream, revision } = wrong.event;
    return no(`${stream}@${revision} is not entry ${wrong.index} of the signed log`);
  }
  const earlier = bundle.earlier && openCheckpoint(bundle.earlier.checkpoint, verifier);
  if (bundle.earlier !== null && !earlier) return no('its earlier checkpoint is not signed by that key');
  if (earlier && earlier.origin !== signed.origin)
    return no(`its checkpoints are of two trees, ${earlier.origin} and ${signed.origin}`);
  if (earlier && !isConsistent(earlier, signed, (bundle.earlier?.proof ?? []).map(bytesOf)))
    return no(`the log of ${signed.size} entries does not begin as the one of ${earlier.size} did`);
  return { is: 'genuine', size: signed.size, events: bundle.events.length, earlier: earlier?.size ?? null };
}

const no = (says: string): Checked => ({ is: 'not-genuine', says });

function isIncluded({ index, proof, event }: Bundle['events'][number], { size, root }: Checkpoint): boolean {
  const leaf = leafHash(entryOf(leafOf({ ...event, revision: BigInt(event.revision) })));
  return rootByInclusion(leaf, index, size, proof.map(bytesOf))?.equals(root) === true;
}

/** The events of a bundle in the log's order, as a store would give them. */
export async function* eventsIn({ events }: Bundle): AsyncGenerator<RecordedEvent> {
  for (const { index, event } of events.toSorted((a, b) => a.index - b.index))
    yield { ...event, revision: BigInt(event.revision), position: BigInt(index) };
}

/** The proof for one event in the text format of C2SP tlog-proof, with its entry as extra data. */
export function tlogProof({ checkpoint, events }: Bundle): string {
  const [one] = events;
  if (one === undefined) return '';
  const entry = entryOf(leafOf({ ...one.event, revision: BigInt(one.event.revision) }));
  const lines = ['c2sp.org/tlog-proof@v1', `extra ${base64(entry)}`, `index ${one.index}`, ...one.proof];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}
