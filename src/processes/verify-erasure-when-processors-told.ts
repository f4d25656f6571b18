/** The fourth phase of an erasure: everything is read back, and only if nothing opens is it called erased. */
import { effect, type Job } from '../eventsourcing/effect.ts';
import { send } from '../eventsourcing/process.ts';
import { erasureStream, type RequestId } from '../modules/privacy/erasure.events.ts';
import { erasure } from '../modules/privacy/erasure.ts';
import type { Ports } from './ports.ts';

type Ids = { readonly requestId: RequestId; readonly round: number };

export const verifyErasureWhenProcessorsTold = effect(
  'verify-erasure-when-processors-told',
  erasureStream,
  { ErasureProcessorsTold: ({ requestId, round }) => ({ ids: { requestId, round } }) },

  async (
    { ids: { requestId, round } }: Job<Ids>,
    { stateOf, readBack }: Pick<Ports, 'stateOf' | 'readBack'>,
  ) => {
    const running = await stateOf(erasure, requestId);
    if (running.status !== 'processors' || running.round !== round) return [];
    const { values, files, rows } = await readBack(running.people, running.kids);
    const tried = { valuesTried: values, filesTried: files, rowsTried: rows };
    const done = { type: 'RecordVerification', requestId, round, ...tried } as const;
    return send(erasure, requestId, done, ['erasure-phase-already-done']);
  },
);
