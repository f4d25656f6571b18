/**
 * How alike portraits are to their photo, per style, on the free photo and on what is made of it: turned, cropped,
 * darker, lighter, of darker skin. `bun scripts/bench/studio-likeness.ts [--json]`. Nothing is kept.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { type Engine, recipeFrom, startEngine } from '../../src/studio/engine.ts';
import { styles } from '../../src/studio/styles/index.ts';
import { likenessMeter } from './studio/likeness.ts';

const original = readFileSync(new URL('../../test/fixtures/photos/astronaut.png', import.meta.url));
const large = (): Sharp => sharp(original).resize(1024);

const sittings: readonly (readonly [string, () => Sharp])[] = [
  ['as it is', large],
  ['turned by 15°', () => large().rotate(15, { background: '#8a8a8a' })],
  ['cropped', () => large().extract({ left: 230, top: 20, width: 520, height: 650 })],
  ['a third of the light', () => large().linear(0.34, 2)],
  ['half as much again', () => large().linear(1.5, 0)],
  ['darker skin', () => large().linear([0.5, 0.4, 0.33], [2, 1, 1])],
];

const folder = mkdtempSync(join(tmpdir(), 'likeness-'));
const patient = { inspectMs: 300_000, previewMs: 300_000 };
const engine = await startEngine({ timeouts: patient });
const meter = await likenessMeter();
const table: Awaited<ReturnType<typeof sitting>>[] = [];
// one after the other: the engine remembers the last photos alone
for (const [i, [name, make]] of sittings.entries()) table.push(await sitting(engine, name, make(), i));
await engine.stop();
rmSync(folder, { recursive: true });
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(table, null, 2)}\n`);
else
  for (const { name, likeness } of table)
    process.stdout.write(
      `${name.padEnd(22)}${likeness.map(([id, value]) => `${id} ${Math.round(value * 100)} %`).join('  ')}\n`,
    );
process.exit(0);

async function sitting(engine: Engine, name: string, picture: Sharp, index: number) {
  const file = join(folder, `${index}.png`);
  await picture.png().toFile(file);
  const inspected = await engine.inspect(new Uint8Array(readFileSync(file)), 'person');
  if (inspected.is === 'refused') return { name: `${name}: ${inspected.reason}`, likeness: [] };
  const likeness: (readonly [string, number])[] = [];
  for (const { id } of styles) {
    const recipe = recipeFrom({ style: id, variant: '', seed: 1, crop: null, engine: '' });
    const job = { photo: inspected.photo, subject: 'person', recipe, width: 1024, height: 1280 } as const;
    const painted = await engine.paint({ ...job, format: 'png', watermark: false });
    const portrait = join(folder, `${index}-${id}.png`);
    writeFileSync(portrait, painted.image);
    likeness.push([id, await meter(file, portrait)]);
  }
  return { name, likeness };
}
