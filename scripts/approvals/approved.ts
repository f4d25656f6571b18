/** What takes two people, on the command line: with what another approved, or by one where there is no other. */
import { randomUUID } from 'node:crypto';
import { isRefused } from '../../src/eventsourcing/decider.ts';
import type { Context } from '../../src/eventsourcing/event-store.ts';
import { type Act, ApprovalId, type Ground } from '../../src/modules/approvals/approval.events.ts';
import { type ApprovalRefusal, groundsOf } from '../../src/modules/approvals/approval.ts';
import {
  ableTo,
  askerOf,
  type Done,
  doAlone,
  doApproved,
  roleFor,
  type Wanted,
} from '../../src/web/desks/approvals/acting.ts';
import { refusals } from '../../src/web/desks/approvals/words.ts';
import type { Shop } from '../../src/web/shop.ts';
import { note, Refused, WrongUsage } from '../terminal/command.ts';

/**
 * Who types is not known, and not asked: what was approved is done for whoever asked, and the log says from where.
 * @throws Refused where another person has to say yes first
 */
export async function approved<One extends Act>(
  shop: Shop,
  wanted: Wanted<One> & { readonly ground: Ground | undefined },
  told: string | undefined,
): Promise<Done[One]> {
  const desk = roleFor[wanted.act] === 'ops' ? 'ops' : 'officer';
  const where = `one asks at ${shop.publicUrl}/${desk}/approvals, another approves there; then --approval ID`;
  const done = told === undefined ? await byOne(shop, wanted, where) : await byTwo(shop, wanted, told, where);
  if (isRefused<ApprovalRefusal>(done)) throw new Refused(refusals[done.refused], where);
  return done;
}

async function byTwo<One extends Act>(shop: Shop, wanted: Wanted<One>, told: string, where: string) {
  const id = ApprovalId.safeParse(told);
  if (!id.success) throw new WrongUsage(`--approval takes the id of an approval, not ${told}`);
  const by = await askerOf(shop, id.data);
  if (by === undefined) throw new Refused('there is no such approval, or it is over', where);
  return doApproved(shop, id.data, { ...wanted, by }, commandLine());
}

async function byOne<One extends Act>(
  shop: Shop,
  wanted: Wanted<One> & { readonly ground: Ground | undefined },
  where: string,
) {
  const { act, ground } = wanted;
  if ((await ableTo(shop, act)) > 1) throw new Refused('this takes two people', where);
  if (ground === undefined) throw new WrongUsage(`say on what ground: --ground ${groundsOf[act][0]}`);
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
