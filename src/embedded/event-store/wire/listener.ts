/** One port for HTTP/2, which gRPC needs, and for HTTP/1.1, which people and health checks speak. */
import type http from 'node:http';
import type http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';

export type Endpoints = {
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
  /** PEM; undefined: without TLS */
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
};

export type Listener = {
  readonly port: number;
  /** Takes no more connections; ends those that are left when `goodbye` is over. */
  close(goodbye: Promise<unknown>): Promise<void>;
};

/**
 * @param http2Server gets every connection that speaks HTTP/2: by ALPN with TLS, without it by its first bytes
 * @throws the error of `listen`: EADDRINUSE, EACCES
 */
export const listen = async (
  { host, port, tls: certificate }: Endpoints,
  http2Server: http2.Http2Server,
  http1Server: http.Server,
): Promise<Listener> => {
  const sockets = new Set<net.Socket>();
  const take = (socket: net.Socket, isHttp2: boolean) =>
    (isHttp2 ? http2Server : http1Server).emit('connection', socket);
  const keep = (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server =
    certificate === undefined
      ? net.createServer((socket) => {
          keep(socket);
          byFirstBytes(socket, take);
        })
      : tls.createServer({ ...certificate, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
          keep(socket);
          take(socket, socket.alpnProtocol === 'h2');
        });
  const heard = await listening(server, host, port);
  const close = async (goodbye: Promise<unknown>) => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await goodbye;
    await Promise.race([Promise.all([...sockets].map(ended)), lateness()]);
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: heard, close };
};

/** What was said last reaches the client before the connection is gone. */
const ended = (socket: net.Socket) =>
  new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.end(() => resolve());
  });

const closingMs = 1_000;
const lateness = () => new Promise<void>((resolve) => setTimeout(resolve, closingMs).unref());

/** What a client of HTTP/2 says first (RFC 9113, section 3.4); no method of HTTP/1.1 begins like this. */
const preface = 'PRI ';
const silenceMs = 10_000;

const byFirstBytes = (socket: net.Socket, take: (socket: net.Socket, isHttp2: boolean) => void): void => {
  const silent = setTimeout(() => socket.destroy(), silenceMs);
  socket.on('close', () => clearTimeout(silent));
  let first = Buffer.alloc(0);
  const look = () => {
    const more: Buffer | null = socket.read();
    if (more === null) return;
    first = Buffer.concat([first, more]);
    const start = first.toString('latin1', 0, preface.length);
    if (start.length < preface.length && preface.startsWith(start)) return;
    clearTimeout(silent);
    socket.off('readable', look);
    socket.unshift(first);
    take(socket, start === preface);
  };
  socket.on('readable', look);
};

const listening = (server: net.Server, host: string, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
