/** One node: a store, the services over it, and the port on which they answer. */

import { anonymous } from './semantics/access.ts';
import { gossip } from './services/gossip.ts';
import { serverFeatures } from './services/server-features.ts';
import { streams } from './services/streams.ts';
import { lockFile, openDatabase } from './storage/database.ts';
import { resolver } from './storage/resolve.ts';
import { storeOf } from './storage/store.ts';
import { startGrpcServer } from './wire/grpc-server.ts';

export type ServerOptions = {
  readonly file: string;
  /** 0: any that is free */
  readonly port: number;
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** The disk failed; the server must be stopped and started again. */
  readonly onFatal: (error: unknown) => void;
};

export type RunningServer = { readonly port: number; stop(): Promise<void> };

const host = '127.0.0.1';
const nowUs = () => Date.now() * 1_000;

/** @throws StorageError, or the error of `listen` */
export const startServer = async ({ file, port, tls, onFatal }: ServerOptions): Promise<RunningServer> => {
  const unlock = lockFile(file);
  try {
    const database = openDatabase(file);
    const store = storeOf(database, onFatal);
    const node = { store, nowUs, resolve: resolver(store.log, store.streams, nowUs) };
    const endpoint = { address: host, port };
    const services = [streams(node), gossip(() => endpoint)];
    const server = await startGrpcServer({
      services: [...services, serverFeatures(services)],
      host,
      port,
      tls,
      authenticate: () => anonymous,
    }).catch((error: unknown) => {
      database.close();
      throw error;
    });
    endpoint.port = server.port;
    const stop = async () => {
      store.writer.stop();
      await server.stop();
      database.close();
      unlock();
    };
    return { port: server.port, stop };
  } catch (error) {
    unlock();
    throw error;
  }
};
