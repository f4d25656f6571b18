/** `bun run audit`: what an auditor asks. It reads history and proofs, and opens nothing. */
import { eventsIn, tlogProof, verifyBundle } from '../src/notary/bundle.ts';
import { SubjectRef } from '../src/personal-data/personal.ts';
import { recordAsJsonLd, recordOfProcessing } from '../src/personal-data/record-of-processing.ts';
import { replay } from '../src/personal-data/replay.ts';
import { decoded } from '../src/processes/streams.ts';
import { choicesIn, standingIn } from '../src/web/history/consents.ts';
import { findingsIn } from '../src/web/history/findings.ts';
import { toldIn } from '../src/web/history/told.ts';
import { operator } from '../src/web/policies/facts.ts';
import { consentText } from './audit/consents.ts';
import { eventsOf, until } from './audit/log.ts';
import {
  bundleFrom,
  bundleOf,
  bundleText,
  keyFrom,
  signedIn,
  verified,
  verifiedText,
  verifierOf,
} from './audit/notary.ts';
import { processingText } from './audit/processing.ts';
import { checkReceipt, keySetFrom, receiptFrom, receiptText } from './audit/receipt.ts';
import { registerText } from './audit/register.ts';
import { explain, whyText } from './audit/why.ts';
import { connected } from './connect.ts';
import {
  type Asked,
  command,
  commandIn,
  needed,
  note,
  print,
  Refused,
  say,
  timeOf,
  WrongUsage,
} from './terminal/command.ts';

const usage = `Usage:
    bun run audit replay consent --subject 84f00998-d9ab-42aa-9350-9e736bed0341
    bun run audit replay processing --subject 84f00998-d9ab-42aa-9350-9e736bed0341 --at 2026-11-24
    bun run audit why order-e2e015b4-c6f0-5961-b453-439db846aee8@0
    bun run audit verify --since checkpoint-of-last-year.txt
    bun run audit export --subject 84f00998-d9ab-42aa-9350-9e736bed0341 > ada.json
    bun run audit verify-bundle ada.json --key shop.example/log+1f2e3d4c+AQ…
    bun run audit verify-receipt er-0026.jws --keys jwks.json
    bun run audit register --json-ld

Answers an auditor from the log alone. Nothing is opened, so that everything can be asked after an erasure too.

Commands:
    replay consent       what a person allowed and withdrew, and which words were shown
    replay processing    what was done with a person's data: by whom, why, on which ground, and which keys died when
    why EVENT            one event explained, by its id or as stream@revision
    register             the record of processing activities (GDPR Art. 30)
    verify               whether the log is as the notary witnessed it; else the first bad entry
    checkpoint           how large the log is and what it comes to, signed: keep it, for verify --since
    prove EVENT          one event with the proof that it stood in the log
    export               a person's events, or those from one index to another, each with its proof
    verify-bundle FILE   whether what was exported is genuine; needs no shop
    verify-receipt FILE  whether a receipt of an erasure is genuine; needs no shop

Options:
    --subject REF     whose history: a subject's reference, as the log names people
    --at TIME         as it stood then; a day means its end, UTC
    --bundle FILE     replays what was exported, without a shop
    --since FILE      a checkpoint that was kept: the log must begin as it did then
    --from N --to N   from which entry of the log to which, the first being 0
    --tlog-proof      the proof in the text format of C2SP tlog-proof, which other tools read
    --key KEY|FILE    the notary's public key; without it, the shop's own, or the bundle's
    --keys FILE|URL   the public keys (a JSON Web Key Set) that a receipt is held against
    --json-ld         the register in the terms of the W3C Data Privacy Vocabulary
    --json            say it in JSON
    --data FOLDER     the shop's data folder (./.data)
    --help            this text

Exit status: 0 done and nothing to object to, 1 a finding or a refusal, 2 wrong usage.
`;

type Value = 'subject' | 'at' | 'keys' | 'key' | 'since' | 'from' | 'to' | 'bundle';
type Mine = Asked<Value, 'json-ld' | 'tlog-proof'>;

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

  verify: async (asked) => {
    const { signed, told } = await connected(asked.data, async (to) => {
      const signed = await signedIn(to, await keyIn(asked));
      return { signed, told: await verified(to, signed, asked.value('since')) };
    });
    const { note: checkpoint, verifierKey } = signed;
    await say(asked, { checkpoint, verifierKey, ...told }, verifiedText(signed, told));
    return told.finding === null ? 0 : 1;
  },

  checkpoint: async (asked) => {
    const { note, verifierKey, size } = await connected(asked.data, async (to) =>
      signedIn(to, await keyIn(asked)),
    );
    await say(asked, { checkpoint: note, verifierKey, size }, note.trimEnd());
    return 0;
  },

  prove: async (asked) => {
    const event = needed('EVENT', asked.words[1]);
    const bundle = await bundled(asked, { event });
    if (asked.flag('tlog-proof')) await print(tlogProof(bundle).trimEnd());
    else await say({ json: true }, bundle, '');
    return 0;
  },

  export: async (asked) => {
    const choice = asked.value('subject') === undefined ? rangeIn(asked) : { subject: subjectIn(asked) };
    await say({ json: true }, await bundled(asked, choice), '');
    return 0;
  },

  'verify-bundle': async (asked) => {
    const bundle = await bundleFrom(needed('FILE', asked.words[1]));
    const key = await keyIn(asked);
    const checked = verifyBundle(bundle, verifierOf(key ?? bundle.verifierKey));
    await say(asked, checked, bundleText(checked, bundle));
    if (key === undefined)
      note(
        `It was held against the key that came with it: compare ${bundle.verifierKey} with one that you have from elsewhere, or say --key.`,
      );
    return checked.is === 'genuine' ? 0 : 1;
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
  const file = asked.value('bundle');
  const told =
    file === undefined
      ? await connected(asked.data, ({ stores }) => replay(subject, eventsOf(stores.log, at), decoded))
      : await replay(subject, until(at, eventsIn(await bundleFrom(file))), decoded);
  if (told.steps.length > 0) return { at, told };
  throw new Refused(
    `the log tells nothing of ${subject}${at === undefined ? '' : ` until ${at}`}`,
    'references stand in the metadata of events: bun run stream print STREAM',
  );
}

const bundled = (asked: Mine, choice: Parameters<typeof bundleOf>[2]) =>
  connected(asked.data, async (to) =>
    bundleOf(to, await signedIn(to, await keyIn(asked)), choice, asked.value('since')),
  );

const keyIn = async (asked: Mine): Promise<string | undefined> => {
  const told = asked.value('key');
  return told === undefined ? undefined : keyFrom(told);
};

function rangeIn(asked: Mine) {
  const index = (name: 'from' | 'to'): number => {
    const told = Number(needed(`--subject, or --from and --to: --${name}`, asked.value(name)));
    if (!Number.isInteger(told) || told < 0) throw new WrongUsage(`--${name} takes a number from 0`);
    return told;
  };
  return { from: index('from'), to: index('to') };
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
  values: ['subject', 'at', 'keys', 'key', 'since', 'from', 'to', 'bundle'],
  flags: ['json-ld', 'tlog-proof'],
  run: (asked: Mine) => commandIn(commands, asked, 1)(asked),
});
