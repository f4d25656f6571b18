/** What takes two people, on the command line: with what another approved, or by one where there is no other. */
import { randomUUID } from 'node:crypto';
import { isRefused } from '../../src/eventsourcing/decider.ts';
import type { Context } from '../../src/eventsourcing/event-store.ts';
import { ApprovalId, type Ground } from '../../src/modules/approvals/approval.events.ts';
import {
  ableTo,
  type Done,
  doAlone,
  doApproved,
  roleFor,
  type Wanted,
} from '../../src/web/desks/approvals/acting.ts';
import { refusals } from '../../src/web/desks/approvals/words.ts';
import type { Shop } from '../../src/web/shop.ts';
import { note, Refused, WrongUsage } from '../terminal/command.ts';

/** @throws Refused where another person has to say yes first */
export async function approved(
  shop: Shop,
  wanted: Wanted & { readonly ground: Ground | undefined },
  told: string | undefined,
): Promise<Done> {
  const desk = roleFor[wanted.act] === 'ops' ? 'ops' : 'officer';
  const where = `one asks at ${shop.publicUrl}/${desk}/approvals, another approves there; then --approval ID`;
  if (told !== undefined) {
    const id = ApprovalId.safeParse(told);
    if (!id.success) throw new WrongUsage(`--approval takes the id of an approval, not ${told}`);
    const done = await doApproved(shop, id.data, wanted, commandLine());
    if (isRefused(done)) throw new Refused(refusals[done.refused], where);
    return done;
  }
  if ((await ableTo(shop, wanted.act)) > 1) throw new Refused('this takes two people', where);
  const { ground } = wanted;
  if (ground === undefined) throw new WrongUsage('say on what ground: --ground legal-claim');
  note('Nobody else could approve it: it is done by one, and the log says so.');
  return doAlone(shop, ApprovalId.parse(randomUUID()), { ...wanted, ground }, commandLine());
}

const commandLine = (): Context => {
  const cause = randomUUID();
  return {
    ...{ commandId: cause, actor: 'command-line', purpose: 'accountability' },
    ...{ correlationId: cause, causationId: null },
  };
};
