/** event_store.client.operations.Operations: scavenging and stopping. A node alone has no leader to resign from. */
import { randomUUID } from 'node:crypto';
import {
  scavengeResp,
  scavengeResult,
  setNodePriorityReq,
  startScavengeReq,
  stopScavengeReq,
} from '../messages/operations.ts';
import { empty } from '../messages/shared.ts';
import type { Groups } from '../persistent/groups.ts';
import { newEvent, newLink } from '../storage/new-event.ts';
import type { Scavenger } from '../storage/scavenge.ts';
import type { Store } from '../storage/store.ts';
import { type Call, type Service, unary } from '../wire/call.ts';
import { code, RpcError } from '../wire/status.ts';
import { requireOperator } from './access.ts';

export type Operations = {
  readonly store: Store;
  readonly scavenger: Scavenger;
  readonly groups: Groups;
  readonly shutdown: () => void;
};

type Running = { readonly id: string; stopped: boolean };

export const operations = ({ store, scavenger, groups, shutdown }: Operations): Service => {
  let running: Running | undefined;
  const start = () => {
    if (running !== undefined) return { scavenge_id: running.id, scavenge_result: scavengeResult.inProgress };
    const scavenge: Running = { id: randomUUID(), stopped: false };
    running = scavenge;
    void scavengeAndTell(store, scavenger, scavenge).finally(() => {
      running = undefined;
    });
    return { scavenge_id: scavenge.id, scavenge_result: scavengeResult.started };
  };
  const stop = (id: string) => {
    if (running === undefined || running.id !== id) throw scavengeNotFound(id);
    running.stopped = true;
    return { scavenge_id: id, scavenge_result: scavengeResult.stopped };
  };
  return {
    name: 'event_store.client.operations.Operations',
    methods: {
      StartScavenge: unary(startScavengeReq, scavengeResp, operatorOnly(start)),
      StopScavenge: unary(
        stopScavengeReq,
        scavengeResp,
        operatorOnly(({ options }) => stop(options?.scavenge_id ?? '')),
      ),
      Shutdown: unary(
        empty,
        empty,
        operatorOnly(() => {
          setImmediate(shutdown);
          return {};
        }),
      ),
      MergeIndexes: unary(empty, empty, operatorOnly(nothingToDo)),
      ResignNode: unary(empty, empty, operatorOnly(nothingToDo)),
      SetNodePriority: unary(setNodePriorityReq, empty, operatorOnly(nothingToDo)),
      RestartPersistentSubscriptions: unary(
        empty,
        empty,
        operatorOnly(() => {
          groups.restart();
          return {};
        }),
      ),
    },
  };
};

const nothingToDo = () => ({});

const operatorOnly =
  <Request, Response>(answer: (request: Request) => Response) =>
  (request: Request, { caller }: Call): Response => {
    requireOperator(caller);
    return answer(request);
  };

const scavengeNotFound = (id: string) =>
  new RpcError(code.notFound, 'Scavenge id was invalid.', {
    exception: 'scavenge-not-found',
    'scavenge-id': id,
  });

/** As in the original, `$scavenges-<id>` tells what a scavenge did, and `$scavenges` links to it. */
const scavengeAndTell = async (store: Store, scavenger: Scavenger, scavenge: Running): Promise<void> => {
  const stream = `$scavenges-${scavenge.id}`;
  const startedMs = Date.now();
  const told = { scavengeId: scavenge.id };
  await tell(store, stream, '$scavengeStarted', told);
  const result = await scavenger
    .run(() => scavenge.stopped)
    .then((removed) => ({ result: scavenge.stopped ? 'Stopped' : 'Success', ...removed }))
    .catch((error: unknown) => ({ result: 'Errored', error: String(error), events: 0, bytes: 0 }));
  const { events, bytes, ...how } = result;
  await tell(store, stream, '$scavengeCompleted', {
    ...told,
    ...how,
    eventsRemoved: events,
    spaceSaved: bytes,
    timeTakenMs: Date.now() - startedMs,
  });
};

const tell = async (store: Store, stream: string, type: string, data: object): Promise<void> => {
  const written = await store.append(stream, 'any', [newEvent(type, data)]);
  if (written.is === 'written')
    await store.append('$scavenges', 'any', [newLink(`${written.last}@${stream}`)]);
};
