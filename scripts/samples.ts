/** Paints the site's samples after the two free photos, which are kept whole, and cut to the same frame for the slider. */
import { mkdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { type Crop, type Engine, recipeFrom, type SubjectKind, startEngine } from '../src/studio/engine.ts';
import { styles } from '../src/studio/styles/index.ts';

const folder = new URL('../src/web/assets/samples/', import.meta.url).pathname;
const widths = [350, 700, 1050] as const;
/** 4:5, as previews are. */
const full = { width: 1050, height: 1312 };

const photos: readonly { readonly name: string; readonly subject: SubjectKind }[] = [
  { name: 'astronaut', subject: 'person' },
  { name: 'chelsea', subject: 'pet' },
];

mkdirSync(folder, { recursive: true });
const engine = await startEngine();
const only = process.argv.slice(2);
for (const { name, subject } of photos) await sample(engine, name, subject);
await engine.stop();

async function sample(engine: Engine, name: string, subject: SubjectKind): Promise<void> {
  const original = readFileSync(new URL(`../test/fixtures/photos/${name}.png`, import.meta.url));
  const inspected = await engine.inspect(new Uint8Array(original), subject);
  if (inspected.is === 'refused') throw new Error(inspected.reason);
  const { photo } = inspected;
  await write(photo, `${name}-whole`);
  for (const { id } of styles.filter((style) => only.length === 0 || only.includes(style.id))) {
    const recipe = recipeFrom({ style: id, variant: '', seed: 1, crop: null, engine: engine.version });
    const painted = await engine.paint({ photo, subject, recipe, ...full, format: 'png', watermark: false });
    await write(painted.image, `${name}-${id}`);
    if (painted.recipe.crop) await write(await framed(photo, painted.recipe.crop), `${name}-photo`);
  }
}

/** The photo in the picture's frame; what the frame has beyond the photo is mirrored, as the studio does it. */
async function framed(photo: Uint8Array, crop: Crop): Promise<Uint8Array> {
  const { width: w = 1, height: h = 1 } = await sharp(photo).metadata();
  const box = { left: crop.x * w, top: crop.y * h, width: crop.width * w, height: crop.height * h };
  const margin = Math.ceil(
    Math.max(0, -box.left, -box.top, box.left + box.width - w, box.top + box.height - h),
  );
  const sides = { left: margin, top: margin, right: margin, bottom: margin, extendWith: 'mirror' } as const;
  const wide = await sharp(photo).extend(sides).png().toBuffer();
  const region = {
    left: Math.round(box.left + margin),
    top: Math.round(box.top + margin),
    width: Math.floor(box.width),
    height: Math.floor(box.height),
  };
  const cut = sharp(wide)
    .extract(region)
    .resize(full.width, full.height, { fit: 'fill', kernel: 'lanczos3' });
  return new Uint8Array(await cut.png().toBuffer());
}

async function write(image: Uint8Array, name: string): Promise<void> {
  for (const width of widths) {
    const small = sharp(image).resize(width, undefined, { kernel: 'lanczos3' });
    await small.clone().webp({ quality: 68, effort: 5 }).toFile(`${folder}${name}-${width}.webp`);
    await small.clone().avif({ quality: 46, effort: 3 }).toFile(`${folder}${name}-${width}.avif`);
  }
}
