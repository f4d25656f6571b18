/** To which consumer a message goes. */
import { linkType, parseLink } from '../semantics/links.ts';
import type { Consumer } from './consumer.ts';
import type { Message } from './message.ts';
import type { StrategyName } from './settings.ts';

/** `skipped`: its consumer has no slot left, and no other may have it; others may be tried. */
export type Pushed = 'sent' | 'skipped' | 'no-capacity';

export type Strategy = {
  add(consumer: Consumer): void;
  remove(consumer: Consumer): void;
  push(message: Message): Pushed;
  /** The consumer has answered this message, or lost it. */
  confirmed(consumer: Consumer, message: Message): void;
};

export const strategyNamed = (name: StrategyName): Strategy => {
  if (name === 'DispatchToSingle') return inTurn((wasSent) => !wasSent);
  if (name === 'RoundRobin') return inTurn(() => true);
  return pinned(name === 'Pinned' ? sourceOf : correlationOf);
};

/** @param movesOn whether another one is asked first the next time, after the first was asked */
const inTurn = (movesOn: (wasSent: boolean) => boolean): Strategy => {
  let queue: readonly Consumer[] = [];
  return {
    add: (consumer) => {
      queue = [...queue, consumer];
    },
    remove: (consumer) => {
      queue = queue.filter((other) => other !== consumer);
    },
    push: (message) => {
      for (const consumer of queue) {
        const sent = consumer.push(message);
        if (movesOn(sent)) queue = [...queue.slice(1), consumer];
        if (sent) return 'sent';
      }
      return 'no-capacity';
    },
    confirmed: () => undefined,
  };
};

type Bucket = { owner: Consumer; inFlight: number };

/** As many as in the original; messages of one source always fall into the same. */
const buckets = 1_024;

/** Each source has its consumer, as long as that one is connected. */
const pinned = (source: (message: Message) => string): Strategy => {
  const owned = new Map<number, Bucket>();
  let consumers: readonly Consumer[] = [];
  const bucketsOf = (consumer: Consumer) => [...owned.values()].filter(({ owner }) => owner === consumer);
  const leastLoaded = () => consumers.toSorted((a, b) => bucketsOf(a).length - bucketsOf(b).length)[0];
  return {
    add: (consumer) => {
      consumers = [...consumers, consumer];
      const fair = Math.ceil(owned.size / consumers.length);
      for (const other of consumers)
        for (const bucket of bucketsOf(other)
          .toSorted((a, b) => a.inFlight - b.inFlight)
          .slice(0, Math.max(0, bucketsOf(other).length - fair)))
          if (other !== consumer) bucket.owner = consumer;
    },
    remove: (consumer) => {
      consumers = consumers.filter((other) => other !== consumer);
      for (const [number, { owner }] of owned) if (owner === consumer) owned.delete(number);
    },
    push: (message) => {
      if (consumers.every(({ maximumInFlight, inFlight }) => maximumInFlight <= inFlight))
        return 'no-capacity';
      const number = hashOf(source(message)) % buckets;
      const owner = owned.get(number)?.owner ?? leastLoaded();
      if (owner === undefined) return 'no-capacity';
      const bucket = owned.get(number) ?? { owner, inFlight: 0 };
      owned.set(number, bucket);
      if (!bucket.owner.push(message)) return 'skipped';
      bucket.inFlight += 1;
      return 'sent';
    },
    confirmed: (consumer, message) => {
      const bucket = owned.get(hashOf(source(message)) % buckets);
      if (bucket?.owner === consumer) bucket.inFlight -= 1;
    },
  };
};

/** The stream that the event comes from, also where only a link to it is left. */
const sourceOf = ({ event: { event, link } }: Message): string => {
  const record = event ?? link;
  if (record === undefined) return '';
  const linked = record.type === linkType ? parseLink(record.data)?.stream : undefined;
  return linked || record.stream; // a link may name none
};

/** `$correlationId` in the event's metadata, or else its stream. */
const correlationOf = (message: Message): string => {
  const record = message.event.event ?? message.event.link;
  try {
    const metadata: unknown = JSON.parse(Buffer.from(record?.metadata ?? []).toString());
    const told =
      typeof metadata === 'object' && metadata !== null ? new Map(Object.entries(metadata)) : undefined;
    const correlation: unknown = told?.get('$correlationId');
    return typeof correlation === 'string' ? correlation : sourceOf(message);
  } catch {
    return sourceOf(message);
  }
};

/** FNV-1a, 32 bits: any even distribution serves. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};
