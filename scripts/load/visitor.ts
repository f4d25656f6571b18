/** One visitor of a load: a session with a portrait, from which any number of orders are placed, as the README shows it. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Refused } from '../terminal/command.ts';
import type { Stopwatch } from './stopwatch.ts';

const sample = new URL('../../src/web/assets/samples/astronaut-whole-700.webp', import.meta.url);
const address = {
  name: 'Ada Load',
  line1: '1 Load Street',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
};

const Token = z.object({ token: z.string() });
const Id = z.object({ id: z.string() });
const Status = z.object({ status: z.string() });
const Placed = z.object({ id: z.string(), payment: z.object({ url: z.string().nullable() }) });
const Seen = z.object({ order: Status });

export type Wanted = { readonly product: string; readonly variant: string };
export type Placed = z.output<typeof Placed>;
export type Visitor = Awaited<ReturnType<typeof arrive>>;

/** @param url of the shop @throws Refused where an answer is not what it should be */
export async function arrive(url: string, watch: Stopwatch) {
  const { token } = Token.parse(await answered(fetch(`${url}/api/v1/sessions`, { method: 'POST' })));
  const authorization = `Bearer ${token}`;
  const ask = (method: string, path: string, body?: object) =>
    answered(
      fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  const photo = await watch('photo', () => sendPhoto(url, authorization));
  const portrait = await watch('portrait', () => painted(photo, ask));
  return {
    place: async ({ product, variant }: Wanted): Promise<Placed> =>
      Placed.parse(
        await ask('POST', '/orders', {
          ...{
            items: [{ portrait, product, variant, quantity: 1 }],
            email: 'ada.load@example.org',
            name: 'Ada Load',
          },
          ...{ shippingAddress: address, currency: 'EUR', fileAtOnce: true, acceptTerms: true },
        }),
      ),
    look: async (order: string): Promise<string> =>
      Seen.parse(await ask('GET', `/orders/${order}`)).order.status,
  };
}

async function sendPhoto(url: string, authorization: string): Promise<string> {
  const form = new FormData();
  form.set('photo', new Blob([new Uint8Array(await readFile(sample))]), 'sample.webp');
  const declared = { subject: 'person', mine: 'yes', age: 'yes', country: 'DE' };
  for (const [name, value] of Object.entries(declared)) form.set(name, value);
  const sent = fetch(`${url}/api/v1/photos`, { method: 'POST', headers: { authorization }, body: form });
  return Id.parse(await answered(sent)).id;
}

async function painted(
  photo: string,
  ask: (method: string, path: string, body?: object) => Promise<unknown>,
): Promise<string> {
  const { id } = Id.parse(await ask('POST', '/portraits', { photo, style: 'engraving' }));
  for (;;) {
    const { status } = Status.parse(await ask('GET', `/portraits/${id}`));
    if (status === 'painted') return id;
    if (status === 'failed') throw new Refused('the portrait failed', 'see shop.log in the data folder');
    await pause(100);
  }
}

/** As somebody who presses the button on the sandbox's page. */
export async function pay({ payment }: Placed): Promise<void> {
  if (payment.url === null) throw new Refused('the payment sandbox gave no page', 'bun run doctor');
  const page = new URL(payment.url);
  const token = page.searchParams.get('token') ?? '';
  const answer = await fetch(new URL(page.pathname, page), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams({ outcome: 'pay', webhook: 'once' }),
    redirect: 'manual',
  });
  if (answer.status !== 303)
    throw new Refused(`the payment sandbox answers with ${answer.status}`, 'bun run doctor');
}

async function answered(asked: Promise<Response>): Promise<unknown> {
  const answer = await asked;
  if (answer.ok) return answer.json();
  const { pathname } = new URL(answer.url);
  const { type = '' } = z
    .object({ type: z.string().optional() })
    .catch({})
    .parse(await answer.json().catch(() => ({})));
  throw new Refused(
    `${pathname} answers with ${answer.status} ${type.split('/').at(-1)}`.trim(),
    'the free quota may be used up: start the shop with FREE_PAINTINGS_PER_ADDRESS=1000',
  );
}
