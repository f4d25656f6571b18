/** event_store.client.gossip.Gossip: a cluster of one, its own leader. */
import { clusterInfo, leader } from '../messages/gossip.ts';
import { empty } from '../messages/shared.ts';
import { type Service, unary } from '../wire/call.ts';

/** The one member, and where clients reach it. */
export type Member = { readonly instance: string; readonly address: string; readonly port: number };

/** @param member asked at each call: its port is known only when the server listens */
export const gossip = (member: () => Member): Service => ({
  name: 'event_store.client.gossip.Gossip',
  methods: {
    Read: unary(empty, clusterInfo, () => {
      const { instance, address, port } = member();
      return {
        members: [
          {
            instance_id: { string: instance },
            time_stamp: BigInt(Date.now()) * 10_000n,
            state: leader,
            is_alive: true,
            http_end_point: { address, port },
          },
        ],
      };
    }),
  },
});
