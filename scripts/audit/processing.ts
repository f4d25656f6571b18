/** What was done with a person's data: by whom, why, on which ground, and what became of it; as text for a terminal. */
import type { KeyLife, Replay } from '../../src/personal-data/replay.ts';
import { keyWords } from '../../src/web/history/consents.ts';
import type { Finding } from '../../src/web/history/findings.ts';
import { basisName, categoryName, purposeName, timeName } from '../../src/web/history/register-words.ts';
import { actorName, type Told, toldIn } from '../../src/web/history/told.ts';

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
