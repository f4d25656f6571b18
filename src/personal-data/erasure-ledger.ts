/**
 * The third place, beside log and vault, that remembers which keys are dead. It holds key ids and nothing else, and
 * is never part of a backup set: so a restored backup of the other two meets it.
 */
export type ErasureLedger = {
  /** Durable once it returns. The same again is no harm. */
  record(kids: readonly string[]): Promise<void>;
  /** What was recorded after a mark, oldest first. @param mark '' for everything */
  after(mark: string): AsyncIterable<LedgerEntry>;
};

export type LedgerEntry = { readonly mark: string; readonly kids: readonly string[] };
