/** Asks our server what the real one was asked, step by step, and says where it answers otherwise. */
import { assume } from '../../../src/embedded/event-store/assume.ts';
import * as persistent from '../../../src/embedded/event-store/messages/persistent.ts';
import { supportedMethods } from '../../../src/embedded/event-store/messages/server-features.ts';
import * as shared from '../../../src/embedded/event-store/messages/shared.ts';
import * as streams from '../../../src/embedded/event-store/messages/streams.ts';
import * as users from '../../../src/embedded/event-store/messages/users.ts';
import { decodeJson, encodeJson, type Json, type JsonObject } from './message-json.ts';
import type { Ended, RawCall, RawClient } from './raw-client.ts';
import { type Bindings, differences, filled, type Step } from './transcript.ts';

export type World = {
  readonly client: RawClient;
  /** Appends events of these types, and gives their positions. */
  readonly append: (
    stream: string,
    types: readonly string[],
    data?: readonly string[],
    ids?: readonly string[],
  ) => Promise<readonly string[]>;
  readonly ask: (rpc: string, request: Json, bindings?: Bindings) => Promise<Asked>;
  readonly restart: () => Promise<void>;
};

type Asked = { readonly messages: readonly JsonObject[]; readonly ended: Ended };

const streamsService = 'event_store.client.streams.Streams';
const persistentService = 'event_store.client.persistent_subscriptions.PersistentSubscriptions';
const services: { readonly [name: string]: string } = {
  Streams: streamsService,
  PersistentSubscriptions: persistentService,
  Users: 'event_store.client.users.Users',
  ServerFeatures: 'event_store.client.server_features.ServerFeatures',
};

export const messages = {
  'Streams/Append': [streams.appendReq, streams.appendResp],
  'Streams/Read': [streams.readReq, streams.readResp],
  'Streams/Delete': [streams.deleteReq, streams.deleteResp],
  'Streams/Tombstone': [streams.deleteReq, streams.deleteResp],
  'Streams/BatchAppend': [streams.batchAppendReq, streams.batchAppendResp],
  'PersistentSubscriptions/Create': [persistent.createReq, shared.empty],
  'PersistentSubscriptions/Update': [persistent.createReq, shared.empty],
  'PersistentSubscriptions/Delete': [persistent.deleteReq, shared.empty],
  'PersistentSubscriptions/GetInfo': [persistent.getInfoReq, persistent.getInfoResp],
  'PersistentSubscriptions/List': [persistent.listReq, persistent.listResp],
  'PersistentSubscriptions/ReplayParked': [persistent.replayParkedReq, shared.empty],
  'PersistentSubscriptions/Read': [persistent.readReq, persistent.readResp],
  'Users/Create': [users.createReq, shared.empty],
  'Users/Delete': [users.loginReq, shared.empty],
  'Users/Disable': [users.loginReq, shared.empty],
  'ServerFeatures/GetSupportedMethods': [shared.empty, supportedMethods],
} as const;
type Rpc = keyof typeof messages;
const isRpc = (rpc: string): rpc is Rpc => rpc in messages;

export const open = (
  client: RawClient,
  rpc: string,
  headers?: { readonly [name: string]: string },
): RawCall => {
  const [service = '', method] = rpc.split('/');
  return client.call(`/${services[service]}/${method}`, headers);
};

/** For so long nothing more comes. */
const quietMs = 150;
/** A history is over, if that is not said. */
const settledMs = 500;
const lateMs = 5_000;

/** One request, or several; then the client's side is over. */
export const ask = async (
  client: RawClient,
  rpc: string,
  request: Json,
  headers?: { readonly [name: string]: string },
): Promise<Asked> => {
  if (!isRpc(rpc)) throw new Error(`no such rpc: ${rpc}`);
  const [asked, told] = messages[rpc];
  const call = open(client, rpc, headers);
  const requests = Array.isArray(request) ? request : [request];
  for (const each of requests) call.send(encodeJson(asked, assume<JsonObject>(each)));
  call.end();
  const got: JsonObject[] = [];
  for (let message = await call.next(lateMs); message !== undefined; message = await call.next(lateMs))
    got.push(decodeJson(told, message));
  if (!call.over) call.cancel();
  return { messages: got, ended: await call.ended };
};

/**
 * What comes without being asked for: within a while, or before the answer to something that is asked after it on the
 * same connection, however busy the machine is.
 */
const oneMore = async (client: RawClient, call: RawCall): Promise<Buffer | undefined> => {
  const message = await call.next(quietMs);
  if (message !== undefined || call.over) return message;
  await ask(client, 'ServerFeatures/GetSupportedMethods', {});
  return call.next(0);
};

/** A request that is a list of messages, or of repeated ones, stays a list of messages. */
export const replayStep = async (
  world: World,
  step: Step,
  bindings: Bindings,
  live?: () => Promise<void>,
  second?: Step,
): Promise<readonly string[]> => {
  const headers = headersFor(step.as);
  const request = filled(step.request ?? {}, bindings);
  if (step.rpc === 'Streams/BatchAppend') return replayBatch(world, step, request, bindings, headers);
  if (step.rpc === 'PersistentSubscriptions/Read')
    return replayConsumer(world, step, bindings, headers, live);
  if (step.rpc === 'Streams/Read' && isSubscription(request))
    return replaySubscription(world, step, request, bindings, headers, live);
  if (step.error?.code === 4) return replaySilence(world, step, request);
  const { messages: got, ended } = await ask(world.client, step.rpc, request, headers);
  const first = judged(step, got, ended, new Map(bindings));
  const isFirst = first.length === 0 || second === undefined;
  return judged(isFirst ? step : second, got, ended, bindings);
};

/** Rates and what goes with them, which the recorder left out. */
const unmeasured = (told: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(told)
      .filter(([name]) => !/average|count_since_last/.test(name))
      .map(([name, value]) => [
        name,
        Array.isArray(value)
          ? value.map((each) => (isObject(each) ? unmeasured(each) : each))
          : isObject(value)
            ? unmeasured(value)
            : value,
      ]),
  );
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const judged = (
  step: Step,
  got: readonly JsonObject[],
  ended: Ended,
  bindings: Bindings,
): readonly string[] => {
  const isList = Array.isArray(step.response);
  const expected = isList
    ? assume<readonly Json[]>(step.response)
    : step.response === undefined
      ? []
      : [step.response];
  const actual = got.map((message, at) => shortened(unmeasured(message), expected[at]));
  return [...differences(expected, actual, bindings, 'response'), ...endDifferences(step, ended, bindings)];
};

/** Some recordings keep of each event only what tells it. */
const shortened = (message: JsonObject, expected: Json | undefined): Json => {
  const told = assume<{ readonly event?: JsonObject }>(expected ?? {}).event;
  const event = assume<JsonObject | undefined>(message['event']);
  if (
    told === undefined ||
    event === undefined ||
    'event' in told ||
    'metadata' in assume<JsonObject>(told['link'] ?? {})
  )
    return message;
  const link = assume<JsonObject | undefined>(event['link']);
  const record = assume<JsonObject>(event['event'] ?? {});
  const all: JsonObject = {
    ...record,
    stream_revision: event['event'] === undefined ? null : (record['stream_revision'] ?? '0'),
    stream: assume<JsonObject>(record['stream_identifier'] ?? {})['stream_name'] ?? null,
    type: assume<JsonObject>(record['metadata'] ?? {})['type'] ?? null,
    commit_position: event['commit_position'] ?? null,
    link: {
      stream: assume<JsonObject>(link?.['stream_identifier'] ?? {})['stream_name'] ?? null,
      stream_revision: link?.['stream_revision'] ?? '0',
    },
  };
  return { event: Object.fromEntries(Object.keys(told).map((name) => [name, all[name] ?? null])) };
};

const noise = [
  'date',
  'server',
  'content-length',
  'grpc-status',
  'grpc-message',
  ':status',
  'grpc-accept-encoding',
];

const endDifferences = (step: Step, ended: Ended, bindings: Bindings): readonly string[] => {
  const { error } = step;
  if (error === undefined) return ended.code === 0 ? [] : [`ended with ${ended.code} ${ended.details}`];
  // here the recording has the words of the client's library
  if (error.details.startsWith('Received HTTP status code'))
    return error.details.endsWith(String(ended.headers[':status'])) ? [] : ['another HTTP status'];
  const told = Object.keys(ended.trailers).length > 0 ? ended.trailers : ended.headers;
  const trailers = Object.fromEntries(
    Object.entries(told)
      .filter(([name]) => !noise.includes(name))
      .map(([name, value]) => [name, String(value)]),
  );
  return differences(
    { code: error.code, details: error.details, trailers: error.trailers },
    { code: ended.code, details: ended.details, trailers },
    bindings,
    'error',
  );
};

const isSubscription = (request: Json): boolean =>
  assume<{ options?: { subscription?: object } }>(request).options?.subscription !== undefined;

const replaySubscription = async (
  { client }: World,
  step: Step,
  request: Json,
  bindings: Bindings,
  headers: { readonly [name: string]: string },
  live: (() => Promise<void>) | undefined,
) => {
  const call = open(client, step.rpc, headers);
  call.send(encodeJson(streams.readReq, assume<JsonObject>(request)));
  call.end();
  const expected = assume<readonly JsonObject[]>(step.response ?? []);
  const got: JsonObject[] = [];
  let acted = live === undefined;
  const whenMet = step.stream_ended?.endsWith('condition met') === true;
  while (!(whenMet && got.length === expected.length)) {
    const hasCaughtUp = got.at(-1)?.['caught_up'] !== undefined;
    if (!acted && live !== undefined && hasCaughtUp) {
      acted = true;
      await live();
    }
    const isAll = acted && got.length >= expected.length;
    const message = isAll ? await oneMore(client, call) : await call.next(acted ? lateMs : settledMs);
    if (message !== undefined) got.push(decodeJson(streams.readResp, message));
    else if (!acted && live !== undefined) {
      acted = true;
      await live();
    } else break;
  }
  if (step.error === undefined) call.cancel();
  const ended = await call.ended;
  const answers = got.map((message, at) => shortened(message, expected[at]));
  const fromServer = step.error === undefined ? [] : endDifferences(step, ended, bindings);
  return [...differences(expected, answers, bindings, 'response'), ...fromServer];
};

const replayBatch = async (
  { client }: World,
  step: Step,
  request: Json,
  bindings: Bindings,
  headers: { readonly [name: string]: string },
) => {
  const call = open(client, step.rpc, headers);
  for (const each of assume<readonly JsonObject[]>(request))
    call.send(encodeJson(streams.batchAppendReq, withDuration(each)));
  const endsItself = step.stream_ended?.startsWith('by the server') === true;
  if (endsItself) call.end();
  const expected = assume<readonly JsonObject[]>(step.response ?? []);
  const got: JsonObject[] = [];
  while (got.length < expected.length || (endsItself && !call.over)) {
    const message = await call.next(lateMs);
    if (message === undefined) break;
    got.push(unpacked(decodeJson(streams.batchAppendResp, message)));
  }
  if (!endsItself) call.cancel();
  const ended = await call.ended;
  const ends = endsItself ? endDifferences(step, ended, bindings) : [];
  return [...differences(expected, got, bindings, 'response'), ...ends];
};

/** What was sent and received, in order. */
const replayConsumer = async (
  { client }: World,
  step: Step,
  bindings: Bindings,
  headers: { readonly [name: string]: string },
  live: (() => Promise<void>) | undefined,
) => {
  const call = open(client, step.rpc, headers);
  const found: string[] = [];
  for (const [at, line] of assume<readonly JsonObject[]>(step.response ?? []).entries()) {
    const {
      sent,
      received,
      waited_ms_without_what_was_waited_for: waited,
    } = assume<{ [name: string]: Json }>(line);
    if (sent !== undefined)
      call.send(encodeJson(persistent.readReq, assume<JsonObject>(filled(sent, bindings))));
    if (received !== undefined) {
      const message = await call.next(lateMs);
      const told = message === undefined ? null : decodeJson(persistent.readResp, message);
      found.push(...differences(received, told, bindings, `response[${at}]`));
      if (JSON.stringify(received).includes('subscription_confirmation')) await live?.();
    }
    if (waited !== undefined && (await oneMore(client, call)) !== undefined)
      found.push(`response[${at}]: one more message`);
  }
  // what was sent last must arrive before the call is given up
  await oneMore(client, call);
  if (step.error === undefined) call.cancel();
  const ended = await call.ended;
  return [...found, ...(step.error === undefined ? [] : endDifferences(step, ended, bindings))];
};

const withDuration = (request: JsonObject): JsonObject => request;

const details: { readonly [type: string]: Parameters<typeof decodeJson>[0] } = {
  WrongExpectedVersion: shared.wrongExpectedVersion,
  StreamDeleted: shared.streamDeleted,
  MaximumAppendSizeExceeded: shared.maximumAppendSizeExceeded,
  BadRequest: shared.badRequest,
};

/** The detail of a google.rpc.Status, opened. */
const unpacked = (answer: JsonObject): JsonObject => {
  const error = assume<
    { readonly details?: { readonly type_url: string; readonly value?: Json } } | undefined
  >(answer['error']);
  if (error?.details === undefined) return answer;
  const { type_url, value = '' } = error.details;
  const kind = details[type_url.split('.').at(-1) ?? ''] ?? shared.empty;
  const packed =
    typeof value === 'string'
      ? Buffer.from(value)
      : Buffer.from(assume<{ base64: string }>(value).base64, 'base64');
  return {
    ...answer,
    error: { ...assume<JsonObject>(answer['error']), details: { type_url, value: decodeJson(kind, packed) } },
  };
};

/** What the real server never answers, ours does not answer either. */
const replaySilence = async ({ client }: World, step: Step, request: Json) => {
  const call = open(client, step.rpc);
  const asked = step.notes === undefined ? request : request;
  const withoutUuid = assume<{ options: JsonObject }>(asked);
  call.send(encodeJson(streams.readReq, withoutUuid));
  call.end();
  const message = await oneMore(client, call);
  const over = call.over;
  call.cancel();
  return message === undefined && !over ? [] : ['an answer came, and none was expected'];
};

const passwords: { readonly [user: string]: string } = {
  admin: 'changeit',
  ops: 'changeit',
  u1: 'pw1',
  u2: 'pw2',
};

export const headersFor = (as: string | undefined): { readonly [name: string]: string } => {
  if (as === undefined || as === 'anonymous') return {};
  if (as.startsWith('authorization: ')) return { authorization: as.slice('authorization: '.length) };
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });
  if (as === 'admin with a wrong password') return basic('admin', 'wrong');
  if (as === 'a user that does not exist') return basic('nobody', 'x');
  return basic(as, passwords[as] ?? '');
};
