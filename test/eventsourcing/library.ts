/**
 * A domain for the tests of this room alone: a lending library. Its readers are people, so that what is lent is
 * sealed; its books come back, so that something follows from an event.
 */
import { z } from 'zod';
import { type Command, decider, refused } from '../../src/eventsourcing/decider.ts';
import { effect, type Job } from '../../src/eventsourcing/effect.ts';
import type { Context, EventStore, Metadata } from '../../src/eventsourcing/event-store.ts';
import { handler } from '../../src/eventsourcing/handle.ts';
import { process, send } from '../../src/eventsourcing/process.ts';
import { projection } from '../../src/eventsourcing/projection.ts';
import { uuidFrom } from '../../src/eventsourcing/uuid.ts';
import { vaultStream } from '../../src/personal-data/forgetting.ts';
import {
  type EventOf,
  event,
  type FactsOf,
  personal,
  type Sealed,
  SubjectRef,
  stream,
  subject,
} from '../../src/personal-data/personal.ts';
import { groundOf } from '../../src/personal-data/register.ts';
import { sealer } from '../../src/personal-data/sealed.ts';
import { InMemoryVault } from '../in-memory/vault.ts';

export const BookId = z.uuid().brand<'BookId'>();
export type BookId = z.output<typeof BookId>;
export const Borrower = subject({ contact: personal('contact') });

export const BookLent = event('BookLent', { bookId: BookId, borrower: Borrower });
export const BookReturned = event('BookReturned', { bookId: BookId, fineCents: z.int().nonnegative() });
export const BookLost = event('BookLost', { bookId: BookId });
export const BorrowerReminded = event('BorrowerReminded', { bookId: BookId });
const bookEvents = [BookLent, BookReturned, BookLost, BorrowerReminded] as const;
export const bookStream = stream('book', bookEvents);
export type BookEvent = EventOf<typeof bookEvents>;

export const BookShelved = event('BookShelved', { bookId: BookId });
const shelfEvents = [BookShelved] as const;
export const shelfStream = stream('shelf', shelfEvents);
export type ShelfEvent = EventOf<typeof shelfEvents>;

type Book = { readonly status: 'in' | 'out' | 'lost'; readonly reminded: number };
export const book = decider<
  Book,
  | Command<'Lend', FactsOf<typeof BookLent>>
  | Command<'Return', FactsOf<typeof BookReturned>>
  | Command<'Lose', FactsOf<typeof BookLost>>
  | Command<'RecordReminder', FactsOf<typeof BorrowerReminded>>,
  BookEvent,
  'book-is-out' | 'book-is-in' | 'book-is-lost'
>(bookStream, {
  initialState: { status: 'in', reminded: 0 },
  decide: {
    Lend: (lent, { status }) =>
      status === 'in'
        ? [{ type: 'BookLent', ...lent }]
        : refused(status === 'out' ? 'book-is-out' : 'book-is-lost'),
    Return: (returned, { status }) =>
      status === 'out' ? [{ type: 'BookReturned', ...returned }] : refused('book-is-in'),
    Lose: (lost, { status }) =>
      status === 'lost' ? refused('book-is-lost') : [{ type: 'BookLost', ...lost }],
    RecordReminder: (reminded) => [{ type: 'BorrowerReminded', ...reminded }],
  },
  evolve: {
    BookLent: (book) => ({ ...book, status: 'out' }),
    BookReturned: (book) => ({ ...book, status: 'in' }),
    BookLost: (book) => ({ ...book, status: 'lost' }),
    BorrowerReminded: (book) => ({ ...book, reminded: book.reminded + 1 }),
  },
});

export const shelf = decider<
  number,
  Command<'Shelve', FactsOf<typeof BookShelved>>,
  ShelfEvent,
  'shelf-is-full'
>(shelfStream, {
  initialState: 0,
  decide: {
    Shelve: (shelved, books) =>
      books < 9 ? [{ type: 'BookShelved', ...shelved }] : refused('shelf-is-full'),
  },
  evolve: { BookShelved: (books) => books + 1 },
});

export type LoanRow = {
  readonly bookId: BookId;
  readonly borrower: string | null;
  readonly contact: Sealed<'contact'> | null;
  readonly loans: number;
  readonly fineCents: number;
  readonly lentAt: string | null;
};

export const loans = projection<LoanRow, BookEvent>({
  name: 'loans',
  version: 1,
  columns: {
    ...{ bookId: 'uuid', borrower: 'uuid', contact: 'jsonb', loans: 'integer' },
    ...{ fineCents: 'integer', lentAt: 'timestamptz' },
  },
  streams: [bookStream],
  key: ({ bookId }) => bookId,
  on: {
    BookLent: (row, { bookId, borrower }, { created }) => ({
      ...{ bookId, borrower: borrower.ref, contact: borrower.contact, lentAt: created },
      ...{ loans: (row?.loans ?? 0) + 1, fineCents: row?.fineCents ?? 0 },
    }),
    BookReturned: (row, { fineCents }) =>
      row && { ...row, borrower: null, contact: null, lentAt: null, fineCents: row.fineCents + fineCents },
    BookLost: () => undefined,
  },
  forget: 'values',
});

/** Who has borrowed at all: a row is one person, and goes with the key. */
export type BorrowerRow = {
  readonly ref: string;
  readonly contact: Sealed<'contact'>;
  readonly books: number;
};
export const borrowers = projection<BorrowerRow, BookEvent>({
  name: 'borrowers',
  version: 1,
  columns: { ref: 'uuid', contact: 'jsonb', books: 'integer' },
  streams: [bookStream],
  key: (event) => (event.type === 'BookLent' ? event.borrower.ref : []),
  on: {
    BookLent: (row, { borrower }) => ({
      ...{ ref: borrower.ref, contact: borrower.contact, books: (row?.books ?? 0) + 1 },
    }),
  },
  forget: 'row',
});

export const shelveBookWhenReturned = process('shelve-book-when-returned', bookStream, {
  BookReturned: ({ bookId }) => [send(shelf, bookId, { type: 'Shelve', bookId })],
});

/** A post office that sends one letter per key, however often it is asked. */
export type Post = { sendReminder(bookId: BookId, key: string): Promise<void> };
export const remindBorrowerWhenBookLent = effect(
  'remind-borrower-when-book-lent',
  bookStream,
  { BookLent: ({ bookId }) => ({ ids: { bookId } }) },
  async ({ key, ids: { bookId } }: Job<{ bookId: BookId }>, { post }: { readonly post: Post }) => {
    await post.sendReminder(bookId, key);
    return send(book, bookId, { type: 'RecordReminder', bookId });
  },
);

export const because = (cause: string): Context => ({
  commandId: uuidFrom(cause),
  actor: 'librarian-1',
  purpose: 'order.fulfilment',
  correlationId: uuidFrom('journey', cause),
  causationId: null,
});

/** What stands beside an event that was made by hand. */
export const metadata = (cause: string, v = 1, subjects: readonly string[] = []): Metadata => {
  const context = because(cause);
  return { v, ...context, ...groundOf(context.purpose), subjects };
};

export const ref = (name: string): SubjectRef => SubjectRef.parse(uuidFrom('subject', name));
export const bookId = (title: string): BookId => BookId.parse(uuidFrom('book', title));

/** The library at work over a log: what happens is handled as in the shop, with a vault in memory. */
export function library(store: EventStore) {
  const clock = () => '2026-11-24T09:00:00Z';
  const vault = new InMemoryVault(clock);
  const handle = handler(store, sealer(vault, clock));
  let times = 0;
  return {
    store,
    vault,
    handle,
    lend: (title: string, name: string) =>
      handle(
        book,
        bookId(title),
        {
          type: 'Lend',
          bookId: bookId(title),
          borrower: Borrower.parse({ ref: ref(name), contact: { email: `${name}@example.org`, name } }),
        },
        because(`lend ${++times}`),
      ),
    giveBack: (title: string, fineCents = 0) =>
      handle(
        book,
        bookId(title),
        { type: 'Return', bookId: bookId(title), fineCents },
        because(`return ${++times}`),
      ),
    lose: (title: string) =>
      handle(book, bookId(title), { type: 'Lose', bookId: bookId(title) }, because(`lose ${++times}`)),
    /** Destroys a person's keys, and says so in the log. */
    async forget(name: string) {
      const kids = await vault.condemn({ subject: ref(name) }, 'erasure');
      await vault.shred(kids);
      return this.say(kids);
    },
    /** Says in the log that keys are destroyed, wherever they are. */
    say: (kids: readonly string[]) =>
      store.append(`${vaultStream.category}-${uuidFrom('erasure', ++times)}`, 'no-stream', [
        {
          ...{ id: uuidFrom('destroyed', times), type: 'KeysDestroyed', data: { kids, because: 'erasure' } },
          metadata: metadata('erasure'),
        },
      ]),
  };
}
