/** Companies that paint, on this machine: servers that speak their documented wires, with moods. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import sharp from 'sharp';
import edited from '../fixtures/openai/edited.json' with { type: 'json' };
import prediction from '../fixtures/replicate/prediction.json' with { type: 'json' };

/** What the company answers before it does as it should, one after the other; `silence` is no answer at all. */
type Mood =
  | { readonly status: number; readonly body?: object; readonly headers?: Readonly<Record<string, string>> }
  | 'silence';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

type Answer = (asked: Asked, response: ServerResponse) => void;

const json = (response: ServerResponse, status: number, body: object, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

async function company(answer: Answer) {
  const asked: Asked[] = [];
  const moods: Mood[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url: path = '', headers } = request;
    const told = { method, path, headers, authorization: headers.authorization, body: Buffer.concat(chunks) };
    asked.push(told);
    const mood = moods.shift();
    if (mood === 'silence') return;
    if (mood === undefined) answer(told, response);
    else json(response, mood.status, mood.body ?? {}, mood.headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    ...{ url, asked, moods },
    /** What was asked of a path. */
    of: (path: RegExp) => asked.filter((one) => path.test(`${one.method} ${one.path}`)),
    forget() {
      asked.length = 0;
      moods.length = 0;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export const picture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#a63' } })
    .composite([
      {
        input: Buffer.from(
          `<svg width="${width}" height="${height}"><circle cx="50%" cy="40%" r="25%" fill="#37c"/></svg>`,
        ),
      },
    ])
    .png()
    .toBuffer();

type Outcome = { status: string; after: number; error: string | null; output: string; file: Buffer };

/** Predictions by their id; `becomes` says what the next one comes to, and after how many questions. */
export async function replicate() {
  const becomes: Outcome = {
    status: 'succeeded',
    after: 1,
    error: null,
    output: '/out.png',
    file: await picture(1024, 1280),
  };
  const predictions = new Map<string, { left: number; status: string }>();
  const told = (id: string, url: string) => {
    const { status = 'starting' } = predictions.get(id) ?? {};
    const output = status === 'succeeded' ? new URL(becomes.output, url).href : null;
    return { ...prediction.body, id, status, output, error: status === 'failed' ? becomes.error : null };
  };
  const it = await company(({ method, path }, response) => {
    const url = it.url;
    if (path === '/out.png')
      return void response.writeHead(200, { 'content-type': 'image/png' }).end(becomes.file);
    if (path === '/moved') return void response.writeHead(302, { location: `${url}/out.png` }).end();
    const id = /^\/v1\/predictions\/(\w+)/.exec(path)?.[1];
    const known = predictions.get(id ?? '');
    if (method === 'POST' && /^\/v1\/models\/[\w-]+\/[\w.-]+\/predictions$/.test(path)) {
      const made = `p${predictions.size + 1}x${prediction.body.id}`;
      predictions.set(made, { left: becomes.after, status: 'starting' });
      return json(response, 201, told(made, url));
    }
    if (id === undefined || known === undefined) return json(response, 404, { detail: 'Not found' });
    if (path.endsWith('/cancel')) known.status = 'canceled';
    else if (known.status !== 'canceled') known.status = known.left-- > 0 ? 'processing' : becomes.status;
    json(response, 200, told(id, url));
  });
  return {
    ...it,
    becomes,
    /** The latest. */
    latest: () => [...predictions.keys()].at(-1) ?? '',
    statusOf: (id: string) => predictions.get(id)?.status,
    message: (id: string) => JSON.stringify(told(id, it.url)),
  };
}

/** As Standard Webhooks signs. @param at seconds since 1970 */
export function signedHeaders(secret: string, raw: string, at: number, id = 'msg_1'): Headers {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${raw}`).digest('base64');
  return new Headers({
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${'A'.repeat(43)}= v1,${signature}`,
  });
}

export async function openai() {
  const becomes = { file: await picture(1024, 1280) };
  const it = await company(({ method, path }, response) => {
    if (method !== 'POST' || path !== '/v1/images/edits')
      return json(response, 404, { error: { code: 'not_found' } });
    json(response, 200, { ...edited.body, data: [{ b64_json: becomes.file.toString('base64') }] });
  });
  return { ...it, becomes };
}
