/** Who waits for an answer, since when, and about what; what was said is read from the conversation itself. */
import { projection } from '../src/eventsourcing/projection.ts';
import type { Rows } from '../src/eventsourcing/table.ts';
import {
  type ConversationEvent,
  type ConversationId,
  conversationStream,
  type Topic,
} from '../src/modules/support/conversation.events.ts';
import type { Sealed, SubjectRef } from '../src/personal-data/personal.ts';

export type ConversationRow = {
  readonly conversationId: ConversationId;
  readonly number: number;
  readonly person: SubjectRef;
  readonly topic: Topic;
  readonly orderId: string | null;
  readonly status: 'waiting' | 'answered' | 'closed';
  readonly messages: number;
  /** The last word; the row goes with it. */
  readonly last: Sealed<'support'>;
  readonly openedAt: string;
  /** When the last word was said. */
  readonly saidAt: string;
};

export const conversations = projection<ConversationRow, ConversationEvent>({
  name: 'conversations',
  version: 1,
  columns: {
    conversationId: 'uuid',
    number: 'integer',
    person: 'uuid',
    topic: 'text',
    orderId: 'uuid',
    status: 'text',
    messages: 'integer',
    last: 'jsonb',
    openedAt: 'timestamptz',
    saidAt: 'timestamptz',
  },
  streams: [conversationStream],
  indexes: [['person'], ['number'], ['status', 'saidAt']],
  key: ({ conversationId }) => conversationId,

  on: {
    ConversationOpened: (_, { conversationId, number, topic, orderId, person }, { created }) => ({
      ...{ conversationId, number, person: person.ref, topic, orderId, status: 'waiting', messages: 1 },
      last: person.message,
      ...{ openedAt: created, saidAt: created },
    }),
    CustomerWrote: (row, { person }, { created }) =>
      row && {
        ...{ ...row, status: 'waiting', messages: row.messages + 1, last: person.message, saidAt: created },
      },
    StaffAnswered: (row, { person }, { created }) =>
      row && {
        ...{ ...row, status: 'answered', messages: row.messages + 1, last: person.message, saidAt: created },
      },
    ConversationClosed: (row) => row && { ...row, status: 'closed' },
  },
  forget: 'row',
});

export const conversationsOf = async (
  rows: Rows<ConversationRow>,
  people: readonly SubjectRef[],
): Promise<readonly ConversationRow[]> =>
  (await Promise.all(people.map((person) => rows.where('person', person))))
    .flat()
    .toSorted((a, b) => b.saidAt.localeCompare(a.saidAt));

/** Whoever waits longest comes first. */
export const waitingForUs = (rows: Rows<ConversationRow>): Promise<readonly ConversationRow[]> =>
  rows.where('status', 'waiting', { by: 'saidAt', limit: 200 });

export const latelyAnswered = async (rows: Rows<ConversationRow>): Promise<readonly ConversationRow[]> =>
  (await rows.where('status', 'answered', { by: 'saidAt', descending: true, limit: 50 })).toSorted((a, b) =>
    b.saidAt.localeCompare(a.saidAt),
  );

export const conversationOf = async (
  rows: Rows<ConversationRow>,
  conversationId: ConversationId,
): Promise<ConversationRow | undefined> => (await rows.where('conversationId', conversationId))[0];
