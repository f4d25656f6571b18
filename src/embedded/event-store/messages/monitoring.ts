/** monitoring.proto */
import { bool, message, stringMap, uint64 } from '../wire/protobuf.ts';

export const statsReq = message({ use_metadata: bool(1), refresh_time_period_in_ms: uint64(4) });
export const statsResp = message({ stats: stringMap(1) });
