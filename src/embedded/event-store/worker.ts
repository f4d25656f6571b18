/** The thread in which the server runs, so that its waits for the disk are nobody else's. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { startServer } from './server.ts';
import { StorageError } from './storage/database.ts';

export const workerOptions = z.object({
  file: z.string(),
  port: z.number(),
  tls: z.object({ key: z.string(), cert: z.string() }).optional(),
});

/** What the thread tells the one that started it. */
export type WorkerMessage =
  | { readonly is: 'listening'; readonly port: number }
  | { readonly is: 'failed'; readonly code: string; readonly message: string }
  | { readonly is: 'stopped' };

const tell = (message: WorkerMessage) => parentPort?.postMessage(message);

const failed = (error: unknown): WorkerMessage => {
  if (error instanceof StorageError) return { is: 'failed', code: error.code, message: error.message };
  const known = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return {
    is: 'failed',
    code: known ? 'event-store/port-in-use' : 'event-store/failed',
    message: error instanceof Error ? error.message : String(error),
  };
};

const run = async () => {
  const server = await startServer({
    ...workerOptions.parse(workerData),
    onFatal: (error) => tell(failed(error)),
  });
  parentPort?.once('message', async () => {
    await server.stop();
    tell({ is: 'stopped' });
    parentPort?.close();
  });
  tell({ is: 'listening', port: server.port });
};

run().catch((error: unknown) => {
  tell(failed(error));
  parentPort?.close();
});
