/**
 * The log of destroyed keys: `vault-<cause>` holds one event, that names them. It is appended before a secret is
 * overwritten, so that whatever crashes in between is finished from it.
 */
import { type Command, decider, refused } from '../eventsourcing/decider.ts';
import { type KeysDestroyed, vaultStream } from './forgetting.ts';
import type { EventOf, FactsOf } from './personal.ts';

type Destroyed = FactsOf<typeof KeysDestroyed>;

export type KeyLog = { readonly status: 'none' } | ({ readonly status: 'destroyed' } & Destroyed);
export type KeyLogCommand = Command<'DestroyKeys', Destroyed>;
export type KeyLogRefusal = 'keys-already-destroyed';

type KeyLogEvent = EventOf<readonly [typeof KeysDestroyed]>;

export const keyLog = decider<KeyLog, KeyLogCommand, KeyLogEvent, KeyLogRefusal>(vaultStream, {
  initialState: { status: 'none' },
  decide: {
    DestroyKeys: (keys, { status }) =>
      status === 'none' ? [{ type: 'KeysDestroyed', ...keys }] : refused('keys-already-destroyed'),
  },
  evolve: {
    KeysDestroyed: (_, { type: __, ...keys }) => ({ status: 'destroyed', ...keys }),
  },
});
