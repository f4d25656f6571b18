/** The archive of a copy, as a stream: the files first, since the document tells of each how it hashes. */
import { createHash } from 'node:crypto';
import { kidOf } from '../personal-data/blobs.ts';
import { chunksOf } from '../personal-data/byte-streams.ts';
import { type ConsentStep, consentReceipt } from '../personal-data/consent-record.ts';
import {
  type CopyDocument,
  type CopyFile,
  copyAsJsonLd,
  copyFormat,
  copySchema,
  type FileOf,
  filesIn,
  heldIn,
  recordsOf,
} from '../personal-data/copy.ts';
import type { Open } from '../personal-data/open.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import type { Category } from '../personal-data/register.ts';
import type { Replay } from '../personal-data/replay.ts';
import { paintersOf } from './painters.ts';
import type { Ports } from './ports.ts';
import type { ZipEntry } from './zip.ts';

export type ArchiveDeps = Pick<
  Ports,
  | 'vault'
  | 'stateOf'
  | 'recordsAbout'
  | 'consentStepsOf'
  | 'copyPage'
  | 'controller'
  | 'publicUrl'
  | 'policyInForce'
  | 'tellCopied'
  | 'clock'
>;
type Asked = { readonly requestId: string; readonly people: readonly SubjectRef[]; readonly open: Open };
export type Counted = { files: number; records: number };

/** @param counted is told what went in */
export async function* archiveOf(
  { requestId, people, open }: Asked,
  deps: ArchiveDeps,
  counted: Counted,
): AsyncGenerator<ZipEntry> {
  const replays = await Promise.all(people.map((person) => deps.recordsAbout(person)));
  const wanted = await theirFiles(replays, people, deps);
  const files: CopyFile[] = [];
  for (const [index, file] of wanted.entries()) {
    deps.tellCopied(requestId, index, wanted.length);
    yield* fileEntry(file, open, files);
  }
  const records = (await Promise.all(replays.map((replay) => recordsOf(replay, open)))).flat();
  Object.assign(counted, { files: files.length, records: records.length });
  const keys = await deps.vault.keysOf(people);
  const copy: CopyDocument = {
    ...{ $schema: `${deps.publicUrl}/schemas/copy-1.json`, format: copyFormat, madeAt: deps.clock() },
    ...{ request: requestId, subjects: [...people], policyVersion: await deps.policyInForce() },
    held: heldIn(keys, await paintersOf(keys, deps.stateOf)),
    ...{ records: [...records], consents: await receiptsOf(people, open, deps), files },
  };
  yield* documentEntries(copy, deps);
}

function* documentEntries(copy: CopyDocument, { copyPage }: ArchiveDeps): Generator<ZipEntry> {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  yield { path: 'index.html', content: copyPage(copy) };
  yield { path: 'data.json', content: json(copy) };
  yield { path: 'data.jsonld', content: json(copyAsJsonLd(copy)) };
  yield { path: 'data.schema.json', content: json(copySchema) };
  for (const [index, receipt] of copy.consents.entries())
    yield { path: `consents/${index + 1}.jsonld`, content: json(receipt) };
}

type Theirs = FileOf & { readonly category: Category };

/** Whose a file is, its key says; copies that were made earlier are left out. */
async function theirFiles(
  replays: readonly Replay[],
  people: readonly SubjectRef[],
  { vault }: ArchiveDeps,
): Promise<readonly Theirs[]> {
  const theirs: Theirs[] = [];
  for (const file of replays.flatMap(filesIn)) {
    const { subject, category, state } = await vault.find(kidOf(file.ref));
    const isNew = !theirs.some(({ ref }) => ref === file.ref);
    if (people.includes(subject) && state === 'active' && category !== 'rights.copy' && isNew)
      theirs.push({ ...file, category });
  }
  return theirs;
}

async function* fileEntry(file: Theirs, open: Open, files: CopyFile[]): AsyncGenerator<ZipEntry> {
  const { ref, category, at, event } = file;
  const opened = await open.blob(ref, category, 'rights.access');
  if (opened.is !== 'value') return; // it ended meanwhile
  const { contentType: mediaType, stream } = opened.value;
  const name = `${at.slice(0, 'yyyy-mm-dd'.length)}-${ref.slice(-12)}.${endings[mediaType] ?? 'bin'}`;
  const path = `${folders[category] ?? 'files'}/${name}`;
  const digest = createHash('sha256');
  let bytes = 0;
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunksOf(stream)) {
      digest.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  yield { path, content: measured() };
  files.push({ path, category, mediaType, bytes, sha256: digest.digest('hex'), at, event });
}

const folders: Partial<Record<Category, string>> = {
  'media.upload': 'photos',
  'media.portrait': 'portraits',
  'media.master': 'files',
};
const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/tiff': 'tif',
};

/** One per person and purpose. */
async function receiptsOf(
  people: readonly SubjectRef[],
  open: Open,
  { consentStepsOf, controller, publicUrl }: ArchiveDeps,
): Promise<CopyDocument['consents']> {
  const receipts: CopyDocument['consents'] = [];
  for (const subject of people) {
    const steps = await consentStepsOf(subject);
    for (const purpose of new Set(steps.flatMap(({ purposes }) => purposes))) {
      const told: ConsentStep[] = [];
      for (const step of steps.filter(({ purposes }) => purposes.includes(purpose))) {
        const evidence = await open(step.evidence, 'rights.access');
        told.push({ ...step, shown: evidence.is === 'value' ? evidence.value.shown : null });
      }
      receipts.push(consentReceipt({ subject, purpose, steps: told, controller, publicUrl }));
    }
  }
  return receipts;
}
