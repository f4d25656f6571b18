/** event_store.client.gossip.Gossip: a cluster of one, its own leader. */
import { randomUUID } from 'node:crypto';
import { clusterInfo, leader } from '../messages/gossip.ts';
import { empty } from '../messages/shared.ts';
import { type Service, unary } from '../wire/call.ts';

export type Endpoint = { readonly address: string; readonly port: number };

/** @param endpoint asked at each call: the port is known only when the server listens */
export const gossip = (endpoint: () => Endpoint): Service => {
  const instance = randomUUID();
  return {
    name: 'event_store.client.gossip.Gossip',
    methods: {
      Read: unary(empty, clusterInfo, () => ({
        members: [
          {
            instance_id: { string: instance },
            time_stamp: BigInt(Date.now()) * 10_000n,
            state: leader,
            is_alive: true,
            http_end_point: endpoint(),
          },
        ],
      })),
    },
  };
};
