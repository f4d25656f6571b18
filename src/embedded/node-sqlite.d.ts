/** What the embedded servers use of `node:sqlite`, which Bun and Deno have and `@types/node` 16 does not know. */
declare module 'node:sqlite' {
  export type SQLInputValue = null | number | bigint | string | Uint8Array;
  export type SQLOutputValue = null | number | bigint | string | Uint8Array;
  export type Row = Record<string, SQLOutputValue>;

  export interface StatementResult {
    readonly changes: number | bigint;
    readonly lastInsertRowid: number | bigint;
  }

  export class StatementSync {
    run(...values: SQLInputValue[]): StatementResult;
    get(...values: SQLInputValue[]): Row | undefined;
    all(...values: SQLInputValue[]): Row[];
    iterate(...values: SQLInputValue[]): IterableIterator<Row>;
    setReadBigInts(enabled: boolean): void;
  }

  export class DatabaseSync {
    constructor(path: string, options?: { readonly readOnly?: boolean; readonly open?: boolean });
    readonly isOpen: boolean;
    exec(sql: string): void;
    prepare(sql: string): StatementSync;
    close(): void;
  }
}
