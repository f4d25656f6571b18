/** What comes wrong, too large, forged or twice: a clear answer, the log and the quota as they were. */
import { describe, expect, test } from 'bun:test';
import { chmod, mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import sharp from 'sharp';
import { z } from 'zod';
import { shopFolder, shopOfThisFile } from './opened-shop.ts';
import { visitor } from './visitor.ts';

const shop = await shopOfThisFile();

/** Each says what to do, too (RFC 9457, 3.1.4). */
const Problem = z
  .object({ type: z.string(), title: z.string(), status: z.number(), detail: z.string().min(20) })
  .loose();

async function problemIn(answer: Response) {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return Problem.parse(await answer.json());
}

const post = (path: string, body: BodyInit, type = 'application/json') =>
  fetch(`${shop.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body });

describe('a request', () => {
  test('that is no JSON is answered with a problem', async () => {
    const answer = await post('/api/v1/portraits', '{ "photo": ');
    expect(answer.status).toBe(400);
    expect((await problemIn(answer)).type).toEndWith('/problems/malformed');
  });

  test('of the wrong types names the fields, and not what stood in them', async () => {
    const answer = await post(
      '/api/v1/orders',
      JSON.stringify({ items: [], email: 'canary@', acceptTerms: 'perhaps' }),
    );
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).toContain('"field"');
    expect(text).not.toContain('canary@');
  });

  test('with a prototype in it pollutes nothing', async () => {
    const body =
      '{"scope":"photos","__proto__":{"confirm":true},"constructor":{"prototype":{"confirm":true}}}';
    expect((await post('/api/v1/privacy/erasures', body)).status).toBe(401);
    expect(Object.hasOwn(Object.prototype, 'confirm')).toBe(false);
  });

  test('that is too large is not read, and told so: a page for a person, a problem for a program', async () => {
    const large = new Uint8Array(45_000_000);
    const page = await post('/create', large, 'application/octet-stream');
    expect(page.status).toBe(413);
    expect(await page.text()).toContain('That was too large.');
    expect((await problemIn(await post('/api/v1/orders', large))).status).toBe(413);
  });

  test('that is no photo is bounded far sooner, before anybody reads it', async () => {
    for (const path of ['/api/v1/orders', '/webhooks/stripe', '/sign-in/passkey', '/verify']) {
      const answer = await post(path, new Uint8Array(1_100_000), 'application/json');
      expect([path, answer.status]).toEqual([path, 413]);
      expect(await answer.text()).toContain('at most 1 MB is read here');
    }
  });

  test('to a host that is none is told so, and nothing of how the shop is built', async () => {
    const { hostname, port } = new URL(shop.url);
    const answer = await new Promise<string>((resolve) => {
      let said = '';
      const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
      socket.on('data', (data) => {
        said += data.toString();
      });
      socket.on('close', () => resolve(said));
      socket.write('GET /sign-in HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n');
    });
    expect(answer).toStartWith('HTTP/1.1 400 ');
    expect(answer).toContain('This was sent to an address that cannot be read.');
    expect(answer).not.toMatch(/\.tsx?\b|at async|\bcwd\b/);
  });

  test('that says its length twice is counted, or not let in', async () => {
    const { hostname, port } = new URL(shop.url);
    const piece = Buffer.alloc(1_000_000, 97);
    const { answer, sent } = await new Promise<{ answer: string; sent: number }>((resolve) => {
      let [answer, sent] = ['', 0];
      const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
      const end = () => resolve({ answer, sent });
      socket.on('data', (data) => {
        answer += data.toString();
        socket.destroy();
      });
      socket.on('error', end).on('close', end);
      const twice = 'content-length: 90000000\r\ncontent-length: 90000000\r\n';
      socket.write(`POST /create HTTP/1.1\r\nhost: ${hostname}\r\n${twice}content-type: text/plain\r\n\r\n`);
      const more = () => {
        while (sent < 90 && !socket.destroyed) {
          sent++;
          if (!socket.write(piece)) return void socket.once('drain', more);
        }
      };
      more();
    });
    expect(answer).not.toMatch(/^HTTP\/1\.1 (2|3|5)/);
    expect([answer.slice(9, 12), sent < 90]).not.toEqual(['422', false]);
  });

  test('that comes in pieces without end is broken off', async () => {
    const piece = new Uint8Array(1_000_000).fill(97);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent++;
        controller.enqueue(piece);
      },
    });
    const answer = await post('/api/v1/orders', endless).catch(() => undefined); // the connection may be cut first
    expect(answer?.status ?? 413).toBe(413);
    expect(sent).toBeLessThan(150); // what the door lets in, and what was under way
  });

  test('to nowhere gets a page for a person and a problem for a program', async () => {
    const page = await fetch(`${shop.url}/nowhere`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('There is nothing at this address.');
    expect((await problemIn(await fetch(`${shop.url}/api/v1/nowhere`))).status).toBe(404);
  });

  test('from another site’s page is not let in', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await fetch(`${shop.url}/basket`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({}),
    });
    expect(answer.status).toBe(403);
  });

  test.each(['AAAA.BBBB', '..%2f..%2fetc%2fpasswd', `${'A'.repeat(22)}.${'B'.repeat(22)}`])(
    'with a forged address opens nothing: %s',
    async (token) => {
      for (const path of ['orders', 'studio', 'files', 'receipts', 'pictures'])
        expect((await fetch(`${shop.url}/${path}/${token}`)).status).toBe(404);
      expect((await post(`/webhooks/prodigi/${token}`, '{}')).status).toBe(404);
    },
  );
});

describe('a photo', () => {
  const picture = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#777777' } });
  const blob = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);

  async function refusal(bytes: Uint8Array, subject: 'person' | 'pet' = 'person') {
    const ada = await visitor(shop);
    const answer = await ada.send(blob(bytes), subject);
    const problem = await problemIn(answer);
    expect(
      z
        .object({ countsAgainstQuota: z.literal(false) })
        .loose()
        .parse(problem['refusal']),
    ).toBeTruthy();
    const held = await (await ada.ask('GET', '/privacy/held')).json();
    expect(held).toEqual({ held: [] }); // nothing was kept
    return problem.type.replace(/.*\//, '');
  }

  test('without a face is refused, and costs nothing', async () => {
    expect(await refusal(await picture(800, 1000).jpeg().toBuffer())).toBe('no-face');
  });

  test('of a pet without a clear subject is refused', async () => {
    expect(await refusal(await picture(800, 1000).jpeg().toBuffer(), 'pet')).toBe('no-clear-subject');
  });

  test('that is too small is refused', async () => {
    expect(await refusal(await picture(60, 60).jpeg().toBuffer())).toBe('too-small');
  });

  test('that ends in the middle, or before it began, is refused', async () => {
    const whole = await picture(1200, 1200).jpeg().toBuffer();
    expect(await refusal(whole.subarray(0, whole.length / 2))).toBe('broken');
    expect(await refusal(whole.subarray(0, 0))).toBe('broken');
  });

  test('that would fill the memory is refused before it is unpacked', async () => {
    const bomb = await picture(14_000, 14_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await refusal(bomb)).toBe('too-many-pixels');
  }, 60_000);

  test('that is a drawing, a film or a text is refused by its content', async () => {
    const svg = new TextEncoder().encode(
      '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>',
    );
    expect(await refusal(svg)).toBe('format-not-allowed');
    expect(await refusal(new TextEncoder().encode('not a picture at all'))).toMatch(
      /broken|format-not-allowed/,
    );
  });

  test('of somebody who is too young is not looked at, and nothing is kept but a cookie in their browser', async () => {
    const ada = await visitor(shop);
    const answer = await ada.send('astronaut.png', 'person', { age: 'false' });
    expect(answer.status).toBe(403);
    expect((await problemIn(answer)).type).toEndWith('/under-age');

    const younger = new FormData();
    younger.set('age', 'no'); // as the second button of the page sends it
    const told = await fetch(`${shop.url}/create`, { method: 'POST', body: younger });
    expect(told.status).toBe(403);
    expect(await told.text()).toContain('Nothing was stored');
    const kept = told.headers.getSetCookie();
    expect(kept).toEqual([expect.stringMatching(/^too-young=1; .*Max-Age=86400$/)]);
    const cookie = kept[0]?.split(';')[0] ?? '';
    expect((await fetch(`${shop.url}/create`, { headers: { cookie } })).status).toBe(403);
  });

  test('that nobody may use is not taken', async () => {
    const ada = await visitor(shop);
    const answer = await ada.send('astronaut.png', 'person', { mine: 'false' });
    expect(answer.status).toBe(422);
  });
});

test('the fourth photo of a day is refused with a clear reason, and what was painted stays', async () => {
  const ada = await visitor(shop);
  for (let i = 0; i < 3; i++) {
    const photo = await ada.photo();
    expect((await ada.ask('POST', '/portraits', { photo, style: 'engraving' })).status).toBe(202);
  }
  const answer = await ada.ask('POST', '/portraits', { photo: await ada.photo(), style: 'engraving' });
  expect(answer.status).toBe(429);
  expect((await problemIn(answer)).title).toContain('last free painting');
}, 60_000);

test('the same request again, under the same key, happens once', async () => {
  const ada = await visitor(shop);
  const photo = await ada.photo();
  const ask = () =>
    ada.ask('POST', '/portraits', { photo, style: 'engraving' }, { 'idempotency-key': 'once and for all' });
  const answers = await Promise.all([ask(), ask(), ask()]);
  const ids = await Promise.all(answers.map(async (answer) => JSON.stringify(await answer.json())));
  expect(new Set(ids).size).toBe(1);
}, 60_000);

describe('the shop', () => {
  async function refused(...args: readonly string[]) {
    const command = [process.execPath, 'src/main.ts', ...args];
    const tried = Bun.spawn(command, { cwd: `${import.meta.dir}/../..`, stdout: 'pipe', stderr: 'pipe' });
    const said = await new Response(tried.stderr).text();
    return { status: await tried.exited, said };
  }

  test('does not open twice on one folder', async () => {
    const { status, said } = await refused('--port', '0', '--data', shop.data);
    expect(status).toBe(1);
    expect(said).toContain('another shop runs on');
    expect(said).toContain('hint:');
  });

  test('does not open on a port that is taken', async () => {
    const other = await shopFolder();
    const { status, said } = await refused('--port', new URL(shop.url).port, '--data', other.data);
    await other.clean();
    expect(status).toBe(1);
    expect(said).toContain('cannot be listened on');
  });

  test('does not open where it cannot write', async () => {
    const other = await shopFolder();
    await mkdir(other.data);
    await Bun.write(`${other.data}/file`, '');
    await chmod(other.data, 0o500);
    const { status, said } = await refused('--port', '0', '--data', `${other.data}/file/below`);
    await other.clean();
    expect(status).toBe(1);
    expect(said).toContain('cannot be written to');
  });

  test('empties no folder that is not a shop’s', async () => {
    const other = await shopFolder();
    const letter = `${other.data}/letter.txt`;
    await Bun.write(letter, 'Dear Grace');
    const { status, said } = await refused('--port', '0', '--data', other.data, '--fresh');
    expect(status).toBe(1);
    expect(said).toContain('is not a shop’s');
    expect(await Bun.file(letter).text()).toBe('Dear Grace');
    await other.clean();
  });

  test('says what is wrong with its arguments', async () => {
    expect(await refused('--port', 'none')).toMatchObject({ status: 2 });
    expect((await refused('--colour', 'red')).said).toContain('hint: bun start --help');
  });

  test('sells nothing simulated where strangers come', async () => {
    const other = await shopFolder();
    const env = { ...process.env, PUBLIC_URL: 'https://shop.example.com' };
    const command = [process.execPath, 'src/main.ts', '--port', '0', '--data', other.data];
    const tried = Bun.spawn(command, {
      cwd: `${import.meta.dir}/../..`,
      env,
      stdout: 'pipe',
      stderr: 'pipe',
    });
    const said = await new Response(tried.stderr).text();
    expect(await tried.exited).toBe(1);
    await other.clean();
    expect(said).toContain('--allow-simulated');
  }, 30_000);
});
