/** operations.proto */
import { enumeration, int32, message, string, sub } from '../wire/protobuf.ts';

export const startScavengeReq = message({
  options: sub(1, message({ thread_count: int32(1), start_from_chunk: int32(2) })),
});
export const stopScavengeReq = message({ options: sub(1, message({ scavenge_id: string(1) })) });

/** ScavengeResp.ScavengeResult */
export const scavengeResult = { started: 0, inProgress: 1, stopped: 2 } as const;
export const scavengeResp = message({ scavenge_id: string(1), scavenge_result: enumeration(2) });
export const setNodePriorityReq = message({ priority: int32(1) });
