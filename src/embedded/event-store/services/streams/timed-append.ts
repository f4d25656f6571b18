/** An append that may take only so long. */
import type { Expected } from '../../semantics/expected-revision.ts';
import type { NewEvent } from '../../storage/record.ts';
import type { WriteResult } from '../../storage/store.ts';
import { timeoutError } from '../errors.ts';
import type { Node } from '../node.ts';

/** @throws RpcError ABORTED when it took longer: then it may be stored, and the same ids may be sent again */
export const timedAppend = async (
  { store, commitTimeoutMs }: Node,
  stream: string,
  expected: Expected,
  events: readonly NewEvent[],
): Promise<WriteResult> => {
  const begunMs = performance.now();
  const result = await store.append(stream, expected, events);
  if (performance.now() - begunMs > commitTimeoutMs) throw timeoutError();
  return result;
};
