/**
 * What the studio takes, beside its peers in the same run: `bun scripts/bench/studio.ts [--json] [--rounds N] [--out DIR]`.
 * Fails where a preview or a print misses its figure by more than twice: absolutes are targets, and machines differ.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { type Engine, type PaintJob, recipeFrom, startEngine } from '../../src/studio/engine.ts';
import { styles } from '../../src/studio/styles/index.ts';
import { likenessMeter } from './studio/likeness.ts';
import { type Peer, peers } from './studio/peers.ts';

type Row = {
  readonly what: string;
  readonly seconds: number;
  readonly target?: number;
  readonly likeness?: number;
  readonly note?: string;
};

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '3' }, out: { type: 'string' } },
});
const rounds = Math.max(1, Number(values.rounds));
const out = values.out ?? mkdtempSync(join(tmpdir(), 'studio-bench-'));
mkdirSync(out, { recursive: true });

const original = new Uint8Array(
  readFileSync(new URL('../../test/fixtures/photos/astronaut.png', import.meta.url)),
);
const preview = { width: 1024, height: 1280 };
const print = { width: 4800, height: 6000 };

const rows: Row[] = [];
// on a busy machine a figure is missed, and not the whole run
const engine = await startEngine({ timeouts: { inspectMs: 300_000, previewMs: 300_000, printMs: 600_000 } });
const photo = await keptPhoto(engine);
const meter = await likenessMeter();
const aligned = join(out, 'photo.png');

await arrival();
for (const { id } of styles) await style(id);
for (const peer of peers) await beside(peer);
await sheet();
await severalJobs();
await manyJobs();
for (const { id } of styles) await printOf(id);
await engine.stop();
report();

async function keptPhoto(engine: Engine): Promise<Uint8Array> {
  const inspected = await engine.inspect(original, 'person');
  if (inspected.is === 'refused') throw new Error(inspected.reason);
  return inspected.photo;
}

function job(style: string, changes: Partial<PaintJob> = {}): PaintJob {
  const recipe = recipeFrom({ style, variant: '', seed: 1, crop: null, engine: '' });
  return { photo, subject: 'person', recipe, ...preview, format: 'jpeg', watermark: true, ...changes };
}

/** From the bytes of an upload to the first portrait, on an engine that has not seen the photo. */
async function arrival(): Promise<void> {
  const inspecting: number[] = [];
  const first: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const other = new Uint8Array(
      await sharp(original)
        .resize(1200 + round)
        .jpeg({ quality: 92 })
        .toBuffer(),
    );
    const begun = performance.now();
    const inspected = await engine.inspect(other, 'person');
    inspecting.push((performance.now() - begun) / 1000);
    if (inspected.is === 'accepted') await engine.paint(job('impressionist', { photo: inspected.photo }));
    first.push((performance.now() - begun) / 1000);
  }
  rows.push({ what: 'intake: decode, faces, masks, verdict', seconds: median(inspecting), target: 1.5 });
  rows.push({ what: 'upload to first preview (impressionist)', seconds: median(first), target: 4 });
}

async function style(id: string): Promise<void> {
  await engine.paint(job(id)); // the photo is prepared; what is measured is a further style
  const times: number[] = [];
  const before = processorSeconds(engine.processes()[0]);
  for (let round = 0; round < rounds; round++) times.push((await engine.paint(job(id))).seconds);
  const spent = (processorSeconds(engine.processes()[0]) - before) / rounds;
  const painted = await engine.paint(job(id, { format: 'png', watermark: false }));
  const file = join(out, `${id}.png`);
  writeFileSync(file, painted.image);
  if (painted.recipe.crop) await alignPhoto(painted.recipe.crop);
  rows.push({
    what: `further preview: ${id}`,
    seconds: median(times),
    target: 2.5,
    likeness: await meter(aligned, file),
    note: `processor ${spent.toFixed(1)} s`,
  });
  const drafts: number[] = [];
  for (let round = 0; round < rounds; round++)
    drafts.push((await engine.paint(job(id, { width: 512, height: 640, draft: true }))).seconds);
  rows.push({ what: `draft of 512 px: ${id}`, seconds: median(drafts), target: 1.2 });
}

/** The photo in the portraits' frame: what peers start from, and what likeness is measured against. */
async function alignPhoto(crop: { x: number; y: number; width: number; height: number }): Promise<void> {
  const { width: w = 1, height: h = 1 } = await sharp(photo).metadata();
  const wide = await sharp(photo)
    .extend({ top: 64, bottom: 64, left: 64, right: 64, extendWith: 'mirror' })
    .png()
    .toBuffer();
  const region = {
    left: Math.round(crop.x * w + 64),
    top: Math.round(crop.y * h + 64),
    width: Math.floor(crop.width * w),
    height: Math.floor(crop.height * h),
  };
  await sharp(wide)
    .extract(region)
    .resize(preview.width, preview.height, { fit: 'fill' })
    .png()
    .toFile(aligned);
}

async function beside({ name, command, file }: Peer): Promise<void> {
  const [program = '', ...args] = command(aligned, join(out, file));
  const begun = performance.now();
  const ran = spawnSync(program, args, { stdio: 'ignore', timeout: 300_000 });
  const seconds = (performance.now() - begun) / 1000;
  if (ran.error || ran.status !== 0)
    rows.push({ what: `peer: ${name}`, seconds: Number.NaN, note: 'not installed' });
  else rows.push({ what: `peer: ${name}`, seconds, likeness: await meter(aligned, join(out, file)) });
}

/** Photo, ours and the peers' on one sheet, six in a row. */
async function sheet(): Promise<void> {
  const files = [
    aligned,
    ...styles.map(({ id }) => join(out, `${id}.png`)),
    ...peers.map(({ file }) => join(out, file)),
  ];
  const [width, height, columns] = [320, 400, 6];
  const there = files.filter((file) => existsSync(file));
  const tiles = await Promise.all(
    there.map((file) => sharp(file).resize(width, height).flatten().png().toBuffer()),
  );
  const size = { width: columns * width, height: Math.ceil(tiles.length / columns) * height };
  await sharp({ create: { ...size, channels: 3, background: '#ffffff' } })
    .composite(
      tiles.map((input, i) => ({
        input,
        left: (i % columns) * width,
        top: Math.floor(i / columns) * height,
      })),
    )
    .jpeg({ quality: 88 })
    .toFile(join(out, 'sheet.jpg'));
}

async function severalJobs(): Promise<void> {
  const alone = (await engine.paint(job('pencil'))).seconds;
  const four = await Promise.all([1, 2, 3, 4].map(() => engine.paint(job('pencil'))));
  const slowest = Math.max(...four.map(({ seconds }) => seconds));
  rows.push({ what: 'slowest of four at once', seconds: slowest, target: 4.5 * alone });
}

async function manyJobs(): Promise<void> {
  const sizes: number[] = [];
  const begun = performance.now();
  for (let i = 0; i < 20; i++) {
    await engine.paint(job(styles[i % styles.length]?.id ?? 'pencil'));
    sizes.push(residentMb(engine.processes()[0]));
  }
  const note = `RSS ${sizes[4]} MB after 5, ${sizes.at(-1)} MB after 20`;
  rows.push({ what: 'twenty previews in a row', seconds: (performance.now() - begun) / 1000, note });
}

async function printOf(id: string): Promise<void> {
  const before = processorSeconds(engine.processes()[1]);
  const { seconds } = await engine.paint(job(id, { ...print, watermark: false }));
  const spent = processorSeconds(engine.processes()[1]) - before;
  const note = `processor ${spent.toFixed(1)} s, peak RSS ${peakMb(engine.processes()[1])} MB`;
  rows.push({ what: `print of 4800 × 6000: ${id}`, seconds, target: 30, note });
}

function residentMb(pid: number | undefined): number {
  return statusMb(pid, 'VmRSS');
}

function peakMb(pid: number | undefined): number {
  return statusMb(pid, 'VmHWM');
}

function statusMb(pid: number | undefined, field: string): number {
  if (pid === undefined || process.platform !== 'linux') return Number.NaN;
  const [, kb] = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`)) ?? [];
  return Math.round(Number(kb) / 1024);
}

/** Of all threads: on a busy machine a better figure than the clock's, which two idle processors halve. */
function processorSeconds(pid: number | undefined): number {
  if (process.platform !== 'linux') return Number.NaN;
  if (pid === undefined) return 0;
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

function report(): void {
  if (values.json) process.stdout.write(`${JSON.stringify({ out, rows }, null, 2)}\n`);
  else {
    for (const { what, seconds, target, likeness, note } of rows) {
      const aim = target === undefined ? '' : `of ${target.toFixed(1)} s`;
      const alike = likeness === undefined ? '' : `likeness ${(likeness * 100).toFixed(0)} %`;
      process.stdout.write(
        `${what.padEnd(42)}${seconds.toFixed(2).padStart(8)} s  ${aim.padEnd(12)}${alike} ${note ?? ''}\n`,
      );
    }
    process.stdout.write(`pictures in ${out}\n`);
  }
  process.exit(rows.some(({ seconds, target }) => target !== undefined && seconds > 2 * target) ? 1 : 0);
}
