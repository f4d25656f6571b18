/** `/webhooks/replicate`: believed where it is signed, answered so that it is not sent again and again. */
import { expect, test } from 'bun:test';
import { assume } from '../../src/eventsourcing/assume.ts';
import { replicatePainter } from '../../src/providers/replicate.ts';
import { postPainterMessage } from '../../src/web/portraits/hearing.ts';
import type { Shop } from '../../src/web/shop.ts';
import { signedHeaders } from '../providers/painting-company.ts';

const secret = `whsec_${btoa('a secret of twenty-four b')}`;
const url = 'http://localhost/webhooks/replicate';
const painter = replicatePainter({ token: 'a token', model: 'a/b', webhook: { url, secret } });
const shop = (engine: object) => assume<Shop>({ engine }); // nothing else of it is asked
const now = () => Math.floor(Date.now() / 1000);
const raw = JSON.stringify({ id: 'p1', status: 'succeeded', output: null, error: null });

const send = (body: string, headers: Headers, engine: object = painter) =>
  postPainterMessage(shop(engine), new Request(url, { method: 'POST', body, headers }));

test('a message that is signed is taken, once and again', async () => {
  for (let again = 0; again < 2; again++) {
    const answer = await send(raw, signedHeaders(secret, raw, now()));
    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
  }
});

test.each([
  ['unsigned', new Headers()],
  ['forged', signedHeaders(`whsec_${btoa('somebody else’s'.slice(0, 12))}`, raw, now())],
  ['stale', signedHeaders(secret, raw, now() - 301)],
])('one that is %s is refused, and told why', async (refused, headers) => {
  const answer = await send(raw, headers);
  expect([answer.status, await answer.json()]).toEqual([400, { refused }]);
});

test('one of nine megabytes is not even checked', async () => {
  const long = 'x'.repeat(9_000_000);
  expect(await (await send(long, signedHeaders(secret, long, now()))).json()).toEqual({
    refused: 'malformed',
  });
});
