/** A gRPC call on an HTTP/2 stream (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). */
import http2, { type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Principal } from '../semantics/access.ts';
import type { Call } from './call.ts';
import { frame, frameReader } from './frames.ts';
import { code, headerValue, type Status, statusOf } from './status.ts';

/** The original takes messages up to its largest log record, 16 MiB. */
const largestMessageBytes = 16 * 1024 * 1024;
/** As the original's web server calls itself. */
export const serverName = 'Kestrel';

export const callOn = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, caller: Principal): Call => {
  const listeners: (() => void)[] = [];
  const waiting = new Set<() => void>();
  let isOver = false;
  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const close = () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(deadline);
    wake();
    for (const listener of listeners) listener();
  };
  const end = (status: Status) => {
    if (isOver) return;
    respond(stream, status);
    close();
  };
  const deadline = deadlineOf(headers, () => end(deadlineExceeded));
  stream.on('close', close);
  stream.on('drain', wake);
  const sendFrames = (frames: Uint8Array): boolean => {
    if (isOver) return true;
    if (!stream.headersSent) stream.respond(firstHeaders, { waitForTrailers: true });
    return stream.write(frames);
  };
  return {
    headers,
    caller,
    get closed() {
      return isOver;
    },
    receive: (onMessage, onEnd) => receive(stream, onMessage, onEnd, end),
    sendFrames,
    send: (message) => sendFrames(frame(message)),
    drained: () => (isOver ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
    end,
    onClose: (listener) => {
      if (isOver) listener();
      else listeners.push(listener);
    },
  };
};

const firstHeaders = { ':status': 200, 'content-type': 'application/grpc', server: serverName };

const deadlineExceeded: Status = { code: code.deadlineExceeded, details: 'Deadline Exceeded', trailers: {} };
const unitsMs: { readonly [unit: string]: number } = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};
const longestTimerMs = 2 ** 31 - 1;

/** `grpc-timeout`: up to eight digits and a unit. */
const deadlineOf = ({ 'grpc-timeout': told }: IncomingHttpHeaders, onDeadline: () => void) => {
  const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(String(told ?? '')) ?? [];
  if (digits === undefined) return undefined;
  const ms = Number(digits) * (unitsMs[unit] ?? 0);
  return ms > longestTimerMs ? undefined : setTimeout(onDeadline, ms);
};

const receive = (
  stream: ServerHttp2Stream,
  onMessage: (message: Buffer) => void,
  onEnd: () => void,
  end: (status: Status) => void,
): void => {
  const push = frameReader(largestMessageBytes, onMessage);
  let hasFailed = false;
  stream.on('data', (chunk: Buffer) => {
    if (hasFailed) return;
    try {
      push(chunk);
    } catch (error) {
      hasFailed = true;
      end(statusOf(error));
    }
  });
  stream.on('end', () => {
    if (!hasFailed) onEnd();
  });
};

/** Ends the answer. An error before the first message is said in the headers alone ("Trailers-Only"). */
export const respond = (stream: ServerHttp2Stream, status: Status): void => {
  if (stream.destroyed) return;
  const trailers = trailersOf(status);
  if (stream.headersSent) {
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.end();
  } else stream.respond({ ...firstHeaders, 'content-length': '0', ...trailers }, { endStream: true });
  if (!stream.readableEnded) setImmediate(() => endRequest(stream));
};

/** The answer is complete, whatever the client would still send (RFC 9113, section 8.1). */
const endRequest = (stream: ServerHttp2Stream) => {
  if (!stream.readableEnded && !stream.destroyed) stream.close(http2.constants.NGHTTP2_NO_ERROR);
};

const trailersOf = ({ code: status, details, trailers }: Status) => ({
  ...Object.fromEntries(Object.entries(trailers).map(([name, value]) => [name, headerValue(value)])),
  'grpc-status': String(status),
  ...(details === '' ? {} : { 'grpc-message': headerValue(details) }),
});
