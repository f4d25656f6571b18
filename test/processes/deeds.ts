/** What people and companies do in the shop, in a word each: through its commands, as pages and webhooks do. */
import { isRefused } from '../../src/eventsourcing/decider.ts';
import { deliver } from '../../src/eventsourcing/process.ts';
import { TextHash } from '../../src/modules/consent/consent.events.ts';
import { consent } from '../../src/modules/consent/consent.ts';
import { order } from '../../src/modules/ordering/order.ts';
import { portrait } from '../../src/modules/portraits/portrait.ts';
import { Fate, type Scope } from '../../src/modules/privacy/erasure.events.ts';
import { erasure } from '../../src/modules/privacy/erasure.ts';
import type { Kind } from '../../src/modules/privacy/request.events.ts';
import { request } from '../../src/modules/privacy/request.ts';
import { photo } from '../../src/modules/uploads/photo.ts';
import type { Purpose } from '../../src/personal-data/register.ts';
import { recordCheckout } from '../../src/processes/record-checkout.ts';
import { recordLabState } from '../../src/processes/record-lab-state.ts';
import {
  asker,
  consenter,
  day,
  erased,
  orderId,
  owner,
  paymentId,
  photoId,
  placeOrder,
  portraitId,
  printOrderId,
  reachable,
  requestId,
  sitter,
  style,
  unitId,
  variant,
} from '../modules/facts.ts';
import { causedBy, ref } from '../shop.ts';
import type { Working } from './working.ts';

type Asked = (typeof Kind.options)[number];

export function deeds(it: Working) {
  let done = 0;
  const context = (purpose: Purpose) => causedBy(`deed ${done++}`, purpose);
  /** @throws where the shop refuses: a story that goes another way than it says is none */
  const must = async (outcome: Promise<object>): Promise<void> => {
    const told = await outcome;
    if (isRefused(told)) throw new Error(`refused: ${told.refused}`);
  };

  async function sends(name = 'ada', by = 'Ada'): Promise<void> {
    const scope = { subject: ref(by), category: 'media.upload', item: photoId(name) } as const;
    const blob = await it.blobs.keep(scope, new TextEncoder().encode(`the photo ${name}`), 'image/jpeg');
    const facts = { photoId: photoId(name), owner: owner(by), blob, faces: 1, faceHeightPx: 640 };
    const upload = {
      ...({ type: 'UploadPhoto', ...facts, kind: 'person', advice: [], ageLimit: 16 } as const),
      ...{ mayUseIt: true, oldEnough: true },
    };
    await must(it.handle(photo, photoId(name), upload, context('portrait.generation')));
  }

  /** @param on the photo, by name */
  async function wants(chosen = 'engraving', on = 'ada', by = 'Ada'): Promise<void> {
    const id = portraitId(`${on} ${chosen}`);
    const begin = {
      ...({ type: 'BeginPainting', photoId: photoId(on), portraitId: id, style: style(chosen) } as const),
      unitId: unitId(`${on} unit`),
    };
    await must(it.handle(photo, photoId(on), begin, context('portrait.generation')));
    const known = await it.stateOf(photo, photoId(on));
    if (known.status === 'none') throw new Error('no photo');
    const asked = {
      ...({ type: 'RequestPortrait', portraitId: id, photoId: photoId(on), kind: 'person' } as const),
      ...{ photoBlob: known.blob, sitter: sitter(by, chosen), style: style(chosen), variant },
      painter: it.ports.engine.company ?? ('studio' as const),
    };
    await must(it.handle(portrait, id, asked, context('portrait.generation')));
  }

  const orders = (name = 'gift', placing: Parameters<typeof placeOrder>[1] = {}) =>
    must(it.handle(order, orderId(name), placeOrder(name, placing), context('order.fulfilment')));

  const cancels = (name = 'gift', reason: 'by-buyer' | 'by-shop' = 'by-buyer') =>
    must(
      it.handle(
        order,
        orderId(name),
        { type: 'CancelOrder', orderId: orderId(name), reason },
        context('order.fulfilment'),
      ),
    );

  /** As the company's webhook: whatever it says by now is recorded. */
  async function paymentIsTold(name = 'gift'): Promise<void> {
    for (const send of await recordCheckout(paymentId(name), 'payment-webhook', it.ports))
      await deliver(send, it.handle, context('order.fulfilment'));
  }

  async function pays(name = 'gift'): Promise<void> {
    it.paid(paymentId(name));
    await paymentIsTold(name);
  }

  /** As the lab's callback. */
  async function labIsAsked(name = 'gift', line = 0): Promise<void> {
    for (const send of await recordLabState(printOrderId(name, line), it.ports))
      await deliver(send, it.handle, context('order.fulfilment'));
  }

  async function labShips(labOrderId = 'ord_1', name = 'gift', line = 0): Promise<void> {
    it.ships(labOrderId);
    await labIsAsked(name, line);
  }

  type Erasing = {
    by?: string;
    scope?: Scope;
    openOrders?: readonly string[];
    portraits?: readonly string[];
    photos?: readonly string[];
  };
  function asksToBeErased(name = 'farewell', { by = 'Ada', ...asked }: Erasing = {}): Promise<void> {
    const { scope = 'everything', openOrders = [], portraits = [] } = asked;
    const { photos = scope === 'photo' ? ['ada'] : [] } = asked;
    const accept = {
      ...({
        type: 'AcceptErasure',
        requestId: requestId(name),
        number: 26,
        person: erased(by),
        scope,
      } as const),
      ...{
        people: [{ ref: ref(by) }],
        openOrders: openOrders.map(orderId),
        portraits: portraits.map(portraitId),
      },
      fates: [Fate.parse({ category: 'contact', count: 1, fate: 'now', until: null })],
      ...({ photos: photos.map(photoId), because: 'own-request' } as const),
    };
    return must(it.handle(erasure, requestId(name), accept, context('accountability')));
  }

  function asks(kind: Asked, name: string = kind, { by = 'Ada', contact = true } = {}): Promise<void> {
    const made = {
      ...({ type: 'MakeRequest', requestId: requestId(name), number: 31, kind, person: asker(by) } as const),
      ...{ people: [{ ref: ref(by) }], contact: contact ? reachable(by) : null, portraitId: null },
      ...{ dueOn: day('2026-12-24'), purposes: kind === 'objection' ? (['abuse.review'] as const) : [] },
    };
    return must(it.handle(request, requestId(name), made, context('accountability')));
  }

  const textSha256 = TextHash.parse('d'.repeat(64));
  const allows = (by = 'Ada', purpose: 'portrait.gallery' | 'marketing.email' = 'portrait.gallery') =>
    must(
      it.handle(
        consent,
        ref(by),
        { type: 'GiveConsent', person: consenter(by), purposes: [purpose], textSha256, anew: false },
        context('accountability'),
      ),
    );
  const withdraws = (by = 'Ada', purpose: 'portrait.gallery' | 'marketing.email' = 'portrait.gallery') =>
    must(
      it.handle(
        consent,
        ref(by),
        { type: 'WithdrawConsent', person: consenter(by), purposes: [purpose] },
        context('accountability'),
      ),
    );

  return {
    ...{ sends, wants, orders, cancels, pays, paymentIsTold, labIsAsked, labShips },
    ...{ asksToBeErased, asks, allows, withdraws, must, context },
  };
}
