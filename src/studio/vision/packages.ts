/** Files of installed packages, found by walking up; some packages' own `exports` do not lead to what they ship. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StudioFault } from '../fault.ts';

/** @throws StudioFault `studio/model` where the package is not installed. */
export function packageFile(name: string, ...path: readonly string[]): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'node_modules', name, ...path);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) throw new StudioFault('studio/model', `${name} is not installed`);
  }
}
