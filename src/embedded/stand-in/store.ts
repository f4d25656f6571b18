/** What a stand-in remembers: documents in one SQLite file, written through to the disk before it answers. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';

export type Store = ReturnType<typeof openStore>;

/** `ref` finds the documents that belong to another, `dueMs` those that wait for their time. */
type Indexed<T> = {
  readonly ref?: (document: T) => string | null;
  readonly dueMs?: (document: T) => number | null;
};
type Row = {
  readonly kind: string;
  readonly id: string;
  readonly ref: string | null;
  readonly dueMs: number | null;
  readonly body: string;
};

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 2000;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS document (
    kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, ref TEXT, due INTEGER, body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS document_seq ON document (kind, seq);
  CREATE INDEX IF NOT EXISTS document_ref ON document (kind, ref, seq);
  CREATE INDEX IF NOT EXISTS document_due ON document (kind, due) WHERE due IS NOT NULL;
`;

export function openStore(folder: string) {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'state.sqlite'));
  database.exec(schema);
  const put = database.prepare(
    `INSERT INTO document (kind, id, seq, ref, due, body)
     VALUES (?1, ?2, (SELECT coalesce(max(seq), 0) + 1 FROM document WHERE kind = ?1), ?3, ?4, ?5)
     ON CONFLICT (kind, id) DO UPDATE SET ref = excluded.ref, due = excluded.due, body = excluded.body`,
  );
  return {
    statement: (sql: string) => database.prepare(sql),
    put: ({ kind, id, ref, dueMs, body }: Row) => {
      put.run(kind, id, ref, dueMs, body);
    },
    transaction: transactions(database),
    close: () => database.close(),
  };
}

/** One inside another is part of the outer one. */
function transactions(database: DatabaseSync) {
  let open = false;
  return <T>(work: () => T): T => {
    if (open) return work();
    open = true;
    database.exec('BEGIN IMMEDIATE');
    try {
      const done = work();
      database.exec('COMMIT');
      return done;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    } finally {
      open = false;
    }
  };
}

export type Collection<T> = {
  get(id: string): T | undefined;
  put(document: T): T;
  remove(id: string): void;
  clear(): void;
  /** Newest first; `after` is the id of the last one already seen. */
  list(page?: { readonly ref?: string; readonly after?: string; readonly limit?: number }): readonly T[];
  due(nowMs: number, limit: number): readonly T[];
  nextDueMs(): number | undefined;
};

/** The documents of one kind, read back through their schema. */
export function collection<T extends { readonly id: string }>(
  store: Store,
  kind: string,
  shape: z.ZodType<T>,
  { ref = () => null, dueMs = () => null }: Indexed<T> = {},
): Collection<T> {
  const one = store.statement('SELECT body FROM document WHERE kind = ? AND id = ?');
  const cleared = store.statement('DELETE FROM document WHERE kind = ?');
  const gone = store.statement('DELETE FROM document WHERE kind = ? AND id = ?');
  const next = store.statement('SELECT min(due) AS due FROM document WHERE kind = ? AND due IS NOT NULL');
  const ripe = store.statement(
    'SELECT body FROM document WHERE kind = ? AND due IS NOT NULL AND due <= ? ORDER BY due, seq LIMIT ?',
  );
  const read = (row: { readonly body?: unknown }) => shape.parse(JSON.parse(String(row.body)));
  return {
    get: (id) => {
      const row = one.get(kind, id);
      return row === undefined ? undefined : read(row);
    },
    put: (document) => {
      const body = JSON.stringify(document);
      store.put({ kind, id: document.id, ref: ref(document), dueMs: dueMs(document), body });
      return document;
    },
    remove: (id) => {
      gone.run(kind, id);
    },
    clear: () => {
      cleared.run(kind);
    },
    list: lister(store, kind, read),
    due: (nowMs, limit) => ripe.all(kind, nowMs, limit).map(read),
    nextDueMs: () => {
      const due = next.get(kind)?.['due'];
      return due === null || due === undefined ? undefined : Number(due);
    },
  };
}

const forever = Number.MAX_SAFE_INTEGER;

function lister<T>(store: Store, kind: string, read: (row: { readonly body?: unknown }) => T) {
  const place = store.statement('SELECT seq FROM document WHERE kind = ? AND id = ?');
  const newest = store.statement(
    'SELECT body FROM document WHERE kind = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  );
  const ofRef = store.statement(
    'SELECT body FROM document WHERE kind = ? AND seq < ? AND ref = ? ORDER BY seq DESC LIMIT ?',
  );
  return ({ ref, after, limit = 100 }: { ref?: string; after?: string; limit?: number } = {}) => {
    const before = after === undefined ? forever : Number(place.get(kind, after)?.['seq'] ?? 0);
    const rows = ref === undefined ? newest.all(kind, before, limit) : ofRef.all(kind, before, ref, limit);
    return rows.map(read);
  };
}
