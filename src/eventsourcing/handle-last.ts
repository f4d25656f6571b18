/**
 * For a stream that only ever grows, and whose state is told by its last event alone: it is never read whole. A number
 * without gaps is one event's revision after another's.
 */
import { type Decider, isRefused, type Typed } from './decider.ts';
import type { Context, EventStore } from './event-store.ts';
import { Fault } from './fault.ts';
import { envelope, type Outcome, type Seal, streamOf } from './handle.ts';

/**
 * @param commandAfter asked with the position of the last event (-1: there is none) before each try; undefined where
 *   a read model that has passed it shows that the command was obeyed before
 * @returns undefined if there was nothing to do
 * @throws Fault handle/contended
 */
export type HandleLast = <State, Command, Event extends Typed, Refusal extends string>(
  decider: Decider<State, Command, Event, Refusal>,
  id: string,
  commandAfter: (position: bigint) => Promise<Command | undefined>,
  context: Context,
) => Promise<Outcome<Refusal> | undefined>;

const attemptsMax = 50;

export const lastHandler =
  (store: EventStore, seal: Seal): HandleLast =>
  async (decider, id, commandAfter, context) => {
    const stream = streamOf(decider, id);
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      const last = await store.readLast(stream);
      const command = await commandAfter(last?.position ?? -1n);
      if (command === undefined) return undefined;
      const state =
        last === undefined
          ? decider.initialState
          : decider.evolve(decider.initialState, decider.stream.decode(last));
      const decision = decider.decide(command, state);
      if (isRefused(decision)) return decision;
      const events = await Promise.all(decision.map(envelope(seal, decider.stream, context)));
      const position = await store.append(stream, last?.revision ?? 'no-stream', events);
      if (position !== 'conflict') return { position };
    }
    throw new Fault('handle/contended', { stream, attemptsMax });
  };
