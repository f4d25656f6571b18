/** gRPC over HTTP/2 (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md), on `node:http2`. */
import http, { type RequestListener } from 'node:http';
import http2, { type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Principal } from '../semantics/access.ts';
import type { Call, Method, Service } from './call.ts';
import { HttpError } from './http-error.ts';
import { callOn, respond, serverName } from './http2-call.ts';
import { type Endpoints, listen } from './listener.ts';
import { code, headerValue, RpcError, statusOf } from './status.ts';

export type GrpcServer = {
  readonly port: number;
  /** Open calls end as CANCELLED, then connections close. */
  stop(): Promise<void>;
};

export type GrpcServerOptions = Endpoints & {
  readonly services: readonly Service[];
  /** @throws RpcError unauthenticated */
  readonly authenticate: (headers: IncomingHttpHeaders) => Principal | Promise<Principal>;
  /** Answers what comes as HTTP/1.1. */
  readonly http1: RequestListener;
};

const windowBytes = 4 * 1024 * 1024;
const closingMs = 2_000;

const methodsOf = (services: readonly Service[]): ReadonlyMap<string, Method> =>
  new Map(
    services.flatMap(({ name, methods }) =>
      Object.entries(methods).map(([method, answer]) => [`/${name}/${method}`, answer] as const),
    ),
  );

/** @throws the error of `listen`: EADDRINUSE, EACCES */
export const startGrpcServer = async (options: GrpcServerOptions): Promise<GrpcServer> => {
  const methods = methodsOf(options.services);
  const serviceNames = new Set(options.services.map(({ name }) => name));
  const settings = { initialWindowSize: windowBytes, maxConcurrentStreams: 4_294_967 };
  const server = http2.createServer({ settings });
  const sessions = new Set<ServerHttp2Session>();
  const calls = new Set<Call>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => session.destroy());
    session.setLocalWindowSize?.(windowBytes);
  });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    const path = headers[':path'] ?? '';
    if (refused(stream, headers, serviceNames, path)) return;
    const begin = (caller: Principal) => {
      const call = callOn(stream, headers, caller);
      calls.add(call);
      call.onClose(() => calls.delete(call));
      answer(call, methods.get(path));
    };
    try {
      const caller = options.authenticate(headers);
      if (caller instanceof Promise) caller.then(begin).catch((error: unknown) => refuse(stream, error));
      else begin(caller);
    } catch (error) {
      refuse(stream, error);
    }
  });
  const listener = await listen(options, server, http.createServer(options.http1));
  const stop = async () => {
    for (const call of calls) call.end({ code: code.cancelled, details: 'Cancelled', trailers: {} });
    const closed = [...sessions].map(
      (session) => new Promise<void>((resolve) => session.close(() => resolve())),
    );
    await listener.close(Promise.race([Promise.all(closed), lateness()]));
  };
  return { port: listener.port, stop };
};

/** Clients that do not close their side are left. */
const lateness = () => new Promise<void>((resolve) => setTimeout(resolve, closingMs).unref());

const answer = (call: Call, method: Method | undefined): void => {
  try {
    if (method === undefined) throw new RpcError(code.unimplemented, 'Method is unimplemented.');
    method(call);
  } catch (error) {
    call.end(statusOf(error));
  }
};

/** Before a call begins: who calls is not known, or not readable. */
const refuse = (stream: ServerHttp2Stream, error: unknown): void => {
  if (error instanceof HttpError)
    stream.respond({ ':status': error.status, 'content-length': '0' }, { endStream: true });
  else respond(stream, statusOf(error));
};

/** What is no gRPC call to a service of ours gets an answer in HTTP. */
const refused = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  serviceNames: ReadonlySet<string>,
  path: string,
): boolean => {
  const type = headers['content-type'] ?? '';
  if (!serviceNames.has(path.slice(1, path.lastIndexOf('/'))))
    stream.respond({ ':status': 404, 'content-length': '0' }, { endStream: true });
  else if (!/^application\/grpc($|[+;])/.test(type))
    stream.respond(
      {
        ':status': 415,
        server: serverName,
        'content-length': '0',
        'grpc-status': String(code.internal),
        'grpc-message': headerValue(`Content-Type '${type}' is not supported.`),
      },
      { endStream: true },
    );
  else return false;
  return true;
};
