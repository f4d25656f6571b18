/** The stand-ins' HTTP server: loopback only, bodies with a limit, and answers that can fail as a network does. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CannotStart } from '../cannot-start.ts';

export type Ask = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
};
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
};
/** `cut` closes the line without an answer: what was done stays done, and the asker cannot know it. */
export type Reply = Answer | 'cut';
export type Handle = (ask: Ask) => Promise<Reply> | Reply;
/** A part of a server: nothing, where it is not its business. */
export type Part<T = Answer | undefined> = (ask: Ask) => T;
export type Listening = { readonly port: number; readonly stop: () => Promise<void> };

const bodyMaxBytes = 4 * 1024 * 1024;

/** @throws CannotStart `<name>/port-in-use` */
export async function listen(name: string, port: number, handle: Handle): Promise<Listening> {
  const server = createServer((request, response) => {
    void answer(handle, request, response);
  });
  await bound(server, name, port);
  const address = server.address();
  return {
    port: address === null || typeof address === 'string' ? port : address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections(); // kept-alive ones would hold it open
      }),
  };
}

const bound = (server: Server, name: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new CannotStart(
          `${name}/port-in-use`,
          `the port ${port} of the ${name} cannot be used`,
          'stop the program that uses it, or choose another port',
          error,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve());
  });

async function answer(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await read(request);
    const answer =
      body === 'too-large' ? { status: 413, body: 'too large' } : await handle(ask(request, body));
    if (answer === 'cut') request.socket.destroy();
    else send(response, answer);
  } catch {
    // the asker went away, or we are wrong: either way one answer that tells nothing
    if (response.headersSent) response.destroy();
    else send(response, { status: 500, body: 'internal error' });
  }
}

function ask(request: IncomingMessage, body: Uint8Array): Ask {
  const url = new URL(request.url ?? '/', 'http://localhost');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body,
  };
}

async function read(request: IncomingMessage): Promise<Uint8Array | 'too-large'> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > bodyMaxBytes) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  response.statusCode = status;
  response.setHeader('x-content-type-options', 'nosniff');
  for (const [name, value] of Object.entries(headers))
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  response.end(body);
}
