/** Portraits: on the easel, painted, or failed and why. */
import { expect, test } from 'bun:test';
import { portraitOf, portraits, portraitsOf, portraitsOfPhoto } from '../../projections/portraits.ts';
import { blob, painted, photoId, portraitId, recipe, sitter, style, variant } from '../modules/facts.ts';
import { ref } from '../shop.ts';
import { at, told } from './rows.ts';

const requested = (name: string, photo = 'ada', by = 'Ada') => ({
  ...{ type: 'PortraitRequested', portraitId: portraitId(name), photoId: photoId(photo), kind: 'person' },
  ...{ photoBlob: blob(photo), sitter: sitter(by), style: style(), variant },
});
const done = (name: string) => ({
  ...{ type: 'PortraitPainted', portraitId: portraitId(name), sitter: painted(), preview: blob('preview') },
  seconds: 2.5,
});
const failed = (name: string) => ({
  ...{
    type: 'PortraitFailed',
    portraitId: portraitId(name),
    photoId: photoId('ada'),
    reason: 'engine-failed',
  },
});

test('a portrait is on the easel, and then it is painted', async () => {
  const { rows, open, happens } = await told(portraits, requested('a'));
  expect(await portraitOf(rows, portraitId('a'))).toMatchObject({
    ...{ photoId: photoId('ada'), owner: ref('Ada'), style: 'engraving', variant, status: 'requested' },
    ...{ picture: null, preview: null, requestedAt: at(0), endedAt: null, painter: 'studio' },
  });
  await happens(done('a'));
  const row = await portraitOf(rows, portraitId('a'));
  expect(row).toMatchObject({ status: 'painted', preview: blob('preview'), endedAt: at(1) });
  expect(row && (await open(row.recipe, 'portrait.generation'))).toEqual({
    is: 'value',
    value: { ...recipe(), background: 'studio', intensity: 0.5 },
  });
  expect(row?.picture && (await open(row.picture, 'portrait.generation')).is).toBe('value');
});

test('one that failed says why', async () => {
  const { rows } = await told(portraits, requested('a'), failed('a'));
  expect(await rows.byKey(portraitId('a'))).toMatchObject({ status: 'failed', reason: 'engine-failed' });
});

test('one that another company is to paint says which', async () => {
  const { rows } = await told(portraits, { ...requested('a'), painter: 'openai' });
  expect(await portraitOf(rows, portraitId('a'))).toMatchObject({ painter: 'openai' });
});

test('they hang in the order in which they were asked for, by photo and by owner', async () => {
  const all = [requested('b'), requested('x', 'mary', 'Mary'), requested('a'), requested('c', 'cat')];
  const { rows } = await told(portraits, ...all);
  const ids = (names: readonly string[]) => names.map(portraitId);
  const found = async (list: ReturnType<typeof portraitsOf>) =>
    (await list).map(({ portraitId }) => portraitId);
  expect(await found(portraitsOfPhoto(rows, photoId('ada')))).toEqual(ids(['b', 'a']));
  expect(await found(portraitsOf(rows, ref('Ada')))).toEqual(ids(['b', 'a', 'c']));
});

test('an erased portrait leaves neither picture nor recipe', async () => {
  const { rows, destroys } = await told(portraits, requested('a'), done('a'), requested('b'));
  await destroys({ subject: ref('Ada'), item: portraitId('a') });
  expect(await rows.byKey(portraitId('a'))).toMatchObject({ recipe: { jwe: '' }, picture: { jwe: '' } });
  expect((await rows.byKey(portraitId('b')))?.recipe.jwe).not.toBe('');
});
