/** What the recorder did before a case, and what the transcript therefore does not show. */
import { assume } from '../../../src/embedded/event-store/assume.ts';
import type { JsonObject } from './message-json.ts';
import type { World } from './replay.ts';
import type { Bindings, Transcript } from './transcript.ts';

type Preparation = (world: World, asked: Transcript, bindings: Bindings) => Promise<void>;

export const prepare = async (world: World, asked: Transcript, bindings: Bindings): Promise<void> => {
  for (const [name, preparation] of preparations)
    if (name.test(asked.name)) await preparation(world, asked, bindings);
};

/** The stream that the first request names. */
const streamOf = ({ steps: [first] }: Transcript): string => {
  const found = /"stream_name":"([^"]*)"/.exec(JSON.stringify(first?.request ?? {}))?.[1];
  return (found ?? '').replace(/^\$\$(?=[^$])/, '');
};

const types = (count: number, name = 'T') =>
  Array.from({ length: count }, (_, at) => (name === 'T' ? 'T' : `${name}${at}`));
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `T${at}`);

const remove = (rpc: 'Delete' | 'Tombstone') => (world: World, stream: string) =>
  world.ask(`Streams/${rpc}`, { options: { stream_identifier: { stream_name: stream }, any: {} } });
const softDelete = remove('Delete');
const tombstone = remove('Tombstone');

const twoEvents: Preparation = async (world, asked) => {
  await world.append(streamOf(asked), types(2));
};

const preparations: readonly (readonly [RegExp, Preparation])[] = [
  [/^(batch-)?append-(no-events-)?to-stream-at-revision-1|^batch-append-stream-at-revision-1/, twoEvents],
  [
    /^(delete|tombstone)-(existing|soft-deleted|recreated|tombstoned)-|^batch-append-no-events-no_stream-existing/,
    twoEvents,
  ],
  [
    /^append-to-(soft-deleted|tombstoned)-|^append-no-events-to-tombstoned|^batch-append-(soft-deleted|tombstoned)-/,
    twoEvents,
  ],
  [/^delete-writes-metadata/, twoEvents],
  [
    /soft-deleted-stream-|-recreated-/,
    async (world, asked) => void (await softDelete(world, streamOf(asked))),
  ],
  [
    /(-|to-)tombstoned-stream(-|$)/,
    async (world, asked) => {
      if (asked.name.startsWith('idempotent') || asked.name.startsWith('subscribe')) return;
      await tombstone(world, streamOf(asked));
    },
  ],
  [/-recreated-/, async (world, asked) => void (await world.append(streamOf(asked), ['T']))],
  [/^batch-append-goes-on-after-an-error$/, twoEvents],
  [
    /^idempotent-last-event-again/,
    async (world, _, bindings) => {
      for (const id of ['id1', 'id2', 'id3']) {
        const chosen = crypto.randomUUID();
        bindings.set(id, chosen);
        await world.append('idem-prev', ['T'], ['{}'], [chosen]);
      }
    },
  ],
  [
    /^tombstone-event-in-all$/,
    async (world, _, bindings) => {
      const [position] = await world.append('tomb-all', ['T']);
      bindings.set('pos1', position ?? '');
    },
  ],
  [
    /^read-stream-forwards-start-10$/,
    async (world) => {
      await world.append('rs', numbered(5));
      await world.append('rs-soft', numbered(5));
      await softDelete(world, 'rs-soft');
      await world.append('rs-tomb', numbered(5));
      await tombstone(world, 'rs-tomb');
    },
  ],
  [
    /^links-resolved-forwards$/,
    async (world) => {
      await world.append('lk-a', numbered(3));
      await world.append('lk-gone', ['T']);
      await tombstone(world, 'lk-gone');
      await world.append('lk-soft', ['T']);
      await softDelete(world, 'lk-soft');
      const links = ['1@lk-a', '7@lk-a', '0@lk-none', '0@lk-gone', '0@lk-soft', 'rubbish'];
      await world.append(
        'lk',
        [...links.map(() => '$>'), 'Plain', '$>', '$>'],
        [...links, '{}', '2@lk-a', '0@lk'],
      );
    },
  ],
  [
    /^links-resolved-in-\$all$/,
    async (world, _, bindings) => {
      const [position] = await world.append('lk2', ['$>json'], ['0@lk-a']);
      bindings.set('pos2', position ?? '');
    },
  ],
  [
    /^read-all-(forwards|backwards)/,
    async (world, asked, bindings) => bindAll(await fourEvents(world), asked, bindings),
  ],
  [
    /^read-all-filter-/,
    async (world, asked, bindings) => {
      const [first] = await thirtyEvents(world);
      const isAsked = JSON.stringify(asked.steps[0]?.request).includes('"pos1"');
      if (isAsked && first !== undefined) bindings.set('pos1', first);
    },
  ],
  [/^subscribe-stream-from-start$/, async (world) => void (await world.append('su', numbered(3)))],
  [
    /^subscribe-tombstoned-stream$/,
    async (world) => {
      await world.append('su-tomb', ['T']);
      await tombstone(world, 'su-tomb');
    },
  ],
  [/^subscribed-stream-gets-soft-deleted$/, async (world) => void (await world.append('su-t3', ['T0']))],
  [
    /^subscribe-all-from-position$/,
    async (world, _, bindings) => {
      const [first] = await world.append('sa', ['T0', 'T1', 'T2']);
      bindings.set('pos1', first ?? '');
    },
  ],
  [
    /^subscribe-all-filter-checkpoint-position$/,
    async (world, asked, bindings) => {
      const positions = await world.append('ckp', types(25));
      for (const { n, commit_position: name } of assume<{ n: number; commit_position: string }[]>(
        asked.steps[0]?.['events'],
      ))
        bindings.set(name, positions[n] ?? '');
    },
  ],
  [
    /^metadata-(\$maxCount|\$tb|\$maxAge)/,
    async (world, asked) => void (await world.append(streamOf(asked), numbered(5))),
  ],
  [/^metadata-with-bad-values$/, async (world) => void (await world.append('md-bad2', types(2)))],
  [
    /^persistent-create$/,
    async (world) => {
      await fillLog(world);
      await world.append('ps-a', numbered(3));
    },
  ],
  [
    /^persistent-nack-/,
    async (world, { name }) => {
      const stream = name.replace('persistent-nack', 'ps-n');
      await world.append(stream, ['T0']);
      await group(world, stream);
    },
  ],
  [
    /^persistent-(ack-malformed-id|buffer-size-0|consumer-half-closes)$/,
    async (world, asked) => {
      const stream = streamInScript(asked);
      await world.append(stream, ['T0']);
      await group(world, stream);
    },
  ],
  [
    /^persistent-live-events$/,
    async (world) => {
      await world.append('ps-lv', numbered(2));
      await group(world, 'ps-lv', { end: {} });
    },
  ],
  [
    /^persistent-from-end-without-consumer$/,
    async (world) => {
      await world.append('ps-le', numbered(2));
      await group(world, 'ps-le', { end: {} });
      await world.append('ps-le', ['Later0', 'Later1']);
    },
  ],
  [
    /^persistent-all-from-position$/,
    async (world) => {
      const [first] = await world.append('ps-ap', ['P0', 'P0', 'P1']);
      const position = { commit_position: first ?? '', prepare_position: first ?? '' };
      await groupOnAll(world, 'gap', { position });
    },
  ],
  [
    /^persistent-all-from-start-first$/,
    async (world) => void (await groupOnAll(world, 'gst', { start: {} })),
  ],
  [
    /^persistent-resolve-links$/,
    async (world) => {
      await world.append('ps-r', ['T0']);
      await world.append('ps-lk', ['$>', '$>', 'Plain'], ['0@ps-r', '77@ps-r', '{}']);
      await group(world, 'ps-lk', { start: {} }, { resolve_links: true });
    },
  ],
  [
    /^persistent-checkpoint-stream$/,
    async (world) => {
      await world.append('ps-cp', numbered(3));
      await group(
        world,
        'ps-cp',
        { start: {} },
        { min_checkpoint_count: 1, max_checkpoint_count: 1, checkpoint_after_ms: 300 },
      );
    },
  ],
  [
    /^persistent-list-for-stream$/,
    async (world) => {
      await group(world, 'ps-ls', { start: {} }, {}, 'g1');
      await group(world, 'ps-ls', { start: {} }, {}, 'g2');
    },
  ],
  [
    /^persistent-list-after-last-was-deleted$/,
    async (world) => {
      await group(world, 'ps-l1');
      await world.ask('PersistentSubscriptions/Delete', {
        options: { stream_identifier: { stream_name: 'ps-l1' }, group_name: 'g' },
      });
    },
  ],
  [/^metadata-absent$/, async (world) => void (await world.append('md', ['T']))],
  [/^metadata-\$acl/, async (world) => void (await world.append('md-acl', ['T']))],
];

export const usualSettings = {
  max_retry_count: 10,
  min_checkpoint_count: 10,
  max_checkpoint_count: 1000,
  live_buffer_size: 500,
  read_batch_size: 20,
  history_buffer_size: 500,
  message_timeout_ms: 30000,
  checkpoint_after_ms: 2000,
  consumer_strategy: 'RoundRobin',
};

export const group = async (
  world: World,
  stream: string,
  from: JsonObject = { start: {} },
  settings: JsonObject = {},
  name = 'g',
) => {
  const options = {
    stream: { stream_identifier: { stream_name: stream }, ...from },
    group_name: name,
    settings: { ...usualSettings, ...settings },
  };
  await world.ask('PersistentSubscriptions/Create', { options });
};

const groupOnAll = async (world: World, name: string, from: JsonObject) => {
  const options = { all: { ...from, no_filter: {} }, group_name: name, settings: usualSettings };
  await world.ask('PersistentSubscriptions/Create', { options });
};

const streamInScript = (asked: Transcript): string =>
  /"stream_name":"([^"]*)"/.exec(JSON.stringify(asked.steps[0]?.response))?.[1] ?? '';

/** 1,500 events, so that pages and windows have something to pass over. */
export const fillLog = async (world: World): Promise<void> => {
  const event = () => ({
    proposed_message: {
      id: { string: crypto.randomUUID() },
      metadata: { type: 'T', 'content-type': 'application/json' },
      data: '{}',
    },
  });
  await world.ask('Streams/Append', [
    { options: { stream_identifier: { stream_name: 'su-large' }, any: {} } },
    ...Array.from({ length: 1_500 }, event),
  ]);
};

let four: readonly string[] = [];
const fourEvents = async (world: World) => {
  if (four.length === 0) four = await world.append('ra', numbered(4));
  return four;
};

const bindAll = (positions: readonly string[], asked: Transcript, bindings: Bindings) => {
  const told = assume<{ commit_position: string }[]>(asked.steps[0]?.['positions_of_T0_to_T3'] ?? []);
  for (const [at, { commit_position: name }] of told.entries()) bindings.set(name, positions[at] ?? '');
  if (asked.name.includes('between')) bindings.set('pos3', String(BigInt(positions[1] ?? 0) + 1n));
  if (asked.name.includes('beyond')) bindings.set('pos5', String(BigInt(positions[3] ?? 0) + 1_000_000n));
};

let thirty: readonly string[] = [];
const thirtyEvents = async (world: World) => {
  if (thirty.length > 0) return thirty;
  const all: string[] = [];
  for (let at = 0; at < 30; at += 1) {
    const hit = at % 10 === 5;
    all.push(...(await world.append(hit ? 'fl-hit' : 'fl-miss', [hit ? 'FHit' : 'FMiss'])));
  }
  thirty = all;
  return thirty;
};

/** What the recorder did between two steps. */
export const between = async (
  world: World,
  name: string,
  step: number,
  bindings: Bindings,
): Promise<void> => {
  if (name === 'metadata-$maxAge' && (step === 2 || step === 7)) await Bun.sleep(1_700);
  if (name === 'persistent-create-start-positions' && step === 8) {
    const [position] = await world.append('ps-p', ['T']);
    bindings.set('pos2', position ?? '');
    bindings.set('pos4', String(BigInt(position ?? 0) + 1_000_000n));
  }
};

/** What happens while a subscription is open. */
export const live = (world: World, name: string): (() => Promise<void>) | undefined => {
  const append = (stream: string, names: readonly string[]) => async () => {
    for (const type of names) await world.append(stream, [type]);
  };
  const actions: { readonly [name: string]: () => Promise<void> } = {
    'subscribe-stream-from-start': append('su', ['Live0', 'Live1']),
    'subscribe-stream-from-beyond-the-end': append('su', ['Live0', 'Live1', 'Live2', 'Live3']),
    'subscribe-stream-from-end': append('su', ['Live0', 'Live1']),
    'subscribe-missing-stream-from-end': append('su-new2', ['Live0', 'Live1']),
    'subscribe-all-from-position': append('sa', ['Live0', 'Live1']),
    'persistent-live-events': append('ps-lv', ['Live0', 'Live1']),
    'subscribed-stream-gets-soft-deleted': async () => {
      await softDelete(world, 'su-t3');
      await world.append('su-t3', ['Live0']);
    },
  };
  return actions[name];
};
