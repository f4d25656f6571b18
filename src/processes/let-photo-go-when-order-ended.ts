/** An order that is done, or will not be, needs its photos no longer. */
import { process, send } from '../eventsourcing/process.ts';
import { type OrderId, orderStream } from '../modules/ordering/order.events.ts';
import type { PhotoId } from '../modules/uploads/photo.events.ts';
import { photo } from '../modules/uploads/photo.ts';

type Ended = { readonly orderId: OrderId; readonly photoIds: readonly PhotoId[] };

const letGo = ({ orderId, photoIds }: Ended) =>
  photoIds.map((photoId) =>
    send(photo, photoId, { type: 'LetPhotoGo', photoId, orderId }, ['photo-not-kept']),
  );

export const letPhotoGoWhenOrderEnded = process('let-photo-go-when-order-ended', orderStream, {
  OrderFulfilled: letGo,
  OrderCancelled: letGo,
});
