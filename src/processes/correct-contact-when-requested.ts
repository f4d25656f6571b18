/**
 * GDPR Art. 16: the new value is sealed under a new key, every order is told, and only then the old key is destroyed,
 * so that a crash in between loses neither.
 */
import { effect, type Job } from '../eventsourcing/effect.ts';
import type { Context } from '../eventsourcing/event-store.ts';
import { Fault } from '../eventsourcing/fault.ts';
import { type Send, send } from '../eventsourcing/process.ts';
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { Holder } from '../modules/accounts/account.events.ts';
import { account } from '../modules/accounts/account.ts';
import { Buyer, OrderId } from '../modules/ordering/order.events.ts';
import { order } from '../modules/ordering/order.ts';
import { type RequestId, requestStream } from '../modules/privacy/request.events.ts';
import { request } from '../modules/privacy/request.ts';
import { keyLog } from '../personal-data/destruction.ts';
import { KeysDestroyed } from '../personal-data/forgetting.ts';
import type { Sealed, SubjectRef } from '../personal-data/personal.ts';
import { accountIdOf } from './account-id.ts';
import { nothingLeft } from './nothing-left.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly requestId: RequestId };
type Deps = Pick<
  Ports,
  'stateOf' | 'handle' | 'openAs' | 'vault' | 'ledger' | 'ordersOf' | 'contactsOf' | 'moveLookUp'
>;
export const correctContactWhenRequested = effect(
  'correct-contact-when-requested',
  requestStream,
  { RequestMade: ({ requestId, kind }) => (kind === 'correction' ? { ids: { requestId } } : []) },

  async ({ key, ids: { requestId }, context }: Job<Ids>, deps: Deps) => {
    const asked = await deps.stateOf(request, requestId);
    if (asked.status !== 'open' || asked.contact === null) return [];
    try {
      return [await corrected(requestId, asked.owner, asked.contact, { ...context, commandId: key }, deps)];
    } catch (fault) {
      if (fault instanceof Fault && fault.code === 'vault/fenced') return [nothingLeft(requestId)];
      throw fault;
    }
  },
);

async function corrected(
  requestId: RequestId,
  owner: SubjectRef,
  contact: Sealed<'contact'>,
  context: Context,
  deps: Deps,
): Promise<Send> {
  const right = await deps.openAs(context.actor)(contact, 'account.access');
  const { generation } = await deps.vault.find(contact.kid);
  const orders = await deps.ordersOf(owner);
  if (right.is === 'value') await correct({ owner, generation, orders, right: right.value }, context, deps);
  else if (!(await isRenewed(owner, generation, deps))) return nothingLeft(requestId); // an erasure was faster
  await destroyOld(requestId, { owner, generation }, context, deps);
  const told = orders.map((orderId) => OrderId.parse(orderId));
  const done = { type: 'RecordCorrection', requestId, orders: told } as const;
  return send(request, requestId, done, ['request-already-answered']);
}

/** Whether this was done before, up to the destruction of the old key. */
const isRenewed = async (owner: SubjectRef, generation: number, { vault }: Deps): Promise<boolean> =>
  (await vault.keysOf([owner])).some((key) => key.category === 'contact' && key.generation > generation);

type Old = { readonly owner: SubjectRef; readonly generation: number };
type Correction = Old & {
  readonly orders: readonly string[];
  readonly right: { readonly email: string; readonly name: string | null };
};

/** While the request's own value opens, its key is the old one; once that is gone, all of this was done. */
async function correct(
  { owner, generation, orders, right }: Correction,
  context: Context,
  deps: Deps,
): Promise<void> {
  const open = deps.openAs(context.actor);
  for (const sealed of await deps.contactsOf([owner])) {
    const before = await open(sealed, 'account.access');
    if (before.is === 'value') await deps.moveLookUp(before.value.email, right.email, owner);
  }
  await deps.vault.renew({ subject: owner, category: 'contact', item: null, generation });
  await resealAccount(owner, context, deps);
  for (const orderId of orders.map((id) => OrderId.parse(id))) {
    const buyer = Buyer.parse({ ref: owner, contact: right });
    const commandId = uuidFrom(context.commandId, 'correct', orderId);
    const corrected = { type: 'CorrectContact', orderId, buyer } as const;
    await deps.handle(order, orderId, corrected, { ...context, commandId });
  }
}

/** What somebody signs in with stays as it was proved; it is said again under the new key. */
async function resealAccount(owner: SubjectRef, context: Context, deps: Deps): Promise<void> {
  const accountId = accountIdOf(owner);
  const found = await deps.stateOf(account, accountId);
  const proved =
    found.status === 'open' ? await deps.openAs(context.actor)(found.contact, 'account.access') : undefined;
  if (proved?.is !== 'value') return;
  const holder = Holder.parse({ ref: owner, contact: proved.value });
  const commandId = uuidFrom(context.commandId, 'reseal', accountId);
  const command = { type: 'ProveAddress', accountId, holder } as const;
  await deps.handle(account, accountId, command, { ...context, commandId });
}

/** Every generation up to the one that sealed the request: of the old value nothing opens any more. */
async function destroyOld(
  requestId: string,
  { owner: subject, generation: upTo }: Old,
  context: Context,
  { vault, handle, ledger, stateOf }: Deps,
): Promise<void> {
  await vault.condemn({ subject, category: 'contact', upTo }, 'erasure');
  const logged = await stateOf(keyLog, requestId);
  const dying = (await vault.keysOf([subject])).filter(
    ({ state, category, generation }) =>
      state === 'destroying' && category === 'contact' && generation <= upTo,
  );
  const named = logged.status === 'destroyed' ? logged.kids : dying.map(({ kid }) => kid);
  const kids = KeysDestroyed.schema.shape.kids.parse(named);
  if (kids.length === 0) return;
  const because = { ...context, commandId: uuidFrom(context.commandId, 'keys') };
  await handle(keyLog, requestId, { type: 'DestroyKeys', kids, because: 'erasure' }, because);
  await ledger.record(kids);
  await vault.shred(kids);
}
