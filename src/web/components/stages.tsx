/** The stages of a painting: a real list without script, and the same list while events arrive. */
import { duration, percent } from './format.ts';
import { Icon, type IconName } from './icon.tsx';
import type { Stage } from './shapes.ts';

const icons: Readonly<Record<Stage['state'], IconName>> = {
  wait: 'clock',
  now: 'brush',
  done: 'check',
  stopped: 'alert',
};

type StagesProps = {
  readonly of: readonly Stage[];
  /** What a stage made, by its id: a small picture where there is no room for a large one. */
  readonly made?: ReadonlyMap<string, { readonly href: string; readonly src: string }>;
};

export const Stages = ({ of, made = new Map() }: StagesProps) => (
  <ol class="stages" aria-label="Progress">
    {of.map((stage, i) => (
      <li key={stage.id} data-state={stage.state}>
        <Icon name={icons[stage.state]} />
        <Name stage={stage} made={made.get(stage.id)} />
        <span class="t">{told(stage, of[i - 1])}</span>
        <Bar stage={stage} />
        {stage.state === 'stopped' ? (
          <small>{[stage.reason, stage.remedy].filter(Boolean).join(' ')}</small>
        ) : null}
      </li>
    ))}
  </ol>
);

function Name({ stage, made }: { stage: Stage; made: { href: string; src: string } | undefined }) {
  if (stage.state === 'now') return <strong>{stage.label}</strong>;
  if (stage.state !== 'done' || made === undefined) return <span>{stage.label}</span>;
  return (
    <a class="made" href={made.href}>
      <img src={made.src} alt="" width="40" height="50" />
      {stage.label}
    </a>
  );
}

function told(stage: Stage, before: Stage | undefined): string {
  if (stage.state === 'stopped') return 'stopped';
  if (stage.state === 'done') return stage.seconds === undefined ? '' : duration(stage.seconds);
  if (stage.state === 'wait') return before?.state === 'now' ? 'next' : '';
  return shareOf(stage) === undefined ? '' : `${shareOf(stage)} %`;
}

/** How much of it is done, where that is counted. */
export const shareOf = ({ done, total }: Stage): number | undefined =>
  done === undefined || total === undefined ? undefined : percent(done, total);

function Bar({ stage }: { stage: Stage }) {
  if (stage.state !== 'now') return null;
  return (
    <>
      <progress value={shareOf(stage)} max={100} aria-label={stage.label} />
      {stage.doing === undefined ? null : <small>{doingOf(stage)}</small>}
    </>
  );
}

/** "Laying lines, 1,140 of 1,840". */
export const doingOf = ({ doing = '', done, total }: Stage): string =>
  done === undefined || total === undefined
    ? doing
    : `${doing}, ${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`;
