/** The ledger of destroyed keys in memory. */
import type { ErasureLedger, LedgerEntry } from '../../src/personal-data/erasure-ledger.ts';

export class InMemoryLedger implements ErasureLedger {
  readonly entries: LedgerEntry[] = [];
  readonly #clock: () => string;

  constructor(clock: () => string) {
    this.#clock = clock;
  }

  async record(kids: readonly string[]): Promise<void> {
    this.entries.push({ mark: `${this.#clock()}-${String(this.entries.length).padStart(16, '0')}`, kids });
  }

  async *after(mark: string): AsyncGenerator<LedgerEntry> {
    yield* this.entries.filter((entry) => entry.mark > mark);
  }
}
