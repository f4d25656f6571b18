/** Refuses what the caller may not do. */
import {
  isAdmin,
  isKnown,
  mayOnStream,
  mayOperate,
  type Principal,
  type StreamAction,
  subjectOf,
} from '../semantics/access.ts';
import { type DefaultAcls, noDefaults, parseSettings, settingsStream } from '../semantics/stream-metadata.ts';
import { newestOf } from '../storage/newest.ts';
import type { Store } from '../storage/store.ts';
import type { StreamState } from '../storage/streams.ts';
import { accessDeniedError } from './errors.ts';

export const allStream = '$all';

/** @throws RpcError access-denied */
export const requireStream = (
  store: Store,
  caller: Principal,
  stream: string,
  action: StreamAction,
): void => {
  const subject = subjectOf(stream, action);
  const { acl } = store.streams.state(subject.stream).metadata;
  if (!mayOnStream(caller, subject, acl, () => defaultsIn(store))) throw accessDeniedError();
};

/** What was read stays right for as long as the stream's state is the same one: each write, and each delete, makes another. */
const known = new WeakMap<StreamState, DefaultAcls>();

const defaultsIn = (store: Store): DefaultAcls => {
  const state = store.streams.state(settingsStream);
  const read = known.get(state) ?? settingsIn(store);
  known.set(state, read);
  return read;
};

const settingsIn = (store: Store): DefaultAcls => {
  const newest = newestOf(store, settingsStream);
  return newest === undefined ? noDefaults : parseSettings(newest.data);
};

/** Members of $ops and $admins. @throws RpcError access-denied */
export const requireOperator = (caller: Principal): void => {
  if (!mayOperate(caller)) throw accessDeniedError();
};

/** @throws RpcError access-denied */
export const requireAdmin = (caller: Principal): void => {
  if (!isAdmin(caller)) throw accessDeniedError();
};

/** Anybody with a name. @throws RpcError access-denied */
export const requireKnown = (caller: Principal): void => {
  if (!isKnown(caller)) throw accessDeniedError();
};
