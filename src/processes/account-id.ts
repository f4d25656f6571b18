/** An account is called after whoever it was opened for: two who open it at once open the same one. */
import { uuidFrom } from '../eventsourcing/uuid.ts';
import { AccountId } from '../modules/accounts/account.events.ts';
import type { SubjectRef } from '../personal-data/personal.ts';

export const accountIdOf = (holder: SubjectRef): AccountId => AccountId.parse(uuidFrom('account', holder));
