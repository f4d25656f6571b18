/** Bundles every island for the browser: one small module each, and what they share once beside them. */
import { basename } from 'node:path';
import { Glob } from 'bun';

const islands = new Glob('**/*.island.tsx');
const rooms = `${import.meta.dir}/../src/web`;

/**
 * Writes the modules into `outFolder`; each name carries a hash of its content, so it may be cached for ever.
 *
 * @returns the file name of each island by its name: `photo` → `photo-1a2b3c4d.js`
 * @throws with what the bundler says, where an island does not build
 */
export async function buildIslands(outFolder: string): Promise<Record<string, string>> {
  const entrypoints = [...islands.scanSync({ cwd: rooms, absolute: true })].sort();
  const built = await Bun.build({
    entrypoints,
    outdir: outFolder,
    target: 'browser',
    minify: true,
    splitting: true,
    naming: { entry: '[name]-[hash].[ext]', chunk: 'shared-[hash].[ext]' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return Object.fromEntries(
    built.outputs
      .filter(({ kind }) => kind === 'entry-point')
      .map(({ path }) => basename(path))
      .map((file) => [file.slice(0, file.indexOf('.island')), file]),
  );
}
