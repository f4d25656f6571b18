/** Who gets in at a stand-in's pages, over a real socket. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { connect, type Socket } from 'node:net';
import { door } from '../../../src/embedded/stand-in/door.ts';
import { type Listening, listen } from '../../../src/embedded/stand-in/http.ts';

const token = 'the token of a test';
let server: Listening;
const gate = door(token, '/sandbox/pay', () => server.port);
beforeAll(async () => {
  server = await listen('stand-in', 0, (ask) => gate.admit(ask) ?? { status: 200, body: 'inside' });
});
afterAll(() => server.stop());

type Asked = { readonly method?: string; readonly headers?: Readonly<Record<string, string>> };

/** By hand, since a browser's `fetch` sets `Host` and `Origin` itself. */
async function ask(path: string, { method = 'GET', headers = {} }: Asked = {}) {
  const told = { host: `127.0.0.1:${server.port}`, connection: 'close', 'content-length': '0', ...headers };
  const lines = Object.entries(told).map(([name, value]) => `${name}: ${value}`);
  const text = await said(
    connect(server.port, '127.0.0.1'),
    `${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`,
  );
  const header = (name: string) => new RegExp(`^${name}: (.*)\r$`, 'im').exec(text)?.[1];
  return { status: Number(text.split(' ')[1]), header, inside: text.endsWith('inside') };
}

const said = (socket: Socket, request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.write(request);
  });

const home = () => ({ origin: `http://127.0.0.1:${server.port}` });

describe('the token', () => {
  test('is asked for, and nothing is shown without it', async () => {
    const answer = await ask('/sandbox/pay');
    expect([answer.status, answer.inside]).toEqual([401, false]);
  });

  test('is taken once from the address and becomes a cookie; the address is clean again', async () => {
    const answer = await ask(`/sandbox/pay?x=1&token=${encodeURIComponent(token)}`);
    expect([answer.status, answer.header('location')]).toEqual([303, '/sandbox/pay?x=1']);
    const cookie = answer.header('set-cookie') ?? '';
    expect(cookie).toBe(`sandbox_pay=${token}; Path=/sandbox/pay; HttpOnly; SameSite=Lax`);
    const [kept = ''] = cookie.split(';');
    expect((await ask('/sandbox/pay/payments/pi_1', { headers: { cookie: kept } })).inside).toBe(true);
  });

  test('that is wrong opens nothing, in the address, as a cookie, as a header', async () => {
    expect((await ask('/sandbox/pay?token=wrong')).status).toBe(401);
    expect((await ask('/sandbox/pay', { headers: { cookie: 'sandbox_pay=wrong' } })).status).toBe(401);
    expect((await ask('/sandbox/pay', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
  });

  test('of one page opens that page and what is below it, and no other', async () => {
    const headers = { cookie: `sandbox_pay=${gate.tokenOf('/sandbox/pay/cs_1')}` };
    expect((await ask('/sandbox/pay/cs_1', { headers })).inside).toBe(true);
    expect((await ask('/sandbox/pay/cs_1/more', { headers })).inside).toBe(true);
    for (const other of ['/sandbox/pay', '/sandbox/pay/', '/sandbox/pay/cs_2', '/sandbox/pay/cs_1x'])
      expect((await ask(other, { headers })).status).toBe(401);
  });

  test('of a page may stand beside the whole one', async () => {
    const cookie = `sandbox_pay=${gate.tokenOf('/sandbox/pay/cs_1')}; sandbox_pay=${token}`;
    expect((await ask('/sandbox/pay', { headers: { cookie } })).inside).toBe(true);
  });
});

describe('another site', () => {
  const cookie = `sandbox_pay=${token}`;

  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example:80', ''])(
    'that has its name point here (%s) is shown nothing',
    async (host) => {
      const answer = await ask('/sandbox/pay', { headers: { host, cookie } });
      expect(answer.inside).toBe(false);
      expect([400, 421]).toContain(answer.status);
    },
  );

  test.each([undefined, 'null', 'http://evil.example', 'http://127.0.0.1:1', 'https://localhost'])(
    'cannot send a form with the cookie of ours: origin %s',
    async (origin) => {
      const headers = { cookie, ...(origin === undefined ? {} : { origin }) };
      expect((await ask('/sandbox/pay/moods', { method: 'POST', headers })).status).toBe(403);
    },
  );

  test('our own pages can, under both names of this machine', async () => {
    expect((await ask('/sandbox/pay/moods', { method: 'POST', headers: { ...home(), cookie } })).inside).toBe(
      true,
    );
    const host = `localhost:${server.port}`;
    const headers = { host, origin: `http://${host}`, cookie };
    expect((await ask('/sandbox/pay/moods', { method: 'POST', headers })).inside).toBe(true);
  });

  test('a test that shows the token in a header needs no origin', async () => {
    const headers = { authorization: `Bearer ${token}` };
    expect((await ask('/sandbox/pay/moods', { method: 'POST', headers })).inside).toBe(true);
  });
});

describe('the server', () => {
  test('says which port it could not have, and what to do', async () => {
    const second = listen('payment-sandbox', server.port, () => ({ status: 200 }));
    await expect(second).rejects.toMatchObject({ code: 'payment-sandbox/port-in-use' });
  });

  test('takes no endless bodies', async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/sandbox/pay`, {
      method: 'POST',
      body: new Uint8Array(5 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
  });
});
