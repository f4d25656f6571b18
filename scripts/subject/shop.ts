/** The shop's own rooms, for a command that does what a page does; and its work, where nobody else does it. */
import { joinPorts } from '../../src/composition/ports.ts';
import { startWork } from '../../src/composition/work.ts';
import { type Engine, startEngine } from '../../src/studio/engine.ts';
import type { Log, Looks, Shop } from '../../src/web/shop.ts';
import type { Connection } from '../connect.ts';

const silent: Log = { info: () => {}, error: () => {} };
const noLooks: Looks = { styleSheet: { href: '', text: '' }, islands: {}, islandsFolder: '' };

const mustNotPaint = () => Promise.reject(new Error('a command does not paint'));
const idle: Engine = {
  ...{ version: '', trustAnchor: '', inspect: mustNotPaint, frame: mustNotPaint },
  ...{ paint: mustNotPaint, stop: async () => {}, processes: () => [] },
};

/** Beside a running shop, whose worker does what follows; else with a worker of its own, as long as it takes. */
export async function withShop<T>(to: Connection, use: (shop: Shop, ports: Ports) => Promise<T>): Promise<T> {
  const engine = to.isOpen ? idle : await startEngine();
  try {
    const { config, run, stores, rooms } = to;
    const { ports, shop } = await joinPorts({
      ...{ config, run, stores, rooms, engine, looks: noLooks, log: silent },
    });
    try {
      return to.isOpen ? await use(shop, ports) : await whileWorking(to, ports, () => use(shop, ports));
    } finally {
      await shop.progress.stop();
    }
  } finally {
    await engine.stop();
  }
}

type Ports = Parameters<typeof startWork>[0]['ports'];

async function whileWorking<T>(
  { run, stores, rooms }: Connection,
  ports: Ports,
  use: () => Promise<T>,
): Promise<T> {
  const log = { ...silent, warn: () => {}, flush: () => {} };
  const shopDb = run.addresses.shopDb;
  const work = await startWork({ stores, rooms, ports, shopDb, log, onRebuild: () => {} });
  try {
    return await use();
  } finally {
    await work.stop();
  }
}
