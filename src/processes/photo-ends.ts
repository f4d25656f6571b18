/**
 * Until when a photo and what was painted from it are needed: read from the log alone, so that it can be worked out
 * again at any time. A photo lives thirty days after its last painting, or until the last order that uses it is done,
 * whichever is later; what nobody bought ends with it; what somebody bought lives longer, in their gallery as long as
 * they allow it, and the photo with it, since it is painted from.
 */
import { daysAfter } from '../eventsourcing/days.ts';
import type { Happened } from '../eventsourcing/handle.ts';
import { consentStream } from '../modules/consent/consent.events.ts';
import { type OrderEvent, orderStream } from '../modules/ordering/order.events.ts';
import { policyStream } from '../modules/policies/policy.events.ts';
import { PortraitId } from '../modules/portraits/portrait.events.ts';
import { portrait } from '../modules/portraits/portrait.ts';
import { type PhotoEvent, type PhotoId, photoStream } from '../modules/uploads/photo.events.ts';
import { endOf, noEnd } from '../personal-data/ends.ts';
import { answerDays, boughtPortraitDays, openOrderDaysMax } from '../personal-data/periods.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import type { Ports } from './ports.ts';

export type EndDeps = Pick<Ports, 'stateOf' | 'historyOf' | 'vault' | 'clock'>;
type Ends = {
  readonly owner: SubjectRef;
  readonly photo: string;
  readonly portraits: readonly { readonly portraitId: string; readonly end: string }[];
};

/** Sets every end anew; once more if something happened meanwhile, so that of two who do it the later one is right. */
export async function movePhotoEnds(photoId: PhotoId, deps: EndDeps): Promise<void> {
  for (let set = ''; ; ) {
    const ends = await endsOf(photoId, deps);
    const said = JSON.stringify(ends);
    if (ends === undefined || said === set) return;
    const { owner: subject } = ends;
    await deps.vault.expire({ subject, category: 'media.upload', item: photoId }, ends.photo);
    for (const { portraitId: item, end } of ends.portraits)
      for (const category of ['portrait.recipe', 'media.portrait'] as const)
        await deps.vault.expire({ subject, category, item }, end);
    set = said;
  }
}

/** Of everything that somebody has had painted. */
export async function moveGalleryEnds(person: SubjectRef, deps: EndDeps): Promise<void> {
  const held = await deps.vault.keysOf([person]);
  const portraits = held.flatMap(({ category, item }) => (category === 'media.portrait' ? [item] : []));
  const known = await Promise.all(portraits.map((item) => deps.stateOf(portrait, PortraitId.parse(item))));
  const photos = new Set(known.flatMap((one) => (one.status === 'none' ? [] : [one.photoId])));
  for (const photoId of photos) await movePhotoEnds(photoId, deps);
}

/** A consent in words that have changed since is none any more: what it kept waits for an answer, and then ends. */
async function galleryUntil(owner: SubjectRef, historyOf: EndDeps['historyOf']): Promise<string> {
  const said = (await historyOf(consentStream, owner)).findLast(({ event }) =>
    event.purposes.includes(gallery),
  );
  if (said?.event.type !== 'ConsentGiven') return '';
  const published = await historyOf(policyStream, 'privacy');
  const asked = published.findLast(({ event }) => event.asksAgain.some((purpose) => purpose === gallery));
  return asked === undefined || asked.at <= said.at ? noEnd : daysAfter(asked.at, answerDays);
}
const gallery = 'portrait.gallery';

async function endsOf(
  photoId: PhotoId,
  { historyOf, clock }: Pick<EndDeps, 'historyOf' | 'clock'>,
): Promise<Ends | undefined> {
  const past = await historyOf(photoStream, photoId);
  const uploaded = past[0]?.event;
  if (uploaded?.type !== 'PhotoUploaded') return undefined;
  const uses = usesOf(past);
  const orders = await Promise.all(uses.orders.map((orderId) => historyOf(orderStream, orderId)));
  const bought = uses.portraits.map((portraitId) => ({ portraitId, until: boughtUntil(portraitId, orders) }));
  const isBought = bought.some(({ until }) => until !== '');
  const inGallery = isBought ? await galleryUntil(uploaded.owner.ref, historyOf) : '';
  const ordered = uses.isOrdered ? daysAfter(clock().slice(0, 10), openOrderDaysMax) : '';
  const photo = latest(endOf('media.upload', uses.lastAt), ordered, inGallery);
  const portraits = bought.map(({ portraitId, until }) => ({
    portraitId,
    end: until === '' ? latest(endOf('media.upload', uses.lastAt), ordered) : latest(photo, until),
  }));
  return { owner: uploaded.owner.ref, photo, portraits };
}

/** What was done with a photo, and for which orders. */
function usesOf(past: readonly Happened<PhotoEvent>[]) {
  const events = past.map(({ event }) => event);
  const kept = events.flatMap((event) => (event.type === 'PhotoKept' ? [event.orderId] : []));
  const letGo = events.flatMap((event) => (event.type === 'PhotoLetGo' ? [event.orderId] : []));
  const uses = past.filter(({ event: { type } }) => useTypes.includes(type));
  return {
    portraits: events.flatMap((event) => (event.type === 'PaintingBegun' ? [event.portraitId] : [])),
    orders: [...new Set(kept)],
    isOrdered: kept.some((orderId) => !letGo.includes(orderId)),
    lastAt: uses.at(-1)?.at ?? '',
  };
}

const useTypes: readonly PhotoEvent['type'][] = ['PhotoUploaded', 'PaintingBegun', 'PhotoLetGo'];

/** Ninety days after the order is done, or after the purchase of a file; '' where nobody bought it. */
function boughtUntil(portraitId: string, orders: readonly (readonly Happened<OrderEvent>[])[]): string {
  const ends = orders.flatMap((past) => {
    const at = (type: OrderEvent['type']) => past.find(({ event }) => event.type === type)?.at;
    const [confirmedAt, doneAt] = [at('OrderConfirmed'), at('OrderFulfilled')];
    const placed = past[0]?.event;
    if (placed?.type !== 'OrderPlaced' || confirmedAt === undefined || doneAt === undefined) return [];
    return placed.lines
      .filter((line) => line.portraitId === portraitId)
      .map(({ kind }) => daysAfter(kind === 'file' ? confirmedAt : doneAt, boughtPortraitDays));
  });
  return latest(...ends);
}

const latest = (...times: readonly string[]): string => times.toSorted().at(-1) ?? '';
