/** Photos: what somebody sent, with what was painted from it. */
import { expect, test } from 'bun:test';
import { photoOf, photos, photosOf } from '../../projections/photos.ts';
import { blob, orderId, owner, photoId, portraitId, style, unitId } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const uploaded = (name: string, by = 'Ada') => ({
  ...{ type: 'PhotoUploaded', photoId: photoId(name), owner: owner(by), kind: 'person', blob: blob(name) },
  ...{ faces: 1, faceHeightPx: 640, advice: ['soft'], ageLimit: 16 },
});
const begun = (name: string, portrait: string) => ({
  ...{ type: 'PaintingBegun', photoId: photoId(name), unitId: unitId('u'), portraitId: portraitId(portrait) },
  style: style(),
});

test('a photo is shown with what the studio said of it', async () => {
  const { rows, open } = await told(photos, uploaded('ada'));
  const row = await photoOf(rows, photoId('ada'));
  expect(row).toMatchObject({
    ...{ owner: ref('Ada'), kind: 'person', faceHeightPx: 640, advice: ['soft'], portraits: [] },
    ...{ blob: blob('ada'), uploadedAt: at(0) },
  });
  expect(row && (await open(row.file, 'portrait.generation'))).toMatchObject({
    value: { fileName: 'Ada at home.jpg' },
  });
});

test('it names its portraits, in the order in which they were begun', async () => {
  const kept = { type: 'PhotoKept', photoId: photoId('ada'), orderId: orderId() };
  const { rows } = await told(photos, uploaded('ada'), begun('ada', 'a'), kept, begun('ada', 'b'));
  expect((await rows.byKey(photoId('ada')))?.portraits).toEqual([portraitId('a'), portraitId('b')]);
});

test('whoever sent it has it, and nobody else', async () => {
  const { rows } = await told(photos, uploaded('ada'), uploaded('cat'), uploaded('mary', 'Mary'));
  expect((await photosOf(rows, ref('Ada'))).map(({ photoId }) => photoId)).toEqual([
    photoId('ada'),
    photoId('cat'),
  ]);
});

test('of an erased photo the row says that there was one, and not which', async () => {
  const { rows, open, destroys } = await told(photos, uploaded('ada'), uploaded('cat'));
  await destroys({ subject: ref('Ada'), category: 'media.upload', item: photoId('ada') });
  const [gone, kept] = await photosOf(rows, ref('Ada'));
  expect(gone?.file.jwe).toBe('');
  expect(gone && (await open(gone.file, 'portrait.generation'))).toEqual({ is: 'erased' });
  expect(kept && (await open(kept.file, 'portrait.generation')).is).toBe('value');
});
