/** event_store.client.monitoring.Monitoring: what the process and the log look like, again and again. */
import { statsReq, statsResp } from '../messages/monitoring.ts';
import type { Store } from '../storage/store.ts';
import { type Call, type Service, serverStream } from '../wire/call.ts';
import { requireKnown } from './access.ts';

const shortestMs = 100;

export const monitoring = (store: Store): Service => ({
  name: 'event_store.client.monitoring.Monitoring',
  methods: {
    Stats: serverStream(statsReq, async ({ refresh_time_period_in_ms: period }, call) => {
      requireKnown(call.caller);
      tellEvery(call, Math.max(shortestMs, Math.min(Number(period), 2 ** 31 - 1)), () => statsOf(store));
    }),
  },
});

const tellEvery = (call: Call, periodMs: number, stats: () => ReadonlyMap<string, string>): void => {
  const tell = () => void call.send(statsResp.encode({ stats: stats() }));
  tell();
  const timer = setInterval(tell, periodMs);
  call.onClose(() => clearInterval(timer));
};

const statsOf = (store: Store): ReadonlyMap<string, string> => {
  const { rss, heapUsed } = process.memoryUsage();
  const cpu = process.cpuUsage();
  return new Map([
    ['proc-id', String(process.pid)],
    ['proc-startTime', new Date(performance.timeOrigin).toISOString()],
    ['proc-mem', String(rss)],
    ['proc-heapUsed', String(heapUsed)],
    ['proc-cpuMicroseconds', String(cpu.user + cpu.system)],
    ['es-writer-lastFlushedPosition', String(store.end())],
  ]);
};
