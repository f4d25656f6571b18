/** gRPC over HTTP/2 (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md), on `node:http2`. */
import http2, { type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Principal } from '../semantics/access.ts';
import type { Call, Method, Service } from './call.ts';
import { HttpError } from './http-error.ts';
import { callOn, respond, serverName } from './http2-call.ts';
import { code, headerValue, RpcError, statusOf } from './status.ts';

export type GrpcServer = {
  readonly port: number;
  /** Open calls end as CANCELLED, then connections close. */
  stop(): Promise<void>;
};

export type GrpcServerOptions = {
  readonly services: readonly Service[];
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
  /** @throws RpcError unauthenticated */
  readonly authenticate: (headers: IncomingHttpHeaders) => Principal | Promise<Principal>;
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
  const server =
    options.tls === undefined
      ? http2.createServer({ settings })
      : http2.createSecureServer({ ...options.tls, settings, allowHTTP1: false });
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
  const port = await listening(server, options.host, options.port);
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const call of calls) call.end({ code: code.cancelled, details: 'Cancelled', trailers: {} });
    for (const session of sessions) session.close();
    const late = setTimeout(() => {
      for (const session of sessions) session.destroy();
    }, closingMs);
    await closed;
    clearTimeout(late);
  };
  return { port, stop };
};

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

const listening = (server: http2.Http2Server | http2.Http2SecureServer, host: string, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
