/** A backup set: a folder of files, and a manifest by which each of them is checked before anything is put back. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refused } from '../terminal/command.ts';

const Part = z.object({ file: z.string(), sha256: z.string().length(64), bytes: z.int().nonnegative() });
const Manifest = z.object({
  format: z.enum(['portrait123-backup-1', 'portrait123-vault-backup-1']),
  madeAt: z.iso.datetime(),
  /** Each is in the set as it is named here. */
  parts: z.array(Part),
  /** What is in it, for people. */
  about: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Manifest = z.output<typeof Manifest>;
export type Kind = Manifest['format'];

const manifestIn = (folder: string): string => join(folder, 'manifest.json');

/** @throws Refused where there is something already: a backup is never written over another */
export async function beginSet(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new Refused(`${folder} is not empty`, 'name a folder that is new, or empty');
}

/** Written last: a set without it is half a set. */
export async function endSet(
  folder: string,
  format: Kind,
  files: readonly string[],
  about: Manifest['about'],
  madeAt: string,
): Promise<Manifest> {
  const parts = await Promise.all(files.map((file) => partOf(folder, file)));
  const manifest = { format, madeAt, parts, about };
  await writeFile(manifestIn(folder), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return manifest;
}

async function partOf(folder: string, file: string): Promise<z.output<typeof Part>> {
  const path = join(folder, file);
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk);
  return { file, sha256: digest.digest('hex'), bytes: (await stat(path)).size };
}

/** @throws Refused if it is none, another kind, or not as it was made */
export async function checkedSet(folder: string, format: Kind): Promise<Manifest> {
  const manifest = await manifestOf(folder);
  if (manifest.format !== format)
    throw new Refused(`${folder} is a ${manifest.format}`, `a ${format} is needed here`);
  for (const part of manifest.parts) {
    const found = await partOf(folder, part.file).catch(() => undefined);
    if (found?.sha256 !== part.sha256)
      throw new Refused(`${part.file} in ${folder} is not as it was backed up`, 'take another backup set');
  }
  return manifest;
}

async function manifestOf(folder: string): Promise<Manifest> {
  try {
    return Manifest.parse(JSON.parse(await readFile(manifestIn(folder), 'utf8')));
  } catch {
    throw new Refused(`${folder} holds no whole backup set`, 'its manifest.json is missing or broken');
  }
}
