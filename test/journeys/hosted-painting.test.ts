/** Another company paints, over its wire, in a shop that is open: paid for once, told in the log, called off, and told of. */
import { afterAll, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replicate } from '../providers/painting-company.ts';
import { eventually, openShopIn, shopOfThisFile } from './opened-shop.ts';
import { visitor } from './visitor.ts';

const company = await replicate();
afterAll(() => company.close());
const settings = {
  ...{ PORTRAIT_ENGINE: 'replicate', REPLICATE_API_TOKEN: 'token of a test' },
  REPLICATE_URL: `${company.url}/`,
};
const shop = await shopOfThisFile((data) => openShopIn(settings, data));

const begun = () => company.of(/^POST \S+\/predictions$/).length;
const Asked = z.object({ id: z.string() });
const Seen = z.object({ status: z.string() });

test('a portrait is bought once; a refusal stands in the log; an erasure of the photos calls off what is being painted', async () => {
  const ada = await visitor(shop);
  const photo = await ada.photo();
  const asks = async (style: string) =>
    Asked.parse(await (await ada.ask('POST', '/portraits', { photo, style })).json()).id;
  const is = (id: string, status: string) =>
    eventually(`one that is ${status}`, async () => {
      const seen = Seen.parse(await (await ada.ask('GET', `/portraits/${id}`)).json());
      return seen.status === status ? seen : undefined;
    });

  const bought = await ada.portrait(photo, 'engraving');
  expect(begun()).toBe(1);
  const held = JSON.stringify(await (await ada.ask('GET', '/privacy/held')).json());
  expect(held).toContain('Replicate');

  company.moods.push({ status: 402, body: { detail: 'Insufficient credit' } });
  await is(await asks('pop-art'), 'failed');
  expect(await readFile(join(shop.data, 'shop.log'), 'utf8')).toContain('provider/refused');

  company.becomes.after = 1e9;
  const pencil = await asks('pencil');
  await eventually('a prediction that is begun', async () => (begun() === 3 ? true : undefined));
  const asked = await ada.ask('POST', '/privacy/erasures', { scope: 'photos', confirm: true });
  expect(asked.status).toBe(202);
  await eventually('a prediction that is called off', async () =>
    company.statusOf(company.latest()) === 'canceled' ? true : undefined,
  );
  await is(pencil, 'failed');
  await is(bought, 'painted');
});
