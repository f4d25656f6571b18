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

export const Stages = ({ of }: { of: readonly Stage[] }) => (
  <ol class="stages" aria-label="Progress">
    {of.map((stage, i) => (
      <li key={stage.id} data-state={stage.state}>
        <Icon name={icons[stage.state]} />
        {stage.state === 'now' ? <strong>{stage.label}</strong> : <span>{stage.label}</span>}
        <span class="t">{told(stage, of[i - 1])}</span>
        <Bar stage={stage} />
        {stage.state === 'stopped' ? (
          <small>{[stage.reason, stage.remedy].filter(Boolean).join(' ')}</small>
        ) : null}
      </li>
    ))}
  </ol>
);

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
