/** A photo is due to go after thirty days; one that somebody ordered stays until the order is done. */
import { process, send } from '../eventsourcing/process.ts';
import { orderStream } from '../modules/ordering/order.events.ts';
import { photo } from '../modules/uploads/photo.ts';

export const keepPhotoWhenOrderPlaced = process('keep-photo-when-order-placed', orderStream, {
  OrderPlaced: ({ orderId, lines }) =>
    [...new Set(lines.map(({ photoId }) => photoId))].map((photoId) =>
      send(photo, photoId, { type: 'KeepPhoto', photoId, orderId }, ['photo-already-kept']),
    ),
});
