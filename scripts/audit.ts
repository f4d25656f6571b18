/** `bun run audit`: what an auditor asks. It reads history and proofs, and opens nothing. */
import { decoded } from '../src/composition/streams.ts';
import { SubjectRef } from '../src/personal-data/personal.ts';
import { recordAsJsonLd, recordOfProcessing } from '../src/personal-data/record-of-processing.ts';
import { replay } from '../src/personal-data/replay.ts';
import { operator } from '../src/web/policies/facts.ts';
import { choicesIn, consentText, standingIn } from './audit/consents.ts';
import { findingsIn } from './audit/findings.ts';
import { eventsOf } from './audit/log.ts';
import { processingText, toldIn } from './audit/processing.ts';
import { checkReceipt, keySetFrom, receiptFrom, receiptText } from './audit/receipt.ts';
import { registerText } from './audit/register.ts';
import { explain, whyText } from './audit/why.ts';
import { connected } from './connect.ts';
import { type Asked, command, needed, Refused, say, timeOf, WrongUsage } from './terminal/command.ts';

const usage = `Usage:
    bun run audit replay consent --subject 84f00998-d9ab-42aa-9350-9e736bed0341
    bun run audit replay processing --subject 84f00998-d9ab-42aa-9350-9e736bed0341 --at 2026-11-24
    bun run audit why 1c0a7bac-a6cc-5bef-9dd3-880082fc9188
    bun run audit why order-e2e015b4-c6f0-5961-b453-439db846aee8@0
    bun run audit register --json-ld
    bun run audit verify-receipt er-0026.jws --keys jwks.json
    bun run audit verify-receipt er-0026.jws --keys https://shop.example/.well-known/jwks.json

Answers an auditor from the log alone. Nothing is opened, so that everything can be asked after an erasure too.

Commands:
    replay consent       what a person allowed and withdrew, and which words were shown
    replay processing    what was done with a person's data: by whom, why, on which ground, and which keys died when
    why EVENT            one event explained, by its id or as stream@revision
    register             the record of processing activities (GDPR Art. 30)
    verify-receipt FILE  whether a receipt of an erasure is genuine; needs no shop

Options:
    --subject REF     whose history: a subject's reference, as the log names people
    --at TIME         as it stood then; a day means its end, UTC
    --keys FILE|URL   the public keys (a JSON Web Key Set) that a receipt is held against
    --json-ld         the register in the terms of the W3C Data Privacy Vocabulary
    --json            say it in JSON
    --data FOLDER     the shop's data folder (./.data)
    --help            this text

Exit status: 0 done and nothing to object to, 1 a finding or a refusal, 2 wrong usage.
`;

type Mine = Asked<'subject' | 'at' | 'keys', 'json-ld'>;

const commands: { readonly [name: string]: (asked: Mine) => Promise<number> } = {
  'replay consent': async (asked) => {
    const { at, told } = await replayed(asked);
    const choices = choicesIn(told);
    const value = { subject: told.subject, at: at ?? null, choices, standing: standingIn(choices) };
    await say(asked, value, consentText(told, at));
    return 0;
  },

  'replay processing': async (asked) => {
    const { at, told } = await replayed(asked);
    const findings = findingsIn(told);
    const { subject, keys, steps } = told;
    const value = { subject, at: at ?? null, events: steps.map(toldIn), keys, findings };
    await say(asked, value, processingText(told, findings, at));
    return findings.length === 0 ? 0 : 1;
  },

  why: async (asked) => {
    const name = needed('EVENT', asked.words[1]);
    const explained = await connected(asked.data, ({ stores }) => explain(stores.log, name));
    await say(asked, explained, whyText(explained));
    return explained.findings.length === 0 ? 0 : 1;
  },

  register: async (asked) => {
    if (asked.flag('json-ld')) await say({ json: true }, recordAsJsonLd(operator), '');
    else await say(asked, { controller: operator, activities: recordOfProcessing() }, registerText(operator));
    return 0;
  },

  'verify-receipt': async (asked) => {
    const receipt = await receiptFrom(needed('FILE', asked.words[1]));
    const checked = await checkReceipt(receipt, await keySetFrom(needed('--keys', asked.value('keys'))));
    await say(asked, checked, receiptText(checked));
    return checked.is === 'genuine' ? 0 : 1;
  },
};

/** Whether somebody is known to the log at all is an answer too: a wrong reference must not read like a clean history. */
async function replayed(asked: Mine) {
  const subject = subjectIn(asked);
  const at = atIn(asked);
  const told = await connected(asked.data, ({ stores }) =>
    replay(subject, eventsOf(stores.log, at), decoded),
  );
  if (told.steps.length > 0) return { at, told };
  throw new Refused(
    `the log tells nothing of ${subject}${at === undefined ? '' : ` until ${at}`}`,
    'references stand in the metadata of events: bun run stream print STREAM',
  );
}

function subjectIn(asked: Mine): SubjectRef {
  const told = needed('--subject', asked.value('subject'));
  const parsed = SubjectRef.safeParse(told);
  if (!parsed.success) throw new WrongUsage(`--subject takes a reference such as 84f00998-…, not ${told}`);
  return parsed.data;
}

const atIn = (asked: Mine): string | undefined => {
  const told = asked.value('at');
  return told === undefined ? undefined : timeOf('--at', told);
};

await command({
  name: 'audit',
  usage,
  values: ['subject', 'at', 'keys'],
  flags: ['json-ld'],
  run: (asked: Mine) => {
    const [first = '', second = ''] = asked.words;
    const run = commands[first === 'replay' ? `${first} ${second}` : first];
    if (run === undefined) throw new WrongUsage(`no such command: ${asked.words.join(' ') || '(none)'}`);
    return run(asked);
  },
});
