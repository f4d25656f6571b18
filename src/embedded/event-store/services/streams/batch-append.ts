/**
 * Streams/BatchAppend: one long call, many appends, each with a correlation id and in as many parts as the client
 * likes. What is wrong with one append is said in its answer, and the call goes on.
 */
import { batchAppendReq, batchAppendResp } from '../../messages/streams.ts';
import type { Expected } from '../../semantics/expected-revision.ts';
import type { NewEvent, Store } from '../../storage/store.ts';
import type { Call } from '../../wire/call.ts';
import type { Read, Written } from '../../wire/protobuf.ts';
import { handlerFailed, ok } from '../../wire/status.ts';
import { uuidText } from '../../wire/uuid.ts';
import { requireStream } from '../access.ts';
import { maximumAppendBytes } from '../errors.ts';
import { answerOf, badRequest, failureOf, timedOut, tooLarge } from './batch-answers.ts';
import { expectedOf } from './expected.ts';
import { eventOf, idOf, isNilId, type Proposed } from './proposed.ts';

type Request = Read<typeof batchAppendReq>;
type Response = Written<typeof batchAppendResp>;
type Options = NonNullable<Request['options']>;

type Batch = {
  readonly options: Options;
  readonly stream: string;
  readonly expected: Expected;
  readonly events: NewEvent[];
  bytes: number;
  readonly timer: NodeJS.Timeout;
};

/** The original waits no longer for the rest of a batch, whatever the client's deadline. */
const longestMs = 2_000;

export const batchAppend =
  (store: Store) =>
  (call: Call): void => {
    const open = new Map<string, Batch>();
    let pending = 0;
    let ended = false;
    const reply = (request: Request, batch: Batch | undefined, answer: Response) => {
      const options = batch?.options ?? request.options;
      call.send(
        batchAppendResp.encode({
          correlation_id: request.correlation_id,
          stream_identifier: options?.stream_identifier,
          ...answer,
        }),
      );
    };
    const leave = () => {
      if (ended && pending === 0) call.end(ok);
    };
    const commit = async (request: Request, batch: Batch) => {
      pending += 1;
      const answer = await store
        .append(batch.stream, batch.expected, batch.events)
        .then((result) => answerOf(result, batch.stream, batch.options))
        .catch((error: unknown) => ({ error: failureOf(error) }));
      reply(request, batch, answer);
      pending -= 1;
      leave();
    };
    const begin = (correlation: string, request: Request, options: Options) => {
      const batch = batchOf(options, () => {
        open.delete(correlation);
        reply(request, batch, { error: timedOut.status });
      });
      open.set(correlation, batch);
    };
    const close = (correlation: string, batch: Batch) => {
      open.delete(correlation);
      clearTimeout(batch.timer);
    };
    const take = (request: Request) => {
      const correlation = uuidText(requiredId(request.correlation_id));
      if (request.options !== undefined) mustMayWrite(store, call, request.options);
      if (request.options !== undefined && !open.has(correlation))
        begin(correlation, request, request.options);
      const batch = open.get(correlation);
      if (batch === undefined) return;
      add(batch, request.proposed_messages);
      if (batch.bytes > maximumAppendBytes) {
        close(correlation, batch);
        reply(request, batch, { error: tooLarge.status });
      } else if (request.is_final) {
        close(correlation, batch);
        void commit(request, batch);
      }
    };
    call.onClose(() => {
      for (const [correlation, batch] of open) close(correlation, batch);
    });
    call.receive(
      (bytes) => {
        const request = batchAppendReq.decode(bytes);
        try {
          take(request);
        } catch (error) {
          if (request.options === undefined) call.end(handlerFailed);
          else reply(request, undefined, { error: failureOf(error) });
        }
      },
      () => {
        ended = true;
        leave();
      },
    );
  };

const mustMayWrite = (store: Store, { caller }: Call, { stream_identifier: identifier }: Options) =>
  requireStream(store, caller, Buffer.from(identifier?.stream_name ?? []).toString(), 'write');

const batchOf = (options: Options, onTimeout: () => void): Batch => {
  const { stream_identifier: identifier, deadline, deadline_21_10_0: time } = options;
  if (identifier === undefined) throw badRequest('Required field StreamIdentifier not set.');
  const leftMs = deadline === undefined ? untilMs(time) : millisecondsOf(deadline);
  if (leftMs <= 0) throw timedOut;
  const expected = expectedOf({ ...options, revision: options.stream_position });
  if (expected === undefined) throw badRequest(noExpectation);
  return {
    options,
    stream: Buffer.from(identifier.stream_name).toString(),
    expected,
    events: [],
    bytes: 0,
    timer: setTimeout(onTimeout, Math.min(leftMs, longestMs)),
  };
};

const noExpectation =
  'Status(StatusCode="InvalidArgument", Detail="\'None\' is not a valid EventStore.Client.Streams.BatchAppendReq+Types+Options+ExpectedStreamPositionOneofCase")';

type Time = NonNullable<Options['deadline']>;
const millisecondsOf = ({ seconds, nanos }: Time): number => Number(seconds) * 1_000 + nanos / 1_000_000;
const untilMs = (time: Time | undefined): number =>
  time === undefined ? Number.POSITIVE_INFINITY : millisecondsOf(time) - Date.now();

const add = (batch: Batch, proposed: readonly Proposed[]) => {
  for (const message of proposed) {
    batch.bytes += message.data.length;
    batch.events.push(checkedEvent(message));
  }
};

const checkedEvent = (proposed: Proposed): NewEvent => {
  const id = requiredId(proposed.id);
  for (const key of ['type', 'content-type'])
    if (!proposed.metadata.has(key)) throw badRequest('The given key was not present in the dictionary.');
  if (isNilId(id)) throw badRequest("Empty eventId provided. (Parameter 'eventId')");
  if (proposed.metadata.get('type') === '')
    throw badRequest("Empty eventType provided. (Parameter 'eventType')");
  return eventOf(proposed, id);
};

const requiredId = (told: Proposed['id']): Uint8Array => {
  if (told === undefined) throw badRequest("Value cannot be null. (Parameter 'dto')");
  const id = idOf(told);
  if (id === undefined) throw badRequest('Unrecognized Guid format.');
  return id;
};
