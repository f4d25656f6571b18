/** event_store.client.projections.Projections: the standard projections; there are no others here. */
import { disableReq, enableReq, statisticsReq, statisticsResp } from '../messages/projections.ts';
import { empty } from '../messages/shared.ts';
import type { Projections } from '../projections/projections.ts';
import type { Running } from '../projections/running.ts';
import { type Call, type Method, type Service, serverStream, unary } from '../wire/call.ts';
import type { Read } from '../wire/protobuf.ts';
import { code, ok, RpcError } from '../wire/status.ts';
import { requireKnown, requireOperator } from './access.ts';

export const projections = (running: Projections, end: () => number): Service => ({
  name: 'event_store.client.projections.Projections',
  methods: {
    Create: refused,
    Update: refused,
    Delete: refused,
    Statistics: serverStream(statisticsReq, async ({ options }, call) => {
      requireKnown(call.caller);
      for (const one of asked(running, options))
        call.send(statisticsResp.encode({ details: detailsOf(one, end()) }));
      call.end(ok);
    }),
    Disable: unary(disableReq, empty, async ({ options }, { caller }: Call) => {
      requireOperator(caller);
      await found(running, options?.name, 'Updated').enter(
        options?.write_checkpoint === true ? 'Stopped' : 'Aborted',
      );
      return {};
    }),
    Enable: unary(enableReq, empty, async ({ options }, { caller }) => {
      requireOperator(caller);
      await running.start(found(running, options?.name, 'Updated'));
      return {};
    }),
    Reset: refused,
    State: refused,
    Result: refused,
    RestartSubsystem: unary(empty, empty, (_, { caller }) => {
      requireOperator(caller);
      return {};
    }),
  },
});

const refused: Method = (call) => {
  const message = 'This server has the standard projections only; they can be enabled and disabled.';
  call.end({ code: code.unimplemented, details: message, trailers: {} });
};

/** The original's words, where what was expected names its own type. */
const found = (running: Projections, name: string | undefined, expected: string): Running => {
  const one = running.find(name ?? '');
  if (one === undefined)
    throw new RpcError(code.unknown, `Envelope callback expected ${expected}, received NotFound instead`);
  return one;
};

const asked = (running: Projections, options: Read<typeof statisticsReq>['options']): readonly Running[] => {
  if (options?.name !== undefined && options.name !== '') return [found(running, options.name, 'Statistics')];
  const isOfOtherMode = options?.transient !== undefined || options?.one_time !== undefined;
  return isOfOtherMode ? [] : running.all;
};

const detailsOf = ({ projection: { name }, status, position, saved, processed }: Running, end: number) => ({
  name,
  effectiveName: name,
  status,
  mode: 'Continuous',
  epoch: -1n,
  position: tagOf(position),
  lastCheckpoint: tagOf(saved),
  progress: end === 0 ? 100 : Math.min(100, (100 * position) / end),
  eventsProcessedAfterRestart: BigInt(processed),
});

const tagOf = (position: number): string => `C:${position}/P:${position}`;
