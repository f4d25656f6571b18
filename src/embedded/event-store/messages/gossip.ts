/** gossip.proto */
import { bool, enumeration, int64, message, repeated, string, sub, uint32 } from '../wire/protobuf.ts';
import { uuid } from './shared.ts';

/** MemberInfo.VNodeState */
export const leader = 8;

export const clusterInfo = message({
  members: repeated(
    1,
    message({
      instance_id: sub(1, uuid),
      time_stamp: int64(2),
      state: enumeration(3),
      is_alive: bool(4),
      http_end_point: sub(5, message({ address: string(1), port: uint32(2) })),
    }),
  ),
});
