/** What an erasure would do, exactly: shown first, and done by the same rule. */
import { ordersOf } from '../../../projections/orders.ts';
import { photoOf, photosOf } from '../../../projections/photos.ts';
import type { OrderId } from '../../modules/ordering/order.events.ts';
import type { PortraitId } from '../../modules/portraits/portrait.events.ts';
import { portrait } from '../../modules/portraits/portrait.ts';
import { ErasureAccepted, type Scope } from '../../modules/privacy/erasure.events.ts';
import { type PhotoId, photoStream } from '../../modules/uploads/photo.events.ts';
import { endOf, noEnd } from '../../personal-data/ends.ts';
import { type Fate, fatesOf } from '../../personal-data/fates.ts';
import type { SubjectRef } from '../../personal-data/personal.ts';
import type { Category } from '../../personal-data/register.ts';
import { type OrderView, orderView } from '../ordering/order-view.ts';
import type { Shop } from '../shop.ts';

/** What somebody wants erased: a scope, and with `photo` which one. */
export type Wish = { readonly scope: Scope; readonly photoId?: PhotoId | undefined };

export type Plan = {
  readonly fates: readonly Fate[];
  /** Paid, and with the lab: what they need is erased after them. */
  readonly openOrders: readonly OrderView[];
  /** Not paid, or not made yet: cancelled, and refunded where paid. */
  readonly stopped: readonly OrderView[];
  readonly photos: readonly PhotoId[];
  /** In the scope `photos`, those on the easel alone. */
  readonly portraits: readonly PortraitId[];
};

/** @returns undefined where the photo is not theirs, or not there */
export async function planFor(
  shop: Shop,
  people: readonly SubjectRef[],
  wish: Wish,
): Promise<Plan | undefined> {
  const photos = await photosIn(shop, people, wish);
  if (photos === undefined) return undefined;
  const begun = await portraitsOn(shop, photos);
  const portraits = wish.scope === 'photos' ? await unpainted(shop, begun) : begun;
  const running = (await ordersOfAll(shop, people)).filter(
    ({ order: { status } }) => status === 'placed' || status === 'confirmed',
  );
  const isWhole = wish.scope === 'everything';
  const openOrders = isWhole ? running.filter(isBeingMade) : [];
  const stopped = running.filter((view) => !isBeingMade(view) && (isWhole || uses(view, photos)));
  const asked = { scope: wish.scope, openOrders: idsOf(openOrders), items: [...photos, ...portraits] };
  const fates = fatesOf(await shop.vault.keysOf(people), asked);
  return { fates: fates.map((fate) => withEnd(fate, shop.clock())), openOrders, stopped, photos, portraits };
}

async function photosIn(
  { reads }: Shop,
  people: readonly SubjectRef[],
  { scope, photoId }: Wish,
): Promise<readonly PhotoId[] | undefined> {
  if (scope !== 'photo') {
    const rows = await Promise.all(people.map((ref) => photosOf(reads.photos, ref)));
    return rows.flat().map((row) => row.photoId);
  }
  const row = photoId && (await photoOf(reads.photos, photoId));
  return row && people.includes(row.owner) ? [row.photoId] : undefined;
}

/** From the log, which knows also what was begun a moment ago. */
async function portraitsOn({ historyOf }: Shop, photos: readonly PhotoId[]): Promise<readonly PortraitId[]> {
  const pasts = await Promise.all(photos.map((photoId) => historyOf(photoStream, photoId)));
  return pasts.flat().flatMap(({ event }) => (event.type === 'PaintingBegun' ? [event.portraitId] : []));
}

/** Where only the photos go, what was painted stays, and what still stands on the easel is not painted from them. */
async function unpainted({ stateOf }: Shop, all: readonly PortraitId[]): Promise<readonly PortraitId[]> {
  const states = await Promise.all(all.map((portraitId) => stateOf(portrait, portraitId)));
  return all.filter((_, i) => states[i]?.status === 'requested');
}

async function ordersOfAll(shop: Shop, people: readonly SubjectRef[]): Promise<readonly OrderView[]> {
  const rows = await ordersOf(shop.reads.orders, people);
  const views = await Promise.all(rows.map(({ orderId }) => orderView(shop, orderId)));
  return views.filter((view) => view !== undefined);
}

/** Every print of it is at the lab, so nothing more is painted for it. */
const isBeingMade = ({ prints, order: { status, lines } }: OrderView): boolean =>
  status === 'confirmed' &&
  prints.length > 0 &&
  prints.every(({ labOrderId }) => labOrderId !== null) &&
  lines.length === prints.length;

const uses = ({ order }: OrderView, photos: readonly string[]): boolean =>
  order.lines.some(({ photoId }) => photos.includes(photoId));

export const idsOf = (views: readonly OrderView[]): readonly OrderId[] =>
  views.map(({ order: { orderId } }) => orderId);

/** What held as long as a consent did, counts down from now on. */
const withEnd = (fate: Fate, now: string): Fate =>
  fate.expiresAt === noEnd ? { ...fate, expiresAt: endOf(fate.category, now) } : fate;

/** How many things of each category, in each list, with the last of their ends. */
export type CountedFate = {
  readonly category: Category;
  readonly fate: Fate['fate'];
  readonly count: number;
  readonly until: string;
};
export function grouped(fates: readonly Fate[]): readonly CountedFate[] {
  const groups = Map.groupBy(fates, ({ category, fate }) => `${category} ${fate}`);
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    return [{ category: first.category, fate: first.fate, count: all.length, until: lastEnd(all) }];
  });
}

const lastEnd = (all: readonly Fate[]): string =>
  all
    .map(({ expiresAt }) => expiresAt)
    .toSorted()
    .at(-1) ?? '';

/** As the log keeps what was shown: one line per category and fate, with the last day of what is kept. */
export const countedFates = (fates: readonly Fate[]) =>
  ErasureAccepted.schema.shape.fates.parse(
    grouped(fates).map(({ until, ...line }) => ({
      ...line,
      until: line.fate === 'kept' ? until.slice(0, 'yyyy-mm-dd'.length) : null,
    })),
  );
