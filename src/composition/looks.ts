/** Style sheet and islands: built by whoever owns the data folder, found there by every other process. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Looks } from '../web/shop.ts';
import { styleSheet } from '../web/style-sheet.ts';

const Manifest = z.record(z.string(), z.string());
const manifestIn = (folder: string): string => join(folder, 'manifest.json');

/** @param build writes the modules into a folder, and tells the file name of each */
export async function buildLooks(
  folder: string,
  build: (folder: string) => Promise<Record<string, string>>,
): Promise<Looks> {
  writeFileSync(manifestIn(folder), JSON.stringify(await build(folder)));
  return readLooks(folder);
}

export async function readLooks(islandsFolder: string): Promise<Looks> {
  const names = Manifest.parse(JSON.parse(readFileSync(manifestIn(islandsFolder), 'utf8')));
  const islands = Object.fromEntries(Object.entries(names).map(([name, file]) => [name, `/islands/${file}`]));
  return { styleSheet: await styleSheet(), islands, islandsFolder };
}
