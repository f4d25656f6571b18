/** All persistent subscriptions of a node: their configuration in the log, the clock, and what is appended. */
import type { Node } from '../services/node.ts';
import { newEvent } from '../storage/new-event.ts';
import { newestOf } from '../storage/newest.ts';
import type { LogRecord } from '../storage/record.ts';
import type { Store } from '../storage/store.ts';
import { type Group, groupOf } from './group.ts';
import { configurationOf, keyOf, parseConfiguration, type Settings } from './settings.ts';

export type Groups = {
  find(source: string, group: string): Group | undefined;
  /** undefined: there was never one on this source */
  on(source: string): readonly Group[] | undefined;
  all(): readonly Group[];
  /** In place of the one of the same name, if there is one, whose consumers are dropped. */
  put(settings: Settings, by: string | undefined): Promise<void>;
  remove(group: Group, by: string | undefined): Promise<void>;
  /** All begin anew after their checkpoints; all consumers are dropped. */
  restart(): void;
  /** Once what they have told is written: else it would be delivered again. */
  stop(): Promise<void>;
};

const configurationStream = '$persistentSubscriptionConfig';
const tickMs = 1_000;
const pageSize = 500;

export const groupsOf = (node: Node): Groups => {
  const { store } = node;
  const groups = new Map<string, Group>();
  /** Sources that had a subscription since the server began: of these an empty list is told, of others "not found". */
  const sources = new Set<string>();

  const start = (settings: Settings) => {
    const before = groups.get(keyOf(settings));
    before?.shutDown();
    groups.set(keyOf(settings), groupOf(node, settings, before));
    sources.add(settings.source);
  };
  const save = (by: string | undefined) =>
    saveConfiguration(
      store,
      [...groups.values()].map(({ state }) => state.settings),
      by,
    );
  for (const settings of configured(node)) start(settings);
  const unsubscribe = store.onCommit(tellerOf(store, groups));
  const clock = setInterval(() => {
    for (const group of groups.values()) group.tick(Date.now());
  }, tickMs);
  return {
    find: (source, group) => groups.get(keyOf({ source, group })),
    on: (source) =>
      sources.has(source)
        ? [...groups.values()].filter(({ state }) => state.settings.source === source)
        : undefined,
    all: () => [...groups.values()],
    put: async (settings, by) => {
      start(settings);
      await save(by);
    },
    remove: async (group, by) => {
      group.shutDown();
      groups.delete(keyOf(group.state.settings));
      await group.erase();
      await save(by);
    },
    restart: () => {
      sources.clear();
      for (const { state } of [...groups.values()]) start(state.settings);
    },
    stop: async () => {
      clearInterval(clock);
      unsubscribe();
      const all = [...groups.values()];
      groups.clear();
      for (const group of all) group.shutDown();
      await Promise.all(all.map(({ state }) => state.checkpoint.saved()));
    },
  };
};

const saveConfiguration = async (
  store: Store,
  all: readonly Settings[],
  by: string | undefined,
): Promise<void> => {
  const event = newEvent('$PersistentConfig', configurationOf(all, new Date().toISOString(), by));
  if (store.streams.state(configurationStream).last < 0)
    await store.append(`$$${configurationStream}`, 'any', [newEvent('$metadata', { $maxCount: 2 })]);
  await store.append(configurationStream, 'any', [event]);
};

const configured = ({ store }: Node): readonly Settings[] => {
  const newest = newestOf(store, configurationStream);
  return newest === undefined ? [] : parseConfiguration(newest.data);
};

/** Tells all groups what was appended since it was last called. */
const tellerOf = (store: Store, groups: ReadonlyMap<string, Group>) => {
  let told = store.end();
  return () => {
    if (groups.size === 0) told = store.end();
    for (let more = told < store.end(); more; ) {
      const page = store.log.forwards(told, pageSize);
      for (const record of page.records) tell(groups, record);
      told = page.more ? (page.records.at(-1)?.position ?? told) + 1 : store.end();
      more = page.more;
    }
  };
};

/** Each event reaches the groups of its stream and those of $all. */
const tell = (groups: ReadonlyMap<string, Group>, record: LogRecord): void => {
  for (const group of groups.values()) {
    const { source } = group.state.settings;
    if (source === '$all' || source === record.stream) group.appended(record);
  }
};
