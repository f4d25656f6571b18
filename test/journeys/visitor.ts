/** Somebody who uses the shop through its API: a photo, portraits, an order, a payment. */
import { z } from 'zod';
import { eventually, type OpenedShop } from './opened-shop.ts';

const photos = `${import.meta.dir}/../fixtures/photos`;

const Placed = z.object({
  id: z.string(),
  number: z.string(),
  link: z.string(),
  totals: z.object({ totalCents: z.number() }),
  payment: z.object({ url: z.string().nullable() }),
});
const Order = z.object({
  order: z.object({ status: z.string(), cancelledBecause: z.string().nullable() }),
  payment: z.object({ status: z.string() }),
  print: z.object({ status: z.string() }).nullable(),
  files: z.array(z.object({ url: z.string() })),
  invoice: z.object({ number: z.string(), url: z.string() }).nullable(),
});
export type Order = z.output<typeof Order>;

export const address = {
  ...{ name: 'Ada Canary', line1: '1 Canary Street', postalCode: '10115', city: 'Berlin', country: 'DE' },
};

export async function visitor(shop: OpenedShop) {
  const { token } = z.object({ token: z.string() }).parse(await (await post('/sessions')).json());

  async function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers };
    return fetch(`${shop.url}/api/v1${path}`, { method, headers: type, ...json });
  }
  async function post(path: string) {
    return fetch(`${shop.url}/api/v1${path}`, { method: 'POST' });
  }

  return {
    token,
    ask,
    /** @returns the whole answer, whatever it is */
    async send(file: string | Blob, subject: 'person' | 'pet' = 'person', more: Record<string, string> = {}) {
      const form = new FormData();
      form.set('photo', typeof file === 'string' ? Bun.file(`${photos}/${file}`) : file, 'photo.png');
      const fields = { subject, mine: 'true', age: 'true', country: 'DE', ...more };
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      const authorization = `Bearer ${token}`;
      return fetch(`${shop.url}/api/v1/photos`, { method: 'POST', headers: { authorization }, body: form });
    },
    async photo(file = 'astronaut.png', subject: 'person' | 'pet' = 'person'): Promise<string> {
      return z.object({ id: z.string() }).parse(await (await this.send(file, subject)).json()).id;
    },
    /** Waits until it is painted. */
    async portrait(photo: string, style = 'impressionist'): Promise<string> {
      const asked = await ask('POST', '/portraits', { photo, style });
      const { id } = z.object({ id: z.string() }).parse(await asked.json());
      await eventually('painted', async () => {
        const { status } = z
          .object({ status: z.string() })
          .parse(await (await ask('GET', `/portraits/${id}`)).json());
        return status === 'painted' ? true : undefined;
      });
      return id;
    },
    async order(portrait: string, product: string, variant: string, more: object = {}) {
      const items = [{ portrait, product, variant, quantity: 1 }];
      const buyer = {
        email: 'ada.canary@example.org',
        name: 'Ada Canary',
        currency: 'EUR',
        acceptTerms: true,
      };
      const where = product === 'file' ? { fileAtOnce: true } : { shippingAddress: address };
      const answer = await ask('POST', '/orders', { items, ...buyer, ...where, ...more });
      if (answer.status !== 201) throw new Error(`not placed: ${answer.status} ${await answer.text()}`);
      return Placed.parse(await answer.json());
    },
    async seen(id: string): Promise<Order> {
      return Order.parse(await (await ask('GET', `/orders/${id}`)).json());
    },
    /** Waits until an order stands so. */
    async until(id: string, holds: (order: Order) => boolean, what = 'the order'): Promise<Order> {
      return eventually(what, async () => {
        const order = await this.seen(id);
        return holds(order) ? order : undefined;
      });
    },
  };
}

/** What the buyer chooses on the payment company's page. */
export async function pay(shop: OpenedShop, url: string | null, outcome = 'pay', webhook = 'once') {
  if (url === null) throw new Error('there is no page to pay on');
  const [page = ''] = url.split('?');
  return formTo(shop, page, { outcome, webhook });
}

/** What somebody does on a page of a simulated service. */
export async function formTo(shop: OpenedShop, page: string, fields: Record<string, string>) {
  const headers = { authorization: `Bearer ${shop.token}` };
  return fetch(page, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' });
}

const Mails = z.array(
  z.object({
    ...{ id: z.string(), subject: z.string(), text: z.string() },
    ...{ to: z.array(z.string()), replyTo: z.string().nullable() },
  }),
);

/** Every mail that would have left, newest first. */
export async function mails(shop: OpenedShop) {
  const headers = { authorization: `Bearer ${shop.token}` };
  const answer = await fetch(shop.pages.mailbox.replace(/\/sandbox.*/, '/sandbox/mail.json'), { headers });
  return Mails.parse(await answer.json());
}

/** The lab's numbers of its print orders. */
export async function labOrders(shop: OpenedShop): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${shop.token}` };
  const page = await (await fetch(shop.pages.printlab, { headers })).text();
  return [...new Set([...page.matchAll(/\/sandbox\/lab\/(ord_\w+)/g)].flatMap(([, id]) => id ?? []))];
}
