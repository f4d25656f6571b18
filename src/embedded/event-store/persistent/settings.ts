/** How a persistent subscription is set up, and how that is kept in the log. */
import { z } from 'zod';
import { type Place, parsePlace } from './place.ts';

export const strategyNames = ['DispatchToSingle', 'RoundRobin', 'Pinned', 'PinnedByCorrelation'] as const;
export type StrategyName = (typeof strategyNames)[number];
export const isStrategyName = (name: string): name is StrategyName =>
  strategyNames.some((known) => known === name);

export type Filtering = {
  readonly on: 'stream' | 'type';
  readonly regex: string;
  readonly prefix: readonly string[];
};

export type Settings = {
  /** $all, or the name of a stream */
  readonly source: string;
  readonly group: string;
  readonly filter: Filtering | undefined;
  readonly startFrom: Place;
  readonly resolveLinks: boolean;
  readonly extraStatistics: boolean;
  readonly messageTimeoutMs: number;
  readonly maxRetryCount: number;
  readonly liveBufferSize: number;
  readonly bufferSize: number;
  readonly readBatchSize: number;
  /** 0: as late as the other two allow */
  readonly checkpointAfterMs: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  /** 0: as many as like */
  readonly maxSubscriberCount: number;
  readonly strategy: StrategyName;
};

export const keyOf = ({ source, group }: Pick<Settings, 'source' | 'group'>): string => `${source}::${group}`;

/** One subscription in `$persistentSubscriptionConfig`; what has its default may be left out. */
const entry = z.object({
  stream: z.string(),
  group: z.string().default(''),
  filter: z
    .object({ on: z.enum(['stream', 'type']), regex: z.string(), prefix: z.array(z.string()) })
    .optional(),
  resolveLinkTos: z.boolean().default(false),
  extraStatistics: z.boolean().default(false),
  messageTimeout: z.int().default(0),
  startPosition: z.string(),
  liveBufferSize: z.int().default(0),
  historyBufferSize: z.int().default(0),
  maxRetryCount: z.int().default(0),
  readBatchSize: z.int().default(0),
  checkPointAfter: z.int().default(0),
  minCheckPointCount: z.int().default(0),
  maxCheckPointCount: z.int().default(0),
  maxSubscriberCount: z.int().default(0),
  namedConsumerStrategy: z.enum(strategyNames),
});
const configuration = z.object({ version: z.literal('2'), entries: z.array(entry) });

/** The newest configuration. @throws ZodError for one that this server did not write */
export const parseConfiguration = (data: Uint8Array): readonly Settings[] =>
  configuration.parse(JSON.parse(Buffer.from(data).toString())).entries.map((read) => ({
    source: read.stream,
    group: read.group,
    filter: read.filter,
    startFrom: placeIn(read.startPosition),
    resolveLinks: read.resolveLinkTos,
    extraStatistics: read.extraStatistics,
    messageTimeoutMs: read.messageTimeout,
    maxRetryCount: read.maxRetryCount,
    liveBufferSize: read.liveBufferSize,
    bufferSize: read.historyBufferSize,
    readBatchSize: read.readBatchSize,
    checkpointAfterMs: read.checkPointAfter,
    minCheckpointCount: read.minCheckPointCount,
    maxCheckpointCount: read.maxCheckPointCount,
    maxSubscriberCount: read.maxSubscriberCount,
    strategy: read.namedConsumerStrategy,
  }));

const placeIn = (text: string): Place => {
  const place = parsePlace(text);
  if (place === undefined) throw new RangeError(`no such position: ${text}`);
  return place;
};

/** @param updated ISO 8601 @returns what is written: as in the original, defaults are left out */
export const configurationOf = (
  all: readonly Settings[],
  updated: string,
  updatedBy: string | undefined,
): object => ({
  version: '2',
  updated,
  updatedBy,
  entries: all.map((settings) => withoutDefaults(entryOf(settings))),
});

const entryOf = (settings: Settings): { readonly [name: string]: unknown } => ({
  stream: settings.source,
  group: settings.group,
  filter: settings.filter,
  resolveLinkTos: settings.resolveLinks,
  extraStatistics: settings.extraStatistics,
  messageTimeout: settings.messageTimeoutMs,
  startPosition: settings.startFrom.text,
  liveBufferSize: settings.liveBufferSize,
  historyBufferSize: settings.bufferSize,
  maxRetryCount: settings.maxRetryCount,
  readBatchSize: settings.readBatchSize,
  checkPointAfter: settings.checkpointAfterMs,
  minCheckPointCount: settings.minCheckpointCount,
  maxCheckPointCount: settings.maxCheckpointCount,
  maxSubscriberCount: settings.maxSubscriberCount,
  namedConsumerStrategy: settings.strategy,
});

const withoutDefaults = (entry: { readonly [name: string]: unknown }): object =>
  Object.fromEntries(
    Object.entries(entry).filter(
      ([, value]) => value !== undefined && value !== false && value !== 0 && value !== '',
    ),
  );
