/** A gRPC client as small as the commands need: one request, and the messages of the answer. */
import http2, { type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { frame, frameReader } from './frames.ts';
import { code, RpcError } from './status.ts';

export type GrpcClient = {
  /**
   * @param path /service/method
   * @param onMessage answers false when it has heard enough
   * @throws RpcError the status, when it is not OK
   */
  call(path: string, request: Uint8Array, onMessage: (message: Buffer) => boolean): Promise<void>;
  close(): void;
};

export type GrpcTarget = { readonly port: number; readonly tls: boolean; readonly authorization: string };

const largestMessageBytes = 64 * 1024 * 1024;

/** To this machine only: a certificate is not checked, since whom we talk to is known by port and token. */
export const grpcClient = ({ port, tls, authorization }: GrpcTarget): GrpcClient => {
  const session = http2.connect(`${tls ? 'https' : 'http'}://127.0.0.1:${port}`, {
    rejectUnauthorized: false,
  });
  const failed = new Promise<never>((_, reject) => session.once('error', reject));
  failed.catch(() => undefined);
  return {
    call: (path, request, onMessage) =>
      Promise.race([failed, calling(session, path, authorization, request, onMessage)]),
    close: () => session.close(),
  };
};

const calling = (
  session: ClientHttp2Session,
  path: string,
  authorization: string,
  request: Uint8Array,
  onMessage: (message: Buffer) => boolean,
) =>
  new Promise<void>((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      authorization,
    });
    let said: IncomingHttpHeaders = {};
    const push = frameReader(largestMessageBytes, (message) => {
      if (onMessage(message)) return;
      stream.close(http2.constants.NGHTTP2_CANCEL);
      resolve();
    });
    stream.on('response', (headers) => {
      said = { ...said, ...headers };
    });
    stream.on('trailers', (headers) => {
      said = { ...said, ...headers };
    });
    stream.on('data', push);
    stream.on('error', reject);
    stream.on('close', () => {
      const status = Number(said['grpc-status'] ?? code.unknown);
      if (status === code.ok) resolve();
      else reject(new RpcError(status, decodeURIComponent(String(said['grpc-message'] ?? 'no answer'))));
    });
    stream.end(frame(request));
  });
