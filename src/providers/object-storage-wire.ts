/** How the object storage is asked: with an end to waiting, and with faults that the rest of the program knows. */
import { NoSuchKey, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { Fault } from '../eventsourcing/fault.ts';

export type Connection = {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** How long an answer may take, and how long a stream may be silent. */
  readonly timeoutMs: number;
};

export type Wire = {
  /** @example ask((client, until) => client.send(new HeadBucketCommand({ Bucket }), until)) */
  ask<T>(call: (client: S3Client, until: Until) => Promise<T>): Promise<T>;
  /** The body of an answer. Whoever cancels it lets go of its connection. */
  streamOf(body: Body): ReadableStream<Uint8Array>;
  close(): void;
};
type Until = { readonly abortSignal: AbortSignal };
type Body = AsyncIterable<Uint8Array> & { destroy(): unknown };

export function connect({
  url: endpoint,
  region,
  accessKeyId,
  secretAccessKey,
  timeoutMs,
}: Connection): Wire {
  const client = new S3Client({
    ...{ endpoint, region, forcePathStyle: true, maxAttempts: 3 },
    credentials: { accessKeyId, secretAccessKey },
  });
  return {
    ask: (call) => asked((until) => call(client, until), timeoutMs),
    streamOf: (body) => streamOf(body, timeoutMs),
    close: () => client.destroy(),
  };
}

async function asked<T>(call: (until: Until) => Promise<T>, timeoutMs: number): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    return await call({ abortSignal: abort.signal });
  } catch (cause) {
    throw cause instanceof NoSuchKey ? cause : faultOf(cause);
  } finally {
    clearTimeout(timer);
  }
}

/** What it says of a request is for ever, below 500; 429 and everything else passes. */
function faultOf(cause: unknown): Fault {
  const status = cause instanceof S3ServiceException ? (cause.$metadata.httpStatusCode ?? 0) : 0;
  const about = { provider: 'object-storage', said: cause instanceof Error ? cause.name : 'nothing', status };
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return new Fault(refused ? 'provider/refused' : 'provider/unavailable', about, cause);
}

function streamOf(body: Body, timeoutMs: number): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await soon(chunks.next(), timeoutMs);
          if (done === true) controller.close();
          else controller.enqueue(value);
        } catch (cause) {
          body.destroy();
          controller.error(faultOf(cause));
        }
      },
      cancel() {
        body.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}

async function soon<T>(coming: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('silent')), timeoutMs);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}
