/** What could not be painted costs nothing: the unit of the quota is given back. */
import { process, send } from '../eventsourcing/process.ts';
import { portraitStream } from '../modules/portraits/portrait.events.ts';
import { photo } from '../modules/uploads/photo.ts';

export const stopPaintingWhenPortraitFailed = process('stop-painting-when-portrait-failed', portraitStream, {
  PortraitFailed: ({ photoId, portraitId }) => [
    send(photo, photoId, { type: 'StopPainting', photoId, portraitId }, [
      'painting-already-stopped',
      'painting-unknown',
    ]),
  ],
});
