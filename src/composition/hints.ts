/** What somebody at a terminal can do about a fault. */
import { Fault, type FaultCode } from '../eventsourcing/fault.ts';

export const hintFor = (error: unknown): string =>
  (error instanceof Fault ? hints[error.code] : undefined) ?? otherHint;

const otherHint =
  'the code is explained in src/eventsourcing/fault.ts; the shop’s own log is shop.log in its data folder';

const hints: { readonly [C in FaultCode]?: string } = {
  'event-store/unavailable': 'see whether it runs: bun run doctor',
  'provider/unavailable': 'see whether it runs: bun run doctor',
  'vault/key-encryption-key-missing':
    'the folder of keys is another one, or was lost: KEYS_DIR says where it is; without it nothing of this vault opens',
  'keys/folder-too-open': 'chmod 700 the folder and 600 its files: others could read the keys',
  'retention/clock-ahead': 'set the clock of this machine right; nothing was destroyed',
};
