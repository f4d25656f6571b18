/** A copy of everything that is told of a person and still opens: the same archive that they get on the site. */
import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { SubjectRef } from '../../src/personal-data/personal.ts';
import { type ArchiveDeps, archiveOf, type Counted } from '../../src/processes/archive.ts';
import { type ZipEntry, zip } from '../../src/processes/zip.ts';
import type { Connection } from '../connect.ts';

/** As the log names who had it opened. */
const actor = 'privacy-officer';

/** The document alone, for a program; the files in it are named, with what they hash to. */
export async function documentOf(
  people: readonly SubjectRef[],
  deps: ArchiveDeps,
  to: Connection,
): Promise<string> {
  let document = '';
  for await (const { path, content } of entriesOf(people, deps, to).entries)
    if (typeof content !== 'string') for await (const _ of content);
    else if (path === 'data.json') document = content;
  return document.trimEnd();
}

/** Files and all, as a ZIP. @returns what went in */
export async function writeArchive(
  people: readonly SubjectRef[],
  deps: ArchiveDeps,
  to: Connection,
  file: FileHandle,
): Promise<Counted> {
  const { entries, counted } = entriesOf(people, deps, to);
  for await (const bytes of zip(entries, deps.clock())) await file.writeFile(bytes);
  return counted;
}

function entriesOf(people: readonly SubjectRef[], deps: ArchiveDeps, { rooms }: Connection) {
  const counted: Counted = { files: 0, records: 0 };
  const asked = { requestId: randomUUID(), people, open: rooms.openAs(actor) };
  const entries: AsyncGenerator<ZipEntry> = archiveOf(asked, deps, counted);
  return { entries, counted };
}
