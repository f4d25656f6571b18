/** What the auditor asks the notary: whether the log is as it was, and proofs to take away. */
import type { RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import { type Bundle, Bundle as BundleSchema, type Checked, makeBundle } from '../../src/notary/bundle.ts';
import { type Checkpoint, openCheckpoint } from '../../src/notary/checkpoint.ts';
import { entryOf, leafOf } from '../../src/notary/leaf.ts';
import { leafHash } from '../../src/notary/merkle.ts';
import { readCheckpoint, signerOf } from '../../src/notary/notary.ts';
import { type Verifier, verifierFrom } from '../../src/notary/note.ts';
import { nodesOf } from '../../src/notary/tiles.ts';
import { currentTree, type Tree } from '../../src/notary/trees.ts';
import { type Finding, type Verified, verifyLog } from '../../src/notary/verification.ts';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import { replay } from '../../src/personal-data/replay.ts';
import { decoded } from '../../src/processes/streams.ts';
import { placeOf } from '../../src/web/history/place.ts';
import type { Connection } from '../connect.ts';
import { Refused } from '../terminal/command.ts';
import { many } from '../terminal/table.ts';
import { eventsOf } from './log.ts';
import { textFrom } from './receipt.ts';

export type Signed = Checkpoint & {
  readonly note: string;
  readonly verifierKey: string;
  readonly tree: Tree;
};

/** The checkpoint of now; its signature is checked by the key of the shop itself, or by the one that was given. */
export async function signedIn({ stores }: Connection, given?: string): Promise<Signed> {
  const tree = await currentTree(stores.notary);
  const note = await readCheckpoint(tree);
  if (note === undefined)
    throw new Refused(
      'the notary has signed nothing yet',
      'it runs with the shop’s worker; look again in a moment',
    );
  const verifierKey = given ?? (await signerOf(tree, stores.notary)).verifierKey;
  return { note, verifierKey, tree, ...opened(note, verifierOf(verifierKey)) };
}

export function verifierOf(verifierKey: string): Verifier {
  const verifier = verifierFrom(verifierKey.trim());
  if (verifier !== undefined) return verifier;
  throw new Refused(
    'that is no key of a notary',
    'it reads <name>+<8 digits>+<base64>: bun run audit verify prints the shop’s own',
  );
}

/** @param from the key itself, or a file or an address that holds it */
export const keyFrom = async (from: string): Promise<string> =>
  verifierFrom(from) === undefined ? (await textFrom(from)).trim() : from;

export function opened(note: string, verifier: Verifier): Checkpoint {
  const checkpoint = openCheckpoint(note, verifier);
  if (checkpoint !== undefined) return checkpoint;
  throw new Refused(
    'the checkpoint is not signed by that key',
    'the key is another one, or somebody forged the checkpoint',
  );
}

/** @param since a checkpoint that the auditor kept */
export async function verified(to: Connection, signed: Signed, since: string | undefined): Promise<Verified> {
  const { stores } = to;
  const older =
    since === undefined ? undefined : opened(await textFrom(since), verifierOf(signed.verifierKey));
  const deps = { log: stores.log, events: eventsOf(stores.log), store: signed.tree.store };
  return verifyLog(deps, signed, older);
}

export function verifiedText(signed: Signed, { size, after, finding }: Verified): string {
  const head = [
    `checkpoint  ${many(size, 'event')}, root ${signed.root.toString('base64')}`,
    `signed by   ${signed.verifierKey}`,
  ];
  const newer = after === 0 ? '' : `; ${many(after, 'newer one')} not witnessed yet`;
  if (finding === null)
    return [...head, `The log is as it was witnessed: ${many(size, 'event')}${newer}.`].join('\n');
  return [...head, `finding     ${findingText(finding)}`].join('\n');
}

const findingText = ({ is, index, place, says }: Finding): string =>
  `${is.replaceAll('-', ' ')}${index === null ? '' : `, entry ${index}`}${place === null ? '' : `, ${place}`}: ${says}`;

type Choice =
  | { readonly event: string }
  | { readonly subject: SubjectRef }
  | { readonly from: number; readonly to: number };

/** @throws Refused where nothing of it was witnessed, or the log is not what was signed */
export async function bundleOf(
  to: Connection,
  signed: Signed,
  choice: Choice,
  since: string | undefined,
): Promise<Bundle> {
  const events = await chosen(to, choice, signed.size);
  if (events.length === 0)
    throw new Refused('nothing of that was witnessed', 'the checkpoint may be older: look again in a moment');
  await mustBeAsSigned(signed, events);
  const note = since === undefined ? undefined : await textFrom(since);
  const earlier = note && { note, size: opened(note, verifierOf(signed.verifierKey)).size };
  const { note: checkpoint, verifierKey, size } = signed;
  return makeBundle({
    store: signed.tree.store,
    checkpoint,
    verifierKey,
    size,
    earlier: earlier || undefined,
    events,
  });
}

type Indexed = { readonly index: number; readonly recorded: RecordedEvent };

/** The nth event of the log is the nth entry of the tree. */
async function chosen({ stores }: Connection, choice: Choice, size: number): Promise<readonly Indexed[]> {
  const indexes = new Map<RecordedEvent, number>();
  const counted = async function* () {
    for await (const recorded of eventsOf(stores.log)) {
      indexes.set(recorded, indexes.size);
      yield recorded;
    }
  };
  const wanted =
    'subject' in choice ? await about(choice.subject, counted()) : await among(choice, counted());
  return wanted
    .map((recorded) => ({ index: indexes.get(recorded) ?? size, recorded }))
    .filter(
      ({ index }) => index < size && (!('from' in choice) || (index >= choice.from && index <= choice.to)),
    );
}

const about = async (subject: SubjectRef, events: AsyncIterable<RecordedEvent>) =>
  (await replay(subject, events, decoded)).steps.map(({ recorded }) => recorded);

async function among(
  choice: Choice,
  events: AsyncIterable<RecordedEvent>,
): Promise<readonly RecordedEvent[]> {
  const found = [];
  for await (const recorded of events)
    if (!('event' in choice) || recorded.id === choice.event || placeOf(recorded) === choice.event)
      found.push(recorded);
  return found;
}

async function mustBeAsSigned({ tree, size }: Signed, events: readonly Indexed[]): Promise<void> {
  const node = nodesOf(tree.store, size);
  for (const { index, recorded } of events)
    if (!leafHash(entryOf(leafOf(recorded))).equals(await node(0, index)))
      throw new Refused(
        `${placeOf(recorded)} is not as it was witnessed`,
        'bun run audit verify says what is wrong',
      );
}

export function bundleText(checked: Checked, { events }: Bundle): string {
  if (checked.is === 'not-genuine') return `not genuine: ${checked.says}`;
  const { size, earlier } = checked;
  const types = [...Map.groupBy(events, ({ event }) => event.type)].map(
    ([type, all]) => `${all.length} ${type}`,
  );
  return [
    `genuine: ${many(events.length, 'event')} of a log of ${size}`,
    `    ${types.join(', ')}`,
    ...(earlier === null ? [] : [`    the log begins as it did when it had ${many(earlier, 'event')}`]),
  ].join('\n');
}

/** @throws Refused */
export async function bundleFrom(file: string): Promise<Bundle> {
  const parsed = BundleSchema.safeParse(jsonIn(await textFrom(file)));
  if (parsed.success) return parsed.data;
  throw new Refused(`${file} is no bundle of the auditor’s`, 'bun run audit export makes one');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
