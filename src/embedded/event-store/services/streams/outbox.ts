/** What a read or a subscription sends: messages gathered into large pieces, as fast as the client takes them. */
import { readResp } from '../../messages/streams.ts';
import type { ResolvedEvent } from '../../storage/resolve.ts';
import type { Call } from '../../wire/call.ts';
import type { Written } from '../../wire/protobuf.ts';
import { createWriter, type Writer, writeRaw, written } from '../../wire/protobuf-writer.ts';
import { closeFrame, openFrame, type UuidForm, writeReadEvent } from '../../wire/read-event.ts';

export type Outbox = {
  event(event: ResolvedEvent): void;
  message(message: Written<typeof readResp>): void;
  /** Sends what was gathered; waits while the client reads slowly, and lets others have their turn. */
  flush(): Promise<void>;
};

const pieceBytes = 64 * 1024;

export const outboxFor = (call: Call, form: UuidForm): Outbox => {
  let to: Writer | undefined;
  let slow = false;
  const room = (): Writer => {
    if (to !== undefined && to.at >= pieceBytes) send();
    to ??= createWriter(pieceBytes + 4_096);
    return to;
  };
  const send = () => {
    if (to !== undefined && !call.sendFrames(written(to))) slow = true;
    to = undefined;
  };
  return {
    event: (event) => writeReadEvent(room(), event, form),
    message: (message) => {
      const into = room();
      const frame = openFrame(into);
      writeRaw(into, readResp.encode(message));
      closeFrame(into, frame);
    },
    flush: async () => {
      send();
      if (slow) await call.drained();
      else await new Promise((resolve) => setImmediate(resolve));
      slow = false;
    },
  };
};
