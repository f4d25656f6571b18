/** What a person allowed and withdrew, as text for a terminal. */
import type { KeyLife, Replay } from '../../src/personal-data/replay.ts';
import { type Choice, choicesIn, keyWords, standingIn } from '../../src/web/history/consents.ts';
import { basisName, purposeName, timeName } from '../../src/web/history/register-words.ts';

export function consentText({ subject, keys, steps }: Replay, at: string | undefined): string {
  const choices = choicesIn({ steps });
  return [
    `What ${subject} allowed and withdrew${at === undefined ? '' : `, until ${timeName(at)}`}. From the events alone; nothing was opened.`,
    '',
    ...choices.flatMap((choice) => [...choiceLines(choice, keys), '']),
    at === undefined ? 'As it stands' : `As it stood on ${timeName(at)}`,
    ...standingIn(choices).map(
      ({ purpose, is, since }) =>
        `    ${purpose.padEnd(18)} ${is}${since === null ? '' : ` since ${timeName(since)}`}`,
    ),
  ].join('\n');
}

function choiceLines(choice: Choice, keys: readonly KeyLife[]): readonly string[] {
  const { purpose, is, at, by, textSha256, policyVersion, event, place, evidence } = choice;
  return [
    `${timeName(at)}  ${is}: ${purposeName(purpose)}`,
    `    by        ${by}`,
    ...(textSha256 === null ? [] : [`    shown     words with the SHA-256 ${textSha256}`]),
    `    ground    ${basisName('consent')}; policy of ${policyVersion}`,
    `    event     ${event}, ${place}`,
    ...(evidence === null
      ? []
      : [`    evidence  sealed; ${keyWords(keys.find(({ kid }) => kid === evidence))}`]),
  ];
}
