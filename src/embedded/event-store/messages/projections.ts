/** projections.proto, but for what this server refuses. */
import { bool, float, int32, int64, message, oneof, string, sub } from '../wire/protobuf.ts';
import { empty } from './shared.ts';

export const enableReq = message({ options: sub(1, message({ name: string(1) })) });
export const disableReq = message({
  options: sub(1, message({ name: string(1), write_checkpoint: bool(2) })),
});

export const statisticsReq = message({
  options: sub(
    1,
    message(
      oneof({
        name: string(1),
        all: sub(2, empty),
        transient: sub(3, empty),
        continuous: sub(4, empty),
        one_time: sub(5, empty),
      }),
    ),
  ),
});

/** The names are those of the original's proto file. */
export const statisticsResp = message({
  details: sub(
    1,
    message({
      coreProcessingTime: int64(1),
      version: int64(2),
      epoch: int64(3),
      effectiveName: string(4),
      writesInProgress: int32(5),
      readsInProgress: int32(6),
      partitionsCached: int32(7),
      status: string(8),
      stateReason: string(9),
      name: string(10),
      mode: string(11),
      position: string(12),
      progress: float(13),
      lastCheckpoint: string(14),
      eventsProcessedAfterRestart: int64(15),
      checkpointStatus: string(16),
      bufferedEvents: int64(17),
      writePendingEventsBeforeCheckpoint: int32(18),
      writePendingEventsAfterCheckpoint: int32(19),
    }),
  ),
});
