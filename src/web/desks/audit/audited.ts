/** All that the auditor's pages are given: without the gate, without files, without anything that opens. */
import type { Shop } from '../../shop.ts';

export type Audited = Pick<
  Shop,
  'reads' | 'vault' | 'clock' | 'verifyReceipt' | 'publicUrl' | 'desks' | 'head'
>;
