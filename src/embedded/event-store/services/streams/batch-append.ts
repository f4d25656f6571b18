/**
 * Streams/BatchAppend: one long call, many appends, each with a correlation id and in as many parts as the client
 * likes. What is wrong with one append is said in its answer, and the call goes on.
 */
import { batchAppendReq, batchAppendResp } from '../../messages/streams.ts';
import type { Expected } from '../../semantics/expected-revision.ts';
import type { NewEvent } from '../../storage/record.ts';
import { isOutage } from '../../storage/writer.ts';
import type { Call } from '../../wire/call.ts';
import type { Read, Written } from '../../wire/protobuf.ts';
import { handlerFailed, ok, statusOf } from '../../wire/status.ts';
import { uuidText } from '../../wire/uuid.ts';
import { requireStream } from '../access.ts';
import type { Node } from '../node.ts';
import { answerOf, badRequest, failureOf, timedOut, tooLarge } from './batch-answers.ts';
import { expectedOf } from './expected.ts';
import { eventOf, idOf, isNilId, type Proposed } from './proposed.ts';
import { timedAppend } from './timed-append.ts';

type Request = Read<typeof batchAppendReq>;
type Response = Written<typeof batchAppendResp>;
type Options = NonNullable<Request['options']>;

/** One append, as far as its parts have come. */
type Batch = {
  readonly options: Options;
  readonly stream: string;
  readonly expected: Expected;
  readonly events: NewEvent[];
  readonly deadlineMs: number;
  bytes: number;
  timer: NodeJS.Timeout | undefined;
};

type Session = {
  readonly node: Node;
  readonly call: Call;
  readonly open: Map<string, Batch>;
  pending: number;
  hasEnded: boolean;
};

export const batchAppend =
  (node: Node) =>
  (call: Call): void => {
    const session: Session = { node, call, open: new Map(), pending: 0, hasEnded: false };
    call.onClose(() => {
      for (const [correlation, batch] of session.open) close(session, correlation, batch);
    });
    call.receive(
      (bytes) => {
        const request = batchAppendReq.decode(bytes);
        try {
          take(session, request);
        } catch (error) {
          refuse(session, request, error);
        }
      },
      () => {
        session.hasEnded = true;
        leave(session);
      },
    );
  };

const take = (session: Session, request: Request): void => {
  const { node, call, open } = session;
  const correlation = uuidText(requiredId(request.correlation_id));
  if (request.options !== undefined) mustMayWrite(node, call, request.options);
  const batch =
    open.get(correlation) ?? (request.options === undefined ? undefined : batchOf(request.options));
  if (batch === undefined) return;
  close(session, correlation, batch);
  add(batch, request.proposed_messages);
  if (batch.bytes > node.maxAppendBytes)
    reply(session, request, batch.options, { error: tooLarge(node.maxAppendBytes) });
  else if (request.is_final) void commit(session, request, batch);
  else keepOpen(session, correlation, request, batch);
};

const close = ({ open }: Session, correlation: string, batch: Batch): void => {
  open.delete(correlation);
  clearTimeout(batch.timer);
};

/** The original waits no longer for the next part of a batch, whatever the client's deadline. */
const longestPauseMs = 2_000;

const keepOpen = (session: Session, correlation: string, request: Request, batch: Batch): void => {
  session.open.set(correlation, batch);
  const leftMs = Math.min(batch.deadlineMs - Date.now(), longestPauseMs);
  batch.timer = setTimeout(() => {
    session.open.delete(correlation);
    reply(session, request, batch.options, { error: timedOut.status });
  }, leftMs);
};

const commit = async (session: Session, request: Request, batch: Batch): Promise<void> => {
  session.pending += 1;
  try {
    const result = await timedAppend(session.node, batch.stream, batch.expected, batch.events);
    reply(session, request, batch.options, answerOf(result, batch.stream, batch.options));
  } catch (error) {
    if (isOutage(error)) session.call.end(statusOf(error));
    else reply(session, request, batch.options, { error: failureOf(error) });
  }
  session.pending -= 1;
  leave(session);
};

const reply = ({ call }: Session, request: Request, options: Request['options'], answer: Response): void => {
  const identifier = options?.stream_identifier;
  call.send(
    batchAppendResp.encode({
      correlation_id: request.correlation_id,
      stream_identifier: identifier,
      ...answer,
    }),
  );
};

/** What is wrong in a later part of a batch ends the call, as in the original. */
const refuse = (session: Session, request: Request, error: unknown): void => {
  if (request.options === undefined) session.call.end(handlerFailed);
  else reply(session, request, request.options, { error: failureOf(error) });
};

const leave = ({ call, hasEnded, pending }: Session): void => {
  if (hasEnded && pending === 0) call.end(ok);
};

const mustMayWrite = ({ store }: Node, { caller }: Call, { stream_identifier: identifier }: Options) =>
  requireStream(store, caller, Buffer.from(identifier?.stream_name ?? []).toString(), 'write');

const batchOf = (options: Options): Batch => {
  const { stream_identifier: identifier, deadline, deadline_21_10_0: time } = options;
  if (identifier === undefined) throw badRequest('Required field StreamIdentifier not set.');
  const leftMs = deadline === undefined ? untilMs(time) : millisecondsOf(deadline);
  if (leftMs <= 0) throw timedOut;
  const expected = expectationIn(options);
  return {
    options,
    stream: Buffer.from(identifier.stream_name).toString(),
    expected,
    events: [],
    deadlineMs: Date.now() + leftMs,
    bytes: 0,
    timer: undefined,
  };
};

const expectationIn = (options: Options): Expected => {
  const { stream_position: revision } = options;
  if (revision !== undefined && revision >= 2n ** 63n && revision !== 2n ** 64n - 1n)
    throw badRequest('Value was either too large or too small for an Int64.');
  const expected = expectedOf({ ...options, revision });
  if (expected === undefined) throw badRequest(noExpectation);
  return expected;
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
