/** What a file must be for whoever gets it: the lab that prints it, by its rules for the product, or the customer. */
import type { Order } from '../modules/ordering/order.ts';
import type { PaintJob } from '../studio/engine.ts';

type Line = Extract<Order, { readonly lines: unknown }>['lines'][number];
type FileRule = Required<Pick<PaintJob, 'format' | 'dpi' | 'bleedPx'>>;

/** Prodigi takes JPEG and PNG in sRGB; a TIFF is for a lab that asks for one, and none does yet. */
const format: FileRule['format'] = 'jpeg';

/**
 * Cards are cut from a sheet: an eighth of an inch on every side. Papers are printed to their edge by the lab, a frame
 * covers it, and round a canvas the lab itself turns it (mirror, white, black).
 */
const bleedInches: Partial<Record<Line['kind'], number>> = { cards: 1 / 8 };

const usualDpi = 300;

/** Pixels per inch as the picture will hang there: the file says the size of the print, and not of some other one. */
export function fileRuleFor(line: Line | undefined): FileRule {
  if (line === undefined) return { format, dpi: usualDpi, bleedPx: 0 };
  const dpi = dpiOf(line);
  return { format, dpi, bleedPx: Math.round((bleedInches[line.kind] ?? 0) * dpi) };
}

/** The lab names its sizes in inches. It fills the print area, so of two sides the one counts that is stretched more. */
function dpiOf({ labSku, masterPx }: Line): number {
  const [, width, height] = /-(\d+)X(\d+)(?:-|$)/.exec(labSku ?? '') ?? [];
  if (width === undefined || height === undefined) return usualDpi;
  const [short, long] = [Number(width), Number(height)].toSorted((a, b) => a - b);
  const [narrow, wide] = [masterPx.width, masterPx.height].toSorted((a, b) => a - b);
  return Math.round(Math.min((narrow ?? 0) / (short ?? 1), (wide ?? 0) / (long ?? 1)) * 100) / 100;
}
