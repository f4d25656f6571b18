/** The embedded EventStoreDB: starts one in a thread of its own. */
import { Worker } from 'node:worker_threads';
import { CannotStart } from '../cannot-start.ts';
import type { Listening, WorkerMessage } from './worker.ts';

export type EventStoreOptions = {
  /** The SQLite file; made if it is not there. */
  readonly file: string;
  /** 0, and by default: any that is free */
  readonly port?: number;
  /**
   * Makes the server secure: access control lists hold, and whoever asks needs a user and a password. These are the
   * passwords of its first users, `admin` and `ops`; in a file that has users already they change nothing. Clients of
   * EventStoreDB send credentials over TLS only.
   */
  readonly credentials?: { readonly admin: string; readonly ops: string };
  /** The data of the events of one append may not be longer; 1 MiB if it is not said. */
  readonly maxAppendBytes?: number;
  /** PEM */
  readonly tls?: { readonly key: string; readonly cert: string };
  /**
   * The server has stopped by itself, and says why: event-store/disk-failed, shut-down, failed. If nobody wants to know,
   * it is a warning of the process.
   */
  readonly onFailure?: (error: CannotStart) => void;
};

export type EventStore = {
  readonly port: number;
  readonly connectionString: string;
  /** Open calls end as CANCELLED; what was acknowledged is on the disk. */
  stop(): Promise<void>;
};

/** @throws CannotStart event-store/port-in-use, file-in-use, file-unwritable, not-a-store, failed */
export const startEventStore = async (options: EventStoreOptions): Promise<EventStore> => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: {
      file: options.file,
      port: options.port ?? 0,
      tls: options.tls,
      maxAppendBytes: options.maxAppendBytes,
      passwords: options.credentials,
    },
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const { port, connectionString } = await listening(worker);
  let isOver = false;
  const failed = (failure: CannotStart) => {
    if (!isOver) (options.onFailure ?? warn)(failure);
    isOver = true;
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.is === 'failed') failed(failureIn(message));
  });
  worker.on('exit', () => failed(endedByItself()));
  const stop = async () => {
    isOver = true;
    worker.postMessage('stop');
    await exited;
  };
  return { port, connectionString, stop };
};

const listening = (worker: Worker): Promise<Listening> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(endedByItself()));
    worker.once('message', (message: WorkerMessage) => {
      if (message.is === 'listening') resolve(message);
      else reject(failureIn(message));
    });
  });

const endedByItself = () =>
  new CannotStart('event-store/failed', 'the event store has ended by itself', 'look at what it said before');

const failureIn = ({ code, message, hint }: Exclude<WorkerMessage, Listening>) =>
  new CannotStart(code, message, hint);

const warn = ({ message, code, hint }: CannotStart): void =>
  process.emitWarning(message, { code, detail: hint });
