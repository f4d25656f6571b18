/** What a person is given of what is held about them. */
import { expect, test } from 'bun:test';
import { copyFor } from '../../src/personal-data/rights.ts';
import { item, parcel, photoOf, ref, room } from './people.ts';

/** Ada sends three photos and a parcel to Charles; Charles sends one to Ada. */
async function history() {
  const it = room();
  const told = [
    ...['cat', 'dog', 'owl'].map((name) => photoOf('Ada', name)),
    parcel('Ada', 'Charles', 'first'),
    parcel('Charles', 'Ada', 'second'),
  ];
  const events = await Promise.all(told.map(it.remember));
  const answers = async (name: string) =>
    (await copyFor(ref(name), events, it.open)).map(
      ({ sealed: { slot }, opened: { is } }) => `${slot}: ${is}`,
    );
  return { ...it, events, answers };
}

test('a copy holds all that the log tells about a person, and of nobody else', async () => {
  const { answers, events, open } = await history();
  const photos = Array(3).fill('owner.file: value');
  expect(await answers('Ada')).toEqual([...photos, 'buyer.contact: value', 'recipient.delivery: value']);
  const copy = await copyFor(ref('Charles'), events, open);
  expect(JSON.stringify(copy.map(({ opened }) => opened))).toContain('charles@example.org');
  expect(JSON.stringify(copy.map(({ opened }) => opened))).not.toContain('ada@example.org');
});

test('one photo can go, and what remains is as it was', async () => {
  const { answers, vault } = await history();
  await vault.condemn({ subject: ref('Ada'), category: 'media.upload', item: item('dog') }, 'erasure');
  await vault.condemn({ subject: ref('Ada'), category: 'contact' }, 'retention');
  expect(await answers('Ada')).toEqual([
    ...['owner.file: value', 'owner.file: erased', 'owner.file: value'],
    ...['buyer.contact: expired', 'recipient.delivery: value'],
  ]);
});
