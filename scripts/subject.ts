/** `bun run subject`: one person's data, for the privacy officer. Only the export opens anything. */
import { writeFile } from 'node:fs/promises';
import type { Act, Ground } from '../src/modules/approvals/approval.events.ts';
import { groundsOf } from '../src/modules/approvals/approval.ts';
import { SubjectRef } from '../src/personal-data/personal.ts';
import type { Shop } from '../src/web/shop.ts';
import { approved } from './approvals/approved.ts';
import { connected } from './connect.ts';
import { documentOf, writeArchive } from './subject/copy.ts';
import { type Erased, erase, planned, planText, type Scope } from './subject/erase.ts';
import { peopleOf } from './subject/people.ts';
import { withShop } from './subject/shop.ts';
import { heldAbout, shownText } from './subject/show.ts';
import { type Asked, command, commandIn, note, print, say, WrongUsage } from './terminal/command.ts';
import { intoNewFile } from './terminal/new-file.ts';
import { many } from './terminal/table.ts';

const usage = `Usage:
    bun run subject show 84f00998-d9ab-42aa-9350-9e736bed0341
    bun run subject export 84f00998-d9ab-42aa-9350-9e736bed0341 --out copy.zip
    bun run subject erase 84f00998-d9ab-42aa-9350-9e736bed0341
    bun run subject erase 84f00998-d9ab-42aa-9350-9e736bed0341 --confirm 84f00998-d9ab-42aa-9350-9e736bed0341
    bun run subject hold 84f00998-d9ab-42aa-9350-9e736bed0341 --ground legal-claim
    bun run subject disclose 84f00998-d9ab-42aa-9350-9e736bed0341 --ground court-order --out told.json

Where a reference belongs to an account, everybody whom it holds is meant.

Commands:
    show REF      what is held, key by key, with ends; orders, photos and consents by id. Nothing is opened
    export REF    everything that the log tells of them, with what still opens (GDPR Art. 15): the document on
                  stdout, or with --out the archive that they get on the site. It is recorded who had it opened
    erase REF     what would be erased, what later, and what a law keeps; with --confirm it is done
    hold REF      a legal hold (Art. 17(3)(e)): nothing of theirs is destroyed until it is lifted
    release REF   the hold is lifted, and what is past its end is destroyed
    disclose REF  what the register lets open for legal claims, and no more, to FILE or stdout: of a picture its
                  size and its digest, and never the picture

hold, release and disclose take two people, where two have the role privacy-officer: one asks at
/officer/approvals, another approves, and --approval names it: it is done for whoever asked, since who types this
is not known. Where nobody else could approve it, one does it here with --ground, and the log says that it was one.

Options:
    --confirm REF    the same reference again: only then anything is erased
    --scope SCOPE    everything, photos, or photos-and-portraits (everything)
    --out FILE       where the archive goes, or what is disclosed: a file that is not there yet; or the signed
                     receipt of an erasure
    --approval ID    what another privacy officer approved
    --ground GROUND  ${groundsOf.disclose.join(', ')}
    --json           say it in JSON
    --data FOLDER    the shop's data folder (./.data)
    --help           this text

Exit status: 0 done, 1 a refusal, 2 wrong usage.
`;

type Mine = Asked<'confirm' | 'scope' | 'out' | 'approval' | 'ground'>;

const commands: { readonly [name: string]: (asked: Mine, ref: SubjectRef) => Promise<number> } = {
  async show(asked, ref) {
    const shown = await connected(asked.data, async (to) => heldAbout(await peopleOf(ref, to), to));
    await say(asked, shown, shownText(shown));
    return 0;
  },

  async export(asked, ref) {
    const out = asked.value('out');
    return connected(asked.data, (to) =>
      withShop(to, async (_, ports) => {
        const people = await peopleOf(ref, to);
        await heldAbout(people, to); // of somebody whom nobody knows there is no copy
        if (out === undefined) await print(await documentOf(people, ports, to));
        else {
          const { files, records } = await intoNewFile(out, (file) => writeArchive(people, ports, to, file));
          await say(
            asked,
            { out, files, records },
            `${out}: ${many(records, 'record')}, ${many(files, 'file')}`,
          );
        }
        return 0;
      }),
    );
  },

  async erase(asked, ref) {
    const scope = scopeIn(asked);
    const confirmed = asked.value('confirm');
    if (confirmed !== undefined && confirmed !== ref)
      throw new WrongUsage(`--confirm says ${confirmed}, and the reference is ${ref}`);
    return connected(asked.data, (to) =>
      withShop(to, async (shop) => {
        const people = await peopleOf(ref, to);
        const plan = await planned(shop, to, people, scope);
        if (confirmed === undefined) {
          await say(asked, { scope, fates: plan.fates }, planText(plan));
          note(`Nothing was erased. To do it: bun run subject erase ${ref} --confirm ${ref}`);
          return 0;
        }
        const erased = await erase(shop, ref, people, scope);
        const out = asked.value('out');
        if (out !== undefined && erased.receipt !== null) await writeFile(out, `${erased.receipt}\n`);
        await say(asked, erased, erasedText(erased, out));
        return erased.receipt === null ? 1 : 0;
      }),
    );
  },

  hold: withAnother('place-hold'),
  release: withAnother('lift-hold'),

  disclose(asked, ref) {
    const wanted = wantedBy(asked, 'disclose', ref);
    return toSomebody(asked, ref, async (shop) => {
      const told = async () => JSON.stringify(await approved(shop, wanted, asked.value('approval')), null, 2);
      const out = asked.value('out');
      if (out === undefined) return print(await told());
      await intoNewFile(out, async (file) => file.writeFile(`${await told()}\n`)); // before an approval is used up
      await say(asked, { out }, `${out}: what may be told for a legal claim`);
    });
  },
};

/** Two people, or one and a line in the log that says so. */
function withAnother(act: 'place-hold' | 'lift-hold') {
  return (asked: Mine, ref: SubjectRef): Promise<number> => {
    const wanted = wantedBy(asked, act, ref);
    return toSomebody(asked, ref, async (shop) => {
      const done = await approved(shop, wanted, asked.value('approval'));
      await say(asked, done, `${act.replace('-', ' ')}: ${ref}`);
    });
  };
}

/** To somebody whom nobody knows there is nothing to do. */
const toSomebody = (asked: Mine, ref: SubjectRef, act: (shop: Shop) => Promise<void>): Promise<number> =>
  connected(asked.data, (to) =>
    withShop(to, async (shop) => {
      await heldAbout(await peopleOf(ref, to), to);
      await act(shop);
      return 0;
    }),
  );

const wantedBy = <One extends Act>(asked: Mine, act: One, person: SubjectRef) => ({
  ...{ act, person },
  ground: groundIn(asked, act),
});

function groundIn(asked: Mine, act: Act): Ground | undefined {
  const told = asked.value('ground');
  const ground = groundsOf[act].find((one) => one === told);
  if (told !== undefined && ground === undefined)
    throw new WrongUsage(`--ground takes ${groundsOf[act].join(', ')}, not ${told}`);
  return ground;
}

function scopeIn(asked: Mine): Scope {
  const told = asked.value('scope') ?? 'everything';
  const scope = (['everything', 'photos', 'photos-and-portraits'] as const).find((one) => one === told);
  if (scope === undefined)
    throw new WrongUsage(`--scope takes everything, photos or photos-and-portraits, not ${told}`);
  return scope;
}

const erasedText = ({ number, receipt }: Erased, out: string | undefined): string =>
  receipt === null
    ? `${number} goes on by itself; the receipt follows`
    : `${number}, ${out === undefined ? receipt : `receipt in ${out}`}`;

await command({
  name: 'subject',
  usage,
  values: ['confirm', 'scope', 'out', 'approval', 'ground'],
  run: (asked: Mine) => {
    const [name = '', told = ''] = asked.words;
    const run = commandIn(commands, asked, 1);
    const ref = SubjectRef.safeParse(told);
    if (!ref.success)
      throw new WrongUsage(`${name} takes a reference such as 84f00998-…, not ${told || 'nothing'}`);
    return run(asked, ref.data);
  },
});
