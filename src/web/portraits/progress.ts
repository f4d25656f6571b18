/** How far each painting is, from whichever process paints it to whichever process is asked: nothing hangs on it. */
import { z } from 'zod';
import type { Sql } from '../../eventsourcing/database.ts';

const Told = z.object({
  portraitId: z.string(),
  stage: z.string(),
  done: z.number(),
  total: z.number(),
});
export type PaintingProgress = z.output<typeof Told>;

export type ProgressHub = {
  tell(told: PaintingProgress): void;
  latest(portraitId: string): PaintingProgress | undefined;
  /** @returns what ends it */
  listen(hear: (told: PaintingProgress) => void): () => void;
  stop(): Promise<void>;
};

const channel = 'painting_progress';
/** So often at most, per portrait; a new stage is told at once. */
const everyMs = 200;
/** Of paintings that went silent, this many are remembered. */
const rememberedMax = 500;

export async function progressHub(sql: Sql, now: () => number): Promise<ProgressHub> {
  const latest = new Map<string, PaintingProgress>();
  const lastToldMs = new Map<string, number>();
  const ears = new Set<(told: PaintingProgress) => void>();

  const { unlisten } = await sql.listen(channel, (text) => {
    const told = Told.safeParse(JSON.parse(text));
    if (!told.success) return;
    remember(latest, told.data);
    for (const hear of ears) hear(told.data);
  });

  return {
    tell(told) {
      const sameStage = latest.get(told.portraitId)?.stage === told.stage;
      if (sameStage && now() - (lastToldMs.get(told.portraitId) ?? 0) < everyMs) return;
      lastToldMs.set(told.portraitId, now());
      sql.notify(channel, JSON.stringify(told)).catch(() => {}); // whoever watches sees the next one
    },
    latest: (portraitId) => latest.get(portraitId),
    listen(hear) {
      ears.add(hear);
      return () => ears.delete(hear);
    },
    stop: () => unlisten(),
  };
}

function remember(latest: Map<string, PaintingProgress>, told: PaintingProgress): void {
  latest.delete(told.portraitId);
  latest.set(told.portraitId, told);
  const [oldest] = latest.keys();
  if (latest.size > rememberedMax && oldest !== undefined) latest.delete(oldest);
}
