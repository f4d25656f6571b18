/** What the rows and the running progress of a photo's portraits look like on its page, and in its events. */
import type { PortraitRow } from '../../../projections/portraits.ts';
import { styles } from '../../studio/styles/index.ts';
import type { Portrait, Stage } from '../components/shapes.ts';
import type { Shop } from '../shop.ts';
import type { PaintingProgress } from './progress.ts';
import { failures } from './words.ts';

export const styleName = (id: string): string => styles.find((style) => style.id === id)?.name ?? id;
const mediumOf = (id: string): string => styles.find((style) => style.id === id)?.medium ?? id;

export const secondsOf = ({ requestedAt, endedAt }: PortraitRow): number | undefined =>
  endedAt === null ? undefined : Math.round((Date.parse(endedAt) - Date.parse(requestedAt)) / 100) / 10;

/** A variant is named where it is not the one that is painted unless another is asked for. */
function labelOf({ style: id, variant }: PortraitRow): string {
  const style = styles.find((one) => one.id === id);
  const other = style?.variants.slice(1).find((one) => one.id === variant);
  return other === undefined ? styleName(id) : `${styleName(id)}, ${other.name.toLowerCase()}`;
}

export function portraitFrom(
  { tokens, progress }: Pick<Shop, 'tokens' | 'progress'>,
  row: PortraitRow,
): Portrait {
  const { portraitId: id, style, status, preview } = row;
  const about = {
    id,
    style,
    label: labelOf(row),
    alt: `${mediumOf(style)}, by software, after your photograph`,
  };
  if (preview !== null && row.picture?.jwe === '') return { ...about, status: 'erased' };
  if (status === 'painted')
    return {
      ...about,
      status: 'ready',
      src: `/pictures/${tokens.make('preview', id)}`,
      seconds: secondsOf(row),
    };
  if (status === 'failed') return { ...about, status: 'stopped', ...failures[row.reason ?? 'engine-failed'] };
  return { ...about, status: progress.latest(id) === undefined ? 'waiting' : 'painting' };
}

/** Of several portraits in one style the newest is on the easel: a style has one stage. */
export const isLatest = ({ style }: PortraitRow, place: number, all: readonly PortraitRow[]): boolean =>
  all.findLastIndex((row) => row.style === style) === place;

/** A style's stage is called as the style. */
export function stageFrom(row: PortraitRow, told: PaintingProgress | undefined): Stage {
  const { style: id, status, reason } = row;
  const about = { id, label: styleName(id) };
  if (status === 'painted') return { ...about, state: 'done', seconds: secondsOf(row) };
  if (status === 'failed') return { ...about, state: 'stopped', ...failures[reason ?? 'engine-failed'] };
  if (told === undefined || told.stage === 'wait') return { ...about, state: 'wait' };
  return { ...about, state: 'now', ...countedIn(told) };
}

const doing: Readonly<Record<string, string>> = {
  prepare: 'Looking at the photo',
  'cut-out': 'Cutting out the sitter',
  compose: 'Composing',
  light: 'Setting the light',
  strokes: 'Laying strokes',
  finish: 'Varnishing',
};

export const countedIn = ({ stage, done, total }: PaintingProgress) => ({
  ...{ doing: doing[stage] ?? stage },
  ...(total > 1 ? { done, total } : {}),
});
