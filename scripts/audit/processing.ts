/** What was done with a person's data: by whom, why, on which ground, and what became of it. */
import { decoded, type ShopEvent } from '../../src/composition/streams.ts';
import type { RecordedEvent } from '../../src/eventsourcing/event-store.ts';
import type { KeyLife, Replay, SealedUnder, Step } from '../../src/personal-data/replay.ts';
import { effects, processes } from '../../src/processes/index.ts';
import { keyWords } from './consents.ts';
import type { Finding } from './findings.ts';
import { placeOf } from './log.ts';
import { basisName, categoryName, purposeName, timeName } from './register-words.ts';
import { sentenceOf } from './sentences.ts';

export type Told = {
  readonly at: string;
  readonly says: string;
  readonly type: string;
  readonly event: string;
  readonly place: string;
  readonly by: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly policyVersion: string;
  readonly because: string | null;
  readonly sealed: readonly SealedUnder[];
};

export function toldIn({ recorded, sealed }: Pick<Step, 'recorded' | 'sealed'>): Told {
  const { type, id, created, metadata } = recorded;
  const { actor, purpose, legalBasis, policyVersion, causationId } = metadata;
  return {
    ...{ at: created, says: saysOf(recorded), type, event: id, place: placeOf(recorded), by: actor },
    ...{ purpose, legalBasis, policyVersion, because: causationId, sealed },
  };
}

const saysOf = (recorded: RecordedEvent): string => {
  const event: ShopEvent | undefined = decoded(recorded);
  return event === undefined ? `${recorded.type}, of another version of this program.` : sentenceOf(event);
};

const workers = new Set([...processes, ...effects].map(({ name }) => name));

/** @param actor a pseudonym: who acts is told apart, and not named */
export function actorName(actor: string): string {
  if (workers.has(actor)) return `the process ${actor}`;
  if (actor.startsWith('session-')) return `a visitor, ${actor}`;
  return actor;
}

export function processingText(replay: Replay, findings: readonly Finding[], at: string | undefined): string {
  const { subject, steps, keys } = replay;
  const dead = keys.filter(({ destroyed }) => destroyed !== null).length;
  return [
    `What was done with the data of ${subject}${at === undefined ? '' : `, until ${timeName(at)}`}. From the events alone; nothing was opened.`,
    '',
    ...steps.flatMap((step) => [...stepLines(toldIn(step), keys), '']),
    'Keys',
    ...keys.map(keyLine),
    '',
    `${steps.length} events; ${keys.length} keys, of which ${dead} are destroyed.`,
    ...findingLines(findings),
  ].join('\n');
}

export const stepLines = (told: Told, keys: readonly KeyLife[]): readonly string[] => [
  `${timeName(told.at)}  ${told.says}`,
  `    event   ${told.type}, ${told.event}, ${told.place}`,
  `    by      ${actorName(told.by)}`,
  `    why     ${purposeName(told.purpose)}`,
  `    ground  ${basisName(told.legalBasis)}; policy of ${told.policyVersion}`,
  ...told.sealed.flatMap(({ category, kid }) => [
    `    sealed  ${categoryName(category)}`,
    `            ${keyWords(keys.find((key) => key.kid === kid))}`,
  ]),
];

const keyLine = ({ kid, category, since, values, destroyed }: KeyLife): string => {
  const end =
    destroyed === null
      ? 'not destroyed so far'
      : `destroyed ${timeName(destroyed.at)} by ${destroyed.because}`;
  return `    ${kid}  ${category.padEnd(18)} since ${timeName(since)}, ${values} sealed; ${end}`;
};

export const findingLines = (findings: readonly Finding[]): readonly string[] =>
  findings.length === 0
    ? ['Nothing was found to object to.']
    : ['', 'Findings', ...findings.map(({ place, event, says }) => `    ${place}, event ${event}: ${says}`)];
