/** One sheet of many portraits, to choose from. */
import sharp from 'sharp';

/** All portraits on one sheet, four in a row, in the order of the list. */
export async function contactSheet(files: readonly string[], aspect: number, out: string): Promise<void> {
  const [width, gap, columns] = [400, 12, Math.min(4, files.length)];
  const height = Math.round(width / aspect);
  const tiles = await Promise.all(
    files.map((file) => sharp(file).resize(width, height, { fit: 'cover' }).toBuffer()),
  );
  const rows = Math.ceil(files.length / columns);
  const size = { width: columns * (width + gap) + gap, height: rows * (height + gap) + gap };
  const placed = tiles.map((input, i) => ({
    input,
    left: gap + (i % columns) * (width + gap),
    top: gap + Math.floor(i / columns) * (height + gap),
  }));
  await sharp({ create: { ...size, channels: 3, background: '#f4f3ee' } })
    .composite(placed)
    .jpeg({ quality: 88 })
    .toFile(out);
}
