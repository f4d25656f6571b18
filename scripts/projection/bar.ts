/** How far a rebuild is, for whoever waits at a terminal: events, rate, time left. Nothing where nobody looks. */
import type { RebuildProgress } from '../../src/eventsourcing/rebuild.ts';

const [widthChars, redrawMs] = [30, 100];

export function barOf(readModels: number) {
  const { stderr } = process;
  const begun = performance.now();
  let drawn = 0;

  const show = (progress: RebuildProgress): void => {
    const now = performance.now();
    const isUnderWay = progress.phase === 'replay' && progress.position < progress.head;
    if (!stderr.isTTY || (isUnderWay && now - drawn < redrawMs)) return;
    drawn = now;
    stderr.write(`\r\u001b[K${lineOf(progress, readModels, (now - begun) / 1000)}`);
  };
  return { show, end: () => void (drawn > 0 && stderr.write('\r\u001b[K')) };
}

/** @returns `replay  ██████░░░░  61 %  12,345 events  20,500/s  3 s left` */
export function lineOf(progress: RebuildProgress, readModels: number, seconds: number): string {
  const { phase, events, position, head, readModels: which } = progress;
  if (phase !== 'replay') return `${phase}  ${which.join(', ')}`;
  const share = head <= 0n ? 1 : Math.min(1, Number(position) / Number(head));
  const full = Math.round(share * widthChars);
  const left = share === 0 ? '' : `  ${Math.ceil((seconds * (1 - share)) / share)} s left`;
  const bar = '█'.repeat(full) + '░'.repeat(widthChars - full);
  const what = readModels === 1 ? (which[0] ?? '') : `${readModels} read models`;
  const rate = Math.round(events / Math.max(seconds, 0.001));
  return `replay  ${what}  ${bar}  ${Math.floor(share * 100)} %  ${number(events)} events  ${number(rate)}/s${left}`;
}

const number = (n: number): string => n.toLocaleString('en');
