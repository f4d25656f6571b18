/** What a painting's events do to what is on the page. Pure: the island feeds it, and the tests do. */
import type { Portrait, Stage } from './shapes.ts';
import { shareOf } from './stages.tsx';

export type Easel = {
  readonly stages: readonly Stage[];
  readonly portraits: readonly Portrait[];
  /** Portraits that arrived while somebody looked: they are unveiled. */
  readonly unveiled: readonly string[];
};

/** The server-sent events of a photo, by name; each carries an `id:` for resuming. */
export type PaintingEvent =
  | { readonly event: 'stage'; readonly data: Stage }
  | { readonly event: 'progress'; readonly data: Pick<Stage, 'id' | 'done' | 'total' | 'doing'> }
  | { readonly event: 'done'; readonly data: Finished }
  | { readonly event: 'failed'; readonly data: Stopped };

/** `id` is the portrait's; the stage of a style is called as the style. */
export type Finished = Pick<Portrait, 'id' | 'style' | 'label' | 'src' | 'alt' | 'seconds'>;
export type Stopped = Pick<Portrait, 'id' | 'style' | 'label' | 'reason' | 'remedy'>;

/** One event more. An event that comes twice changes nothing the second time. */
export function after(easel: Easel, { event, data }: PaintingEvent): Easel {
  switch (event) {
    case 'stage':
      return { ...easel, stages: withStage(easel.stages, data) };
    case 'progress':
      return {
        ...easel,
        stages: easel.stages.map((stage) => (stage.id === data.id ? advanced(stage, data) : stage)),
      };
    case 'done':
      return finished(easel, data);
    case 'failed':
      return stopped(easel, data);
  }
}

const advanced = (stage: Stage, data: Partial<Stage>): Stage =>
  stage.state === 'done' || stage.state === 'stopped' ? stage : { ...stage, ...data, state: 'now' };

const withStage = (stages: readonly Stage[], told: Stage): readonly Stage[] =>
  stages.some(({ id }) => id === told.id)
    ? stages.map((stage) => (stage.id === told.id ? { ...stage, ...told } : stage))
    : [...stages, told];

const finished = (easel: Easel, data: Finished): Easel => ({
  stages: easel.stages.map((stage) =>
    stage.id === data.style ? { ...stage, state: 'done' as const, seconds: data.seconds } : stage,
  ),
  portraits: easel.portraits.map((one) =>
    one.id === data.id ? { ...one, ...data, status: 'ready' as const } : one,
  ),
  unveiled: easel.portraits.some(({ id, status }) => id === data.id && status !== 'ready')
    ? [...easel.unveiled, data.id]
    : easel.unveiled,
});

const stopped = (easel: Easel, { reason, remedy, ...data }: Stopped): Easel => ({
  ...easel,
  stages: easel.stages.map((stage) =>
    stage.id === data.style ? { ...stage, state: 'stopped' as const, reason, remedy } : stage,
  ),
  portraits: easel.portraits.map((one) =>
    one.id === data.id ? { ...one, reason, remedy, status: 'stopped' as const } : one,
  ),
});

export const isSettled = ({ portraits }: Pick<Easel, 'portraits'>): boolean =>
  portraits.every(({ status }) => status !== 'waiting' && status !== 'painting');

export const ready = ({ portraits }: Pick<Easel, 'portraits'>): readonly Portrait[] =>
  portraits.filter(({ status }) => status === 'ready');

const words = ['No', 'One', 'Two', 'Three'];

/** The page's title says how far it is. */
export function titleOf(easel: Pick<Easel, 'portraits'>): string {
  const done = ready(easel).length;
  if (!isSettled(easel))
    return ['The studio is at work', 'The first one is on the easel'][done] ?? 'Two are on the easel';
  if (done === 0) return 'The studio could not paint this one';
  return `${words[done] ?? done} ${done === 1 ? 'portrait' : 'portraits'} of your sitter`;
}

/** What is read aloud, now and then: what is ready, and what is being done. */
export function spoken(easel: Easel): string {
  const now = easel.stages.find(({ state }) => state === 'now');
  const share = now && shareOf(now);
  return [
    ...ready(easel).map(({ label }) => `${label} is ready.`),
    ...(now === undefined
      ? []
      : [`${now.label} is under way${share === undefined ? '' : `, ${share} percent`}.`]),
    ...(isSettled(easel) ? ['The painting is over.'] : []),
  ].join(' ');
}
