/** What tests of the stand-ins share: a shop's door that records what comes, a person at a page, a clock to turn. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone after the tests. */
export async function scratch() {
  const root = await mkdtemp(join(tmpdir(), 'stand-in-test-'));
  let made = 0;
  return {
    folder: () => join(root, String(++made)),
    clean: () => rm(root, { recursive: true, force: true }),
  };
}

export type Call = { readonly path: string; readonly body: string; readonly signature: string | null };

/** Answers each call as it is told to, 200 otherwise; `files` are given out under their paths. */
export async function openDoor(files: ReadonlyMap<string, Uint8Array> = new Map()) {
  const calls: Call[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const file = files.get(path);
    if (request.method === 'GET') {
      response.statusCode = answers.shift() ?? (file === undefined ? 404 : 200);
      response.end(file);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const signature = request.headers['stripe-signature'];
    calls.push({
      path,
      body: Buffer.concat(chunks).toString(),
      signature: typeof signature === 'string' ? signature : null,
    });
    response.statusCode = answers.shift() ?? 200;
    response.end();
  });
  await listening(server);
  return {
    url: urlOf(server),
    calls,
    /** The next calls get these answers. */
    answer: (...codes: number[]) => void answers.push(...codes),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const listening = (server: Server) =>
  new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return `http://127.0.0.1:${address.port}`;
}

export const token = 'the token of a test';

/** Somebody who was given the token, and reads or sends a page's form. */
export const person = (url: string, shown = token) => {
  const headers = { authorization: `Bearer ${shown}`, 'content-type': 'application/x-www-form-urlencoded' };
  return {
    reads: async (path: string) => (await fetch(url + path, { headers })).text(),
    sends: (path: string, fields: Readonly<Record<string, string>>) =>
      fetch(url + path, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams(fields).toString(),
      }),
  };
};

/** A clock that stands still until it is turned. */
export function handClock(startMs = Date.UTC(2026, 10, 24, 9)) {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    turn: (ms: number) => {
      nowMs += ms;
    },
  };
}
