/** What operators do: each is a post, names what it is about, and is written to the log of the shop with who did it. */
import { projections } from '../../../../projections/index.ts';
import { retryParked, skipParked } from '../../../eventsourcing/parking.ts';
import { confirm } from '../../../eventsourcing/swap.ts';
import { effects, processes } from '../../../processes/index.ts';
import { refuse, seeOther } from '../../answers.tsx';
import { type Fields, formFields } from '../../form-fields.ts';
import { notFound } from '../../problems/problem.ts';
import type { Desk } from '../desk.ts';

type Done = { readonly goTo: string; readonly told?: object };
type Do = (desk: Desk, name: string, fields: Fields) => Promise<Done | undefined>;

/** @param among names that exist: another is answered like what is not there */
const act =
  (what: string, among: (name: string) => boolean, perform: Do) =>
  async (desk: Desk): Promise<Response> => {
    const { shop, request, actor } = desk;
    const fields = (await formFields(request)) ?? {};
    const name = fields['name'] ?? '';
    if (!among(name)) return refuse(shop, request, notFound);
    const done = await perform(desk, name, fields);
    if (done === undefined)
      return refuse(shop, request, {
        ...{ status: 409, type: 'not-so-any-more', title: 'This is not so any more.' },
        safe: ['Somebody was faster, or it came to its end by itself.', 'Nothing was changed.'],
      });
    shop.log.info({ act: what, of: name, by: actor, ...done.told }, 'operations');
    return seeOther(done.goTo);
  };

const isReadModel = (name: string): boolean => projections.some((one) => one.name === name);
const isReader = (name: string): boolean =>
  isReadModel(name) || name === 'notary' || [...processes, ...effects].some((one) => one.name === name);
const isQueue = (name: string): boolean => /^[a-z][a-z0-9-]{0,80}$/.test(name);

/** `name`, and `anyway` to put in place what differs. */
export const postRebuild = act('rebuild', isReadModel, async ({ shop }, name, { anyway }) =>
  shop.desks.upkeep.rebuild(name, anyway === 'yes') ? { goTo: '/ops' } : undefined,
);

/** Ends a rebuild; where none is, takes back the last swap. */
export const postAbort = act('abort', isReadModel, async ({ shop }, name) => {
  const did = await shop.desks.upkeep.abort(name);
  return did === 'nothing' ? undefined : { goTo: '/ops', told: { did } };
});

export const postConfirm = act('confirm', isReadModel, async ({ shop }, name) =>
  (await confirm(shop.sql, name)) ? { goTo: '/ops' } : undefined,
);

const pageOf = (reader: string): string => (isReadModel(reader) ? '/ops' : '/ops/processes');

export const postRetry = act('retry', isReader, async ({ shop }, name) =>
  (await retryParked(shop.sql, name)) ? { goTo: pageOf(name) } : undefined,
);

/** Who said so is kept with what is passed over. */
export const postSkip = act('skip', isReader, async ({ shop, actor }, name) =>
  (await skipParked(shop.sql, name, actor)) ? { goTo: pageOf(name) } : undefined,
);

export const postRetryJobs = act('retry jobs', isQueue, async ({ shop }, name) => {
  const jobs = await shop.desks.upkeep.retryJobs(name);
  return jobs === 0 ? undefined : { goTo: '/ops/jobs', told: { jobs } };
});
