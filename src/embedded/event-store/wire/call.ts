/** One gRPC call, and the kinds of method that answer one. */
import type { IncomingHttpHeaders } from 'node:http2';
import type { Principal } from '../semantics/access.ts';
import { code, ok, RpcError, type Status, statusOf } from './status.ts';

export type Call = {
  readonly headers: IncomingHttpHeaders;
  readonly caller: Principal;
  readonly closed: boolean;
  /**
   * What the client sends from now on: one message after the other, then the end of them. What `onMessage` throws ends
   * the call, and nothing more is received.
   */
  receive(onMessage: (message: Buffer) => void, onEnd: () => void): void;
  /** Sends one message. @returns false when the client reads slowly: then wait for `drained` */
  send(message: Uint8Array): boolean;
  /** Sends messages that are framed already. */
  sendFrames(frames: Uint8Array): boolean;
  /** When the client has read, or the call is over. */
  drained(): Promise<void>;
  /** Ends the call; what comes after is ignored. */
  end(status: Status): void;
  /** Called once, when the call is over, whoever ended it. */
  onClose(listener: () => void): void;
};

export type Method = (call: Call) => void;
export type Service = { readonly name: string; readonly methods: { readonly [name: string]: Method } };

type Decoder<T> = { decode(bytes: Uint8Array): T };
type Encoder<T> = { encode(value: T): Buffer };

/** One request, one answer. What `answer` throws becomes the status. */
export const unary =
  <Request, Response>(
    request: Decoder<Request>,
    response: Encoder<Response>,
    answer: (request: Request, call: Call) => Response | Promise<Response>,
  ): Method =>
  (call) =>
    whenOne(call, request, async (asked) => {
      const said = await answer(asked, call);
      call.send(response.encode(said));
      call.end(ok);
    });

/** One request, many answers: `answer` sends them and ends the call, or throws its status. */
export const serverStream =
  <Request>(request: Decoder<Request>, answer: (request: Request, call: Call) => Promise<void>): Method =>
  (call) =>
    whenOne(call, request, (asked) => answer(asked, call));

/** What takes the requests of a call one by one; what it throws ends the call at once. */
export type Taker<Request, Response> = {
  take(request: Request): void;
  /** After the last one. */
  answer(): Promise<Response>;
};

/** Many requests, one answer. */
export const clientStream =
  <Request, Response>(
    request: Decoder<Request>,
    response: Encoder<Response>,
    begin: (call: Call) => Taker<Request, Response>,
  ): Method =>
  (call) => {
    const taker = begin(call);
    call.receive(
      (bytes) => taker.take(request.decode(bytes)),
      () =>
        guarded(call, async () => {
          const said = await taker.answer();
          call.send(response.encode(said));
          call.end(ok);
        }),
    );
  };

const whenOne = <Request>(
  call: Call,
  request: Decoder<Request>,
  answer: (request: Request) => Promise<void>,
) => {
  let asked: Request | undefined;
  call.receive(
    (bytes) => {
      if (asked !== undefined)
        throw new RpcError(code.internal, 'Additional data after the message received.');
      asked = request.decode(bytes);
    },
    () =>
      guarded(call, async () => {
        if (asked === undefined) throw new RpcError(code.internal, 'Incomplete message.');
        await answer(asked);
      }),
  );
};

/** Runs one step of a call; a fault ends the call, not the server. */
export const guarded = (call: Call, step: () => Promise<void>): void => {
  step().catch((error: unknown) => call.end(statusOf(error)));
};
