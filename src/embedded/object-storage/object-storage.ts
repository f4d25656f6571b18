/**
 * Stand-in for object storage: S3's wire over files in a folder, durable and streaming, on the loopback address
 * (https://docs.aws.amazon.com/AmazonS3/latest/API). What it does not know it refuses, and never half does.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart } from '../cannot-start.ts';
import { openCatalogue } from './catalogue.ts';
import { openFiles } from './files.ts';
import type { Answer, Storage } from './objects.ts';
import { perform } from './operations.ts';
import { Refusal } from './refusal.ts';
import { requestOf } from './request.ts';
import { type Credentials, verifySignature } from './signature.ts';
import { createBucket } from './versions.ts';
import { documentOf, element } from './xml.ts';

export type ObjectStorage = { readonly url: string; stop(): Promise<void> };

type Options = Credentials & {
  /** Made if it is not there; a second start continues with what is in it. */
  readonly folder: string;
  /** 0: any that is free */
  readonly port?: number;
  /** Made if they are not there, without versions until a client turns them on */
  readonly buckets: readonly string[];
};

/** @throws CannotStart object-storage/… */
export async function startObjectStorage({
  folder,
  port = 0,
  buckets,
  ...credentials
}: Options): Promise<ObjectStorage> {
  makeWritable(folder);
  const catalogue = openCatalogue(join(folder, 'catalogue.sqlite'));
  const files = openFiles(join(folder, 'objects'));
  await files.sweep(catalogue.files());
  for (const name of buckets) createBucket(catalogue, name);
  const storage = { catalogue, files };
  const underWay = new Set<Promise<void>>();
  const server = createServer((incoming, response) => {
    const served = serve(incoming, response, credentials, storage).finally(() => underWay.delete(served));
    underWay.add(served);
  });
  const sockets = openSockets(server);
  const listensOn = await listen(server, port);
  return { url: `http://127.0.0.1:${listensOn}`, stop };

  /** Lets what is under way end, for a while. */
  async function stop(): Promise<void> {
    server.close();
    await Promise.race([Promise.all(underWay), delay(stopMs)]);
    for (const socket of sockets) socket.destroy();
    catalogue.close();
  }
}

const stopMs = 5000;

function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const hint = 'choose another data folder, or give yourself the right to write there';
    throw new CannotStart(
      'object-storage/folder-not-writable',
      `${folder} cannot be written to`,
      hint,
      cause,
    );
  }
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (cause) {
    const hint = 'choose another port, or 0 for any that is free';
    throw new CannotStart(
      'object-storage/port-in-use',
      `object storage cannot listen on ${port}`,
      hint,
      cause,
    );
  }
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? port) : port;
}

function openSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  credentials: Credentials,
  storage: Storage,
) {
  try {
    await send(await answerTo(incoming, credentials, storage).catch(refusal), incoming, response);
  } catch {
    response.destroy(); // the client has gone, or a file was cut: what was sent must not look whole
  }
}

async function answerTo(
  incoming: IncomingMessage,
  credentials: Credentials,
  storage: Storage,
): Promise<Answer> {
  const request = requestOf(incoming);
  verifySignature(request, credentials, Date.now());
  return perform(storage, request);
}

function refusal(cause: unknown): Answer {
  const { status, code } = cause instanceof Refusal ? cause : new Refusal('InternalError');
  return { status, body: documentOf(element('Error', element('Code', code), element('Message', code))) };
}

async function send(
  { status, headers = {}, body = '' }: Answer,
  incoming: IncomingMessage,
  response: ServerResponse,
) {
  const close = incoming.complete ? {} : { connection: 'close' }; // what it still sends is nobody's
  const text = typeof body === 'string' ? { 'content-length': Buffer.byteLength(body) } : {};
  const type = body === '' ? {} : { 'content-type': 'application/xml' };
  response.writeHead(status, { ...type, ...text, ...headers, ...close, 'x-amz-request-id': randomUUID() });
  if (incoming.method === 'HEAD') response.end();
  else if (typeof body === 'string') response.end(body);
  else await pipeline(Readable.from(body), response);
  incoming.resume();
}
