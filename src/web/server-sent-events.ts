/** A stream of events to a browser (WHATWG HTML, 9.2), as plain bytes: the same on every engine. */

export type Tell = (event: string, data: unknown) => void;

type Source = (tell: Tell, end: () => void) => () => void;

const heartbeatMs = 5000;

/**
 * @param from starts telling, and returns what stops it
 * @param lift frees the answer from the server's idle limit
 */
export function eventStream(request: Request, lift: () => void, from: Source): Response {
  lift();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stop = begin(controller, request, from);
    },
    cancel: () => stop(),
  });
  const headers = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  };
  return new Response(body, { headers });
}

function begin(
  controller: ReadableStreamDefaultController<Uint8Array>,
  request: Request,
  from: Source,
): () => void {
  const encoder = new TextEncoder();
  let id = Number(request.headers.get('last-event-id') ?? 0) || 0;
  let over = false;
  const write = (text: string) => {
    if (!over) controller.enqueue(encoder.encode(text));
  };
  const beat = setInterval(() => write(': still here\n\n'), heartbeatMs);
  const close = () => {
    if (over) return;
    over = true;
    clearInterval(beat);
    stop();
    controller.close();
  };
  const tell: Tell = (event, data) => {
    id += 1;
    write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const stop = from(tell, () => queueMicrotask(close));
  request.signal.addEventListener('abort', close);
  return () => {
    over = true;
    clearInterval(beat);
    stop();
  };
}
