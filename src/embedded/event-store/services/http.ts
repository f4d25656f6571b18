/** What the node answers in plain HTTP/1.1: that it is there, and who it is. Events are read and written by gRPC. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Member } from './gossip.ts';
import { serverVersion } from './server-features.ts';

type Answer = (response: ServerResponse) => void;

/** @param member asked at each request: its port is known only when the server listens */
export const http = (member: () => Member): RequestListener => {
  const routes: { readonly [path: string]: Answer } = {
    '/ping': json(() => ({ msgTypeId: pingType, text: 'Ping request successfully handled' })),
    '/health/live': (response) => response.writeHead(204).end(),
    '/info': json(() => ({ esVersion: serverVersion, state: 'leader' })),
    '/gossip': json(() => gossipOf(member())),
  };
  return (request, response) => {
    request.on('error', () => response.destroy());
    const answer = isReading(request) ? routes[pathOf(request)] : undefined;
    if (answer === undefined) response.writeHead(404, { 'content-length': '0' }).end();
    else answer(response);
  };
};

/** The original numbers its messages; clients only see that it is a number. */
const pingType = 2;

const json =
  (value: () => object): Answer =>
  (response) => {
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify(value()));
  };

const isReading = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD';
const pathOf = ({ url = '' }: IncomingMessage) => url.split('?', 1)[0] ?? '';

const gossipOf = ({ instance, address, port }: Member) => ({
  members: [
    {
      instanceId: instance,
      timeStamp: new Date().toISOString(),
      state: 'Leader',
      isAlive: true,
      httpEndPointIp: address,
      httpEndPointPort: port,
    },
  ],
  serverIp: address,
  serverPort: port,
});
