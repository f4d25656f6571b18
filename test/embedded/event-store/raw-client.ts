/** A gRPC client that hides nothing: every message, every header, every trailer. */
import http2, { type IncomingHttpHeaders } from 'node:http2';
import { frame, frameReader } from '../../../src/embedded/event-store/wire/frames.ts';

export type RawCall = {
  send(message: Uint8Array): void;
  /** Ends the client's side. */
  end(): void;
  cancel(): void;
  /** The next message; undefined when the call is over, or nothing came for so long. */
  next(timeoutMs: number): Promise<Buffer | undefined>;
  readonly over: boolean;
  /** When the call is over. */
  readonly ended: Promise<Ended>;
};

export type Ended = {
  readonly headers: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders;
  readonly code: number;
  readonly details: string;
};

export type RawClient = {
  call(path: string, headers?: { readonly [name: string]: string }): RawCall;
  close(): void;
};

export const rawClient = (port: number, tls = false): RawClient => {
  const session = http2.connect(`${tls ? 'https' : 'http'}://127.0.0.1:${port}`, {
    rejectUnauthorized: false,
  });
  session.on('error', () => undefined);
  return { call: (path, headers = {}) => callOn(session, path, headers), close: () => session.destroy() };
};

const callOn = (
  session: http2.ClientHttp2Session,
  path: string,
  headers: { readonly [name: string]: string },
): RawCall => {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  const messages: Buffer[] = [];
  let wake: () => void = () => undefined;
  let over = false;
  let head: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  const push = frameReader(64 * 1024 * 1024, (message) => {
    messages.push(message);
    wake();
  });
  stream.on('response', (told) => {
    head = told;
  });
  stream.on('trailers', (told) => {
    trailers = told;
  });
  stream.on('data', push);
  stream.on('error', () => undefined);
  const ended = new Promise<Ended>((resolve) => {
    stream.on('close', () => {
      over = true;
      wake();
      const said = { ...head, ...trailers };
      const code = Number(said['grpc-status'] ?? (Number(head[':status']) === 200 ? 14 : 2));
      resolve({
        headers: head,
        trailers,
        code,
        details: decodeURIComponent(String(said['grpc-message'] ?? '')),
      });
    });
  });
  return {
    send: (message) => void stream.write(frame(message)),
    end: () => void stream.end(),
    cancel: () => stream.close(http2.constants.NGHTTP2_CANCEL),
    next: async (timeoutMs) => {
      if (messages.length === 0 && !over)
        await new Promise<void>((resolve) => {
          const late = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(late);
            resolve();
          };
        });
      return messages.shift();
    },
    get over() {
      return over && messages.length === 0;
    },
    ended,
  };
};
