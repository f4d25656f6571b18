/** The log of destroyed keys: a cause destroys once, and says which. */
import { describe, test } from 'bun:test';
import { keyLog } from '../../src/personal-data/destruction.ts';
import { KeysDestroyed } from '../../src/personal-data/forgetting.ts';
import { given } from '../given.ts';

const kids = KeysDestroyed.schema.shape.kids.parse([crypto.randomUUID(), crypto.randomUUID()]);
const destroy = { type: 'DestroyKeys', kids, because: 'erasure' } as const;
const destroyed = { ...destroy, type: 'KeysDestroyed' } as const;

describe('keys', () => {
  test('are destroyed, each by its name, for one of two reasons', async () => {
    await given(keyLog).when(destroy).emits(destroyed);
    await given(keyLog)
      .when({ ...destroy, because: 'retention' })
      .emits({ ...destroyed, because: 'retention' });
  });
  test('are destroyed once by a cause: what it said stands', () =>
    given(keyLog, destroyed)
      .when({ ...destroy, kids: [] })
      .refuses('keys-already-destroyed'));
});
