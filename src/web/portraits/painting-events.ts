/** The server-sent events of paintings: `stage`, `progress`, `done`, `failed`, and `end` when all is settled. */
import { type PortraitRow, portraitsOfPhoto } from '../../../projections/portraits.ts';
import { eventStream, type Tell } from '../server-sent-events.ts';
import type { Shop } from '../shop.ts';
import { arrivalOf } from '../visit.ts';
import { countedIn, isLatest, portraitFrom, stageFrom } from './easel.ts';
import type { PaintingProgress } from './progress.ts';

/** Looked at this often while something is unsettled, besides whenever a painting says something. */
const lookMs = 400;

/** @param which of a photo's portraits; all, if not said */
export function paintingEvents(shop: Shop, request: Request, photoId: string, which?: string): Response {
  return eventStream(request, arrivalOf(request).lift, (tell, end) => {
    const told = new Map<string, string>();
    const look = async () => {
      const rows = await portraitsOfPhoto(shop.reads.portraits, photoId);
      const ours = rows.filter(({ portraitId }) => which === undefined || portraitId === which);
      for (const [place, row] of ours.entries()) tellRow(shop, tell, told, row, isLatest(row, place, ours));
      if (ours.length > 0 && ours.every(({ status }) => status !== 'requested')) {
        tell('end', settled(ours));
        end();
      }
    };
    const safely = () => look().catch(() => {}); // the store comes back, or the browser asks again
    const timer = setInterval(safely, lookMs);
    safely();
    const deaf = shop.progress.listen((progress) => tellProgress(tell, told, progress));
    return () => {
      clearInterval(timer);
      deaf();
    };
  });
}

/** Says of a row what was not said yet. */
function tellRow(
  shop: Shop,
  tell: Tell,
  told: Map<string, string>,
  row: PortraitRow,
  hasStage: boolean,
): void {
  const progress = shop.progress.latest(row.portraitId);
  const before = told.get(row.portraitId);
  const now = row.status === 'requested' ? (progress?.stage ?? 'wait') : row.status;
  if (before === now) return;
  told.set(row.portraitId, now);
  if (hasStage) tell('stage', stageFrom(row, progress));
  if (row.status === 'painted') tell('done', portraitFrom(shop, row));
  if (row.status === 'failed') tell('failed', portraitFrom(shop, row));
  if (row.status === 'requested') told.set(`style ${row.portraitId}`, row.style);
}

/** Only of those whose row was told: others are somebody else's. */
function tellProgress(tell: Tell, told: Map<string, string>, progress: PaintingProgress): void {
  const style = told.get(`style ${progress.portraitId}`);
  if (style !== undefined) tell('progress', { id: style, ...countedIn(progress) });
}

const settled = (rows: readonly PortraitRow[]) => ({
  ready: rows.filter(({ status }) => status === 'painted').length,
  stopped: rows.filter(({ status }) => status === 'failed').length,
});
