/** The studio from the command line: a photo in, a portrait out. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Engine,
  type ImageFormat,
  type Painted,
  type Progress,
  type RefusalReason,
  recipeFrom,
  startEngine,
} from '../src/studio/engine.ts';
import { StudioFault } from '../src/studio/fault.ts';
import { styles } from '../src/studio/styles/index.ts';
import { contactSheet } from './portrait/contact-sheet.ts';
import { formatOf, parsed, type Request, requestFrom, WrongUsage } from './portrait/request.ts';

const usage = `Usage:
    bun run portrait photo.jpg --style impressionist --out portrait.jpg
    bun run portrait photo.jpg --style engraving --variant sepia --size 4800x6000 --out print.png
    bun run portrait photo.jpg --style poster --background plain --intensity 80 --out poster.png
    bun run portrait cat.jpg --subject pet --style pencil --out cat.png
    bun run portrait --all photo.jpg --out-dir portraits
    bun run portrait --styles

Options:
    --style ID          which style; --styles lists them
    --variant ID        which variant of it; its first unless told
    --background ID     studio (the style's own, unless told), plain, or photo
    --intensity N       0 gentle … 100 bold; 50 unless told
    --crop X,Y,W,H      what of the photo, in shares of its sides; composed unless told
    --out FILE          .jpg, .png, .webp or .tif
    --size WxH          pixels; 1024x1280 unless told
    --seed N            another hand: the same seed paints the same picture
    --subject KIND      person (as long as nothing else is said) or pet
    --dpi N             written into the file; 300 unless told
    --watermark         mark the picture as a preview
    --all               every style, and a contact sheet, into --out-dir
    --styles            list styles and their variants
    --json              tell the result as JSON on standard output
    --help              this text

Exit status: 0 done, 1 the photo was refused or painting failed, 2 wrong usage.
`;

/** What is wrong with a photo, and what to do. */
const refusals: Readonly<Record<RefusalReason, readonly [string, string]>> = {
  'no-face': [
    'no face was found',
    'take a photo that shows it from the front; for an animal add --subject pet',
  ],
  'no-clear-subject': [
    'no clear subject was found',
    'take a photo where it stands out from what is behind it',
  ],
  'too-small': ['the photo is too small', 'it needs 300 pixels on its shorter side'],
  'face-too-small': ['the face is too small', 'crop the photo, or go nearer'],
  blurred: ['the photo is blurred', 'take a sharper one'],
  broken: ['the photo cannot be read', 'it may have been cut off: copy it again'],
  animated: ['the picture moves', 'save one frame of it'],
  'format-not-allowed': ['this is not a photo in a known format', 'use JPEG, PNG, WebP, AVIF or HEIC'],
  'too-many-pixels': ['the photo has more than 100 megapixels', 'make it smaller'],
  'too-large': ['the file is larger than 40 MB', 'save it as a JPEG'],
};

process.exitCode = await run(process.argv.slice(2)).catch((cause: unknown) => {
  if (cause instanceof WrongUsage) return complain(2, cause.message, cause.hint);
  if (cause instanceof StudioFault) return complain(1, cause.message, 'try again, or a smaller --size');
  throw cause;
});

function complain(status: number, error: string, hint: string): number {
  process.stderr.write(`portrait: error: ${error}\nhint: ${hint}\n`);
  return status;
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  if (values.help) return say(usage);
  if (values.styles) return say(values.json ? `${JSON.stringify(styles, null, 2)}\n` : listed());
  const request = requestFrom(values, positionals);
  if (values.all) {
    if (values['out-dir'] === undefined) throw new WrongUsage('--all needs --out-dir');
    return await withEngine((engine) => paintAll(engine, request, values['out-dir'] ?? '.'));
  }
  const { style = '', variant = '', out = '' } = values;
  const known = styles.find(({ id }) => id === style);
  if (known === undefined)
    throw new WrongUsage(
      style === '' ? '--style is missing' : `no style is called ${style}`,
      'bun run portrait --styles lists them',
    );
  if (variant !== '' && !known.variants.some(({ id }) => id === variant))
    throw new WrongUsage(
      `${style} has no variant ${variant}: ${known.variants.map(({ id }) => id).join(', ')}`,
    );
  const format = formatOf(out);
  return await withEngine((engine) => paintOne(engine, request, { style, variant, out, format }));
}

async function withEngine(work: (engine: Engine) => Promise<number>): Promise<number> {
  const engine = await startEngine();
  try {
    return await work(engine);
  } finally {
    await engine.stop();
  }
}

type Wanted = {
  readonly style: string;
  readonly variant: string;
  readonly out: string;
  readonly format: ImageFormat;
};

async function paintOne(engine: Engine, request: Request, wanted: Wanted): Promise<number> {
  const photo = await accepted(engine, request);
  if (typeof photo === 'number') return photo;
  const painted = await paint(engine, request, photo, wanted);
  writeFileSync(wanted.out, painted.image);
  return tell(request, [{ ...wanted, ...summary(painted) }]);
}

async function paintAll(engine: Engine, request: Request, folder: string): Promise<number> {
  const photo = await accepted(engine, request);
  if (typeof photo === 'number') return photo;
  mkdirSync(folder, { recursive: true });
  const done: { readonly out: string; readonly style: string }[] = [];
  for (const { id } of styles) {
    const wanted = { style: id, variant: '', out: join(folder, `${id}.jpg`), format: 'jpeg' } as const;
    const painted = await paint(engine, request, photo, wanted);
    writeFileSync(wanted.out, painted.image);
    done.push({ ...wanted, ...summary(painted) });
  }
  const sheet = join(folder, 'contact-sheet.jpg');
  await contactSheet(
    done.map(({ out }) => out),
    request.width / request.height,
    sheet,
  );
  return tell(request, [...done, { out: sheet, style: 'all' }]);
}

/** The photo as the studio keeps it, or the exit status of its refusal. */
async function accepted(engine: Engine, { photo, subject, json }: Request): Promise<Uint8Array | number> {
  const inspected = await engine.inspect(new Uint8Array(readFileSync(photo)), subject);
  if (inspected.is === 'accepted') return inspected.photo;
  if (json) say(`${JSON.stringify({ refused: inspected.reason })}\n`);
  return complain(1, ...refusals[inspected.reason]);
}

async function paint(engine: Engine, request: Request, photo: Uint8Array, wanted: Wanted): Promise<Painted> {
  const { subject, width, height, seed, dpi, watermark, crop, background, intensity } = request;
  const recipe = recipeFrom({
    style: wanted.style,
    variant: wanted.variant,
    ...{ seed, crop, background, intensity },
    engine: engine.version,
  });
  const bar = progressBar(wanted.style);
  try {
    const job = { photo, subject, recipe, width, height, format: wanted.format, dpi, watermark };
    return await engine.paint(job, { onProgress: bar.show });
  } finally {
    bar.end();
  }
}

/** On standard error, and only where somebody looks. */
function progressBar(name: string): { show(progress: Progress): void; end(): void } {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined };
  const width = 24;
  return {
    show({ stage, done, total }) {
      const filled = Math.round((width * done) / Math.max(1, total));
      process.stderr.write(`\r${name}  ${'█'.repeat(filled)}${'░'.repeat(width - filled)}  ${stage}\u001b[K`);
    },
    end: () => process.stderr.write('\r\u001b[K'),
  };
}

function summary({ contentType, width, height, recipe, seconds }: Painted) {
  return { contentType, width, height, recipe, seconds };
}

function tell(
  { json }: Request,
  results: readonly { readonly out: string; readonly style: string }[],
): number {
  if (json) return say(`${JSON.stringify(results, null, 2)}\n`);
  return say(results.map(({ out }) => `${out}\n`).join(''));
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

function listed(): string {
  return styles
    .map(({ id, name, variants }) => `${id.padEnd(18)}${name} (${variants.map((v) => v.id).join(', ')})\n`)
    .join('');
}
