/** One node: a store, the services over it, and the port on which they answer. */
import { randomUUID } from 'node:crypto';
import { CannotStart } from '../cannot-start.ts';
import { newToken, removeAddress, writeAddress } from './address.ts';
import { authenticator, everybodyIsSystem } from './authentication.ts';
import { type FirstPasswords, writeFirstEvents } from './first-events.ts';
import { checkCertificate, connectionStringOf, gossipHost } from './host.ts';
import { type Groups, groupsOf } from './persistent/groups.ts';
import { type Projections, projectionsOf } from './projections/projections.ts';
import { gossip, type Member } from './services/gossip.ts';
import { http } from './services/http.ts';
import { monitoring } from './services/monitoring.ts';
import type { Node } from './services/node.ts';
import { operations } from './services/operations.ts';
import { persistentSubscriptions } from './services/persistent-subscriptions.ts';
import { projections as projectionsService } from './services/projections.ts';
import { serverFeatures } from './services/server-features.ts';
import { streams } from './services/streams.ts';
import { silentUsers, users as usersService } from './services/users.ts';
import type { Database } from './storage/database.ts';
import { savedProjections } from './storage/projections.ts';
import { resolver } from './storage/resolve.ts';
import { scavengerOf } from './storage/scavenge.ts';
import { type Store, storeOf } from './storage/store.ts';
import { openStoreFile } from './storage/store-file.ts';
import { type Users, usersOf } from './storage/users.ts';
import { type GrpcServer, startGrpcServer } from './wire/grpc-server.ts';

export type ServerOptions = {
  readonly file: string;
  /** 0: any that is free */
  readonly port: number;
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** Passwords of the first users of a secure server; undefined: it is insecure, and everybody may do everything. */
  readonly passwords?: FirstPasswords | undefined;
  /** What gossip tells clients to connect to; 127.0.0.1 if it is not said. */
  readonly advertisedHost?: string | undefined;
  /** The data of the events of one append may not be longer; 1 MiB if it is not said. */
  readonly maxAppendBytes?: number | undefined;
  /** An append that took longer is answered as timed out, though it may be stored; if it is not said, none is. */
  readonly commitTimeoutMs?: number | undefined;
  /** Otherwise each begins when a client enables it or reads one of its streams. */
  readonly startStandardProjections?: boolean | undefined;
  /** The disk failed; the server must be stopped and started again. */
  readonly onFatal: (error: unknown) => void;
  /** A client asked the server to stop. */
  readonly onShutdown: () => void;
};

export type RunningServer = {
  readonly port: number;
  readonly connectionString: string;
  stop(): Promise<void>;
};

const host = '127.0.0.1';
const defaultMaxAppendBytes = 1_048_576;
const nowUs = () => Date.now() * 1_000;

/** @throws CannotStart */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  if (options.tls !== undefined) checkCertificate(options.tls);
  const file = openStoreFile(options.file);
  try {
    const store = storeOf(file.database, file.disk, options.onFatal);
    const users = usersOf(store);
    await writeFirstEvents(store, users, options.passwords);
    const token = newToken();
    const server = await listen(options, file.database, store, users, token);
    const { port } = server;
    writeAddress(options.file, { port, tls: options.tls !== undefined, token });
    if (options.startStandardProjections === true) await server.projections.startUntouched();
    const connectionString = connectionStringOf(port, options.tls?.cert);
    return { port, connectionString, stop: stopper(options.file, store, server, file.close) };
  } catch (error) {
    file.close();
    throw error;
  }
};

const listen = async (
  options: ServerOptions,
  database: Database,
  store: Store,
  users: Users,
  token: string,
) => {
  const secure = options.passwords !== undefined;
  const projections = projectionsOf(store, savedProjections(database));
  const node: Node = {
    store,
    beforeReading: projections.beforeReading,
    beforeFollowing: projections.beforeFollowing,
    nowUs,
    resolve: resolver(store.log, store.streams, nowUs),
    maxAppendBytes: options.maxAppendBytes ?? defaultMaxAppendBytes,
    commitTimeoutMs: options.commitTimeoutMs ?? Number.POSITIVE_INFINITY,
  };
  let { port } = options;
  const instance = randomUUID();
  const address = options.advertisedHost ?? gossipHost(options.tls?.cert);
  const member = (): Member => ({ instance, address, port });
  const groups = groupsOf(node);
  const services = [
    persistentSubscriptions(node, groups),
    secure ? usersService(users) : silentUsers,
    streams(node),
    operations({
      store,
      scavenger: scavengerOf(database, store, nowUs),
      shutdown: options.onShutdown,
      groups,
    }),
    gossip(member),
    projectionsService(projections, store.end),
    monitoring(store),
  ];
  const server = await startGrpcServer({
    services: [...services, serverFeatures(services)],
    host,
    port: options.port,
    tls: options.tls,
    http1: http(member),
    authenticate: secure ? authenticator(users, token) : everybodyIsSystem,
  }).catch((error: unknown) => {
    throw portError(error, options.port);
  });
  port = server.port;
  return { ...server, groups, projections };
};

const stopper = (
  file: string,
  store: Store,
  server: GrpcServer & { readonly groups: Groups; readonly projections: Projections },
  close: () => void,
) => {
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await server.groups.stop();
    server.projections.stop();
    await store.writer.stop().catch(() => undefined);
    // what was stored just now is answered first
    await new Promise((resolve) => setImmediate(resolve));
    await server.stop();
    removeAddress(file);
    close();
  };
  return () => {
    stopped ??= stop();
    return stopped;
  };
};

const portError = (error: unknown, port: number): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new CannotStart(
      'event-store/port-in-use',
      `port ${port} is in use`,
      'stop what listens there, or choose another port',
      error,
    );
  if (code === 'EACCES')
    return new CannotStart(
      'event-store/port-forbidden',
      `port ${port} may not be opened by this user`,
      'choose a port above 1023',
      error,
    );
  return error;
};
