/** The thread in which the server runs, so that its waits for the disk are nobody else's. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { CannotStart } from '../cannot-start.ts';
import { type RunningServer, startServer } from './server.ts';

export const workerOptions = z.object({
  file: z.string(),
  port: z.number(),
  tls: z.object({ key: z.string(), cert: z.string() }).optional(),
  maxAppendBytes: z.number().optional(),
  passwords: z.object({ admin: z.string(), ops: z.string() }).optional(),
});

/** What the thread tells the one that started it. */
export type Listening = {
  readonly is: 'listening';
  readonly port: number;
  readonly connectionString: string;
};
export type WorkerMessage =
  | Listening
  | { readonly is: 'failed'; readonly code: string; readonly message: string; readonly hint: string };

const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

const run = async () => {
  let server: RunningServer | undefined; // the disk may fail before there is one
  const stop = async () => {
    await server?.stop();
    parentPort?.close();
  };
  server = await startServer({
    ...workerOptions.parse(workerData),
    onFatal: (error) => {
      tell(failureOf(diskFailure(error)));
      void stop();
    },
    onShutdown: () => {
      tell(failureOf(shutDown));
      void stop();
    },
  });
  parentPort?.once('message', stop);
  const { port, connectionString } = server;
  tell({ is: 'listening', port, connectionString });
};

const failureOf = (error: unknown): WorkerMessage => {
  const { code, message, hint } = error instanceof CannotStart ? error : unexpected(error);
  return { is: 'failed', code, message, hint };
};

const diskFailure = (cause: unknown) =>
  new CannotStart(
    'event-store/disk-failed',
    `the disk failed, and the event store has stopped: ${cause instanceof Error ? cause.message : cause}`,
    'look at the disk, then start again: what was acknowledged is there',
    cause,
  );

const shutDown = new CannotStart(
  'event-store/shut-down',
  'a client has shut the event store down',
  'start again: what was acknowledged is there',
);

const unexpected = (error: unknown) => ({
  code: 'event-store/failed',
  message: error instanceof Error ? error.message : String(error),
  hint: 'this is a fault of the event store; its message says where',
});

run().catch((error: unknown) => {
  tell(failureOf(error));
  parentPort?.close();
});
