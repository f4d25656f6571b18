/** One event explained: what it says, by whom and why; what led to it, and what followed from it. */
import type { RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import { SubjectRef } from '../../src/personal-data/personal.ts';
import { type Replay, replay } from '../../src/personal-data/replay.ts';
import { decoded } from '../../src/processes/streams.ts';
import { type Finding, findingsIn } from '../../src/web/history/findings.ts';
import { type Told, toldIn } from '../../src/web/history/told.ts';
import { eventNamed, eventsOf, type Log } from './log.ts';
import { findingLines, stepLines } from './processing.ts';

export type Explained = {
  readonly told: Told;
  readonly keys: Replay['keys'];
  /** Oldest first. */
  readonly ledTo: readonly Told[];
  readonly followed: readonly Told[];
  readonly findings: readonly Finding[];
};

export async function explain(log: Log, name: string): Promise<Explained> {
  const event = await eventNamed(log, name);
  const thread: RecordedEvent[] = [];
  for await (const one of eventsOf(log))
    if (one.metadata.correlationId === event.metadata.correlationId) thread.push(one);
  const people = await Promise.all(
    event.metadata.subjects.map((ref) => replay(SubjectRef.parse(ref), eventsOf(log), decoded)),
  );
  const sealed = people.flatMap(
    ({ steps }) => steps.find(({ recorded }) => recorded.id === event.id)?.sealed ?? [],
  );
  return {
    told: toldIn({ recorded: event, sealed }),
    keys: people.flatMap(({ keys }) => keys),
    ledTo: causesOf(event, thread).map((recorded) => toldIn({ recorded, sealed: [] })),
    followed: thread
      .filter(({ metadata }) => metadata.causationId === event.id)
      .map((recorded) => toldIn({ recorded, sealed: [] })),
    findings: people.flatMap(findingsIn).filter((finding) => finding.event === event.id),
  };
}

function causesOf(event: RecordedEvent, thread: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const cause = thread.find(({ id }) => id === event.metadata.causationId);
  return cause === undefined ? [] : [...causesOf(cause, thread), cause];
}

export function whyText({ told, keys, ledTo, followed, findings }: Explained): string {
  const line = ({ at, says, event }: Told) => `    ${at.slice(11, 19)}  ${says}  (${event})`;
  return [
    ...stepLines(told, keys),
    '',
    'What led to it',
    ...(ledTo.length === 0 ? [`    ${actorLine(told)}`] : ledTo.map(line)),
    '',
    'What followed from it',
    ...(followed.length === 0 ? ['    nothing'] : followed.map(line)),
    '',
    ...findingLines(findings),
  ].join('\n');
}

const actorLine = ({ because }: Told): string =>
  because === null
    ? 'nothing in the log: it was asked for from outside'
    : `${because}, which is not in the log`;
