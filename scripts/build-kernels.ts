/** Compiles the studio's kernels; the result is committed beside their source, and a test compares the two. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (from: string): string => fileURLToPath(new URL(`../${from}`, import.meta.url));

/** Two pages of bounds and shared memory: what `workshop.ts` opens. @param out the .wasm to be written */
export const kernelCommand = (out: string): readonly string[] => [
  ...[path('node_modules/assemblyscript/bin/asc.js'), 'src/studio/kernels/index.ts', '--baseDir', path('.')],
  ...['-o', out, '-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '16', '--maximumMemory', '24576'],
  ...['--enable', 'simd', '--enable', 'threads'],
];

if (import.meta.main) {
  const out = path('src/studio/kernels/studio.wasm');
  process.exitCode = spawnSync(process.execPath, [...kernelCommand(out)], { stdio: 'inherit' }).status ?? 1;
}
