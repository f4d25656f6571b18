/** A row and its receipt, as the receipt's page shows them. */
import type { ErasureRow } from '../../../projections/erasures.ts';
import { numberOf } from '../../modules/privacy/receipt.ts';
import { type Category, categories, companyName } from '../../personal-data/register.ts';
import type { Shop } from '../shop.ts';
import { whyKept } from './kept.ts';
import type { ReceiptLine, ReceiptPageProps } from './receipt.tsx';
import { categoryWords } from './words.ts';

const asked: Readonly<Record<ErasureRow['scope'], string>> = {
  everything: 'Everything, by the person themselves',
  photos: 'The photos, by the person themselves',
  'photos-and-portraits': 'Photos and portraits, by the person themselves',
  photo: 'One photo and its portraits, by the person themselves',
};

export async function receiptProps(
  shop: Shop,
  row: ErasureRow,
  jws: string,
  download: string,
): Promise<ReceiptPageProps> {
  const told = await shop.verifyReceipt(jws);
  return {
    ...{ number: numberOf(row.number), asked: asked[row.scope], acceptedAt: row.acceptedAt, jws, download },
    ...{ keysDestroyedAt: row.keysAt ?? row.acceptedAt, keys: row.keys, files: row.files },
    readBack: { at: row.verifiedAt ?? row.acceptedAt, values: row.tried.values, opened: 0 },
    ...{ backupsEnd: String(told['backupsEnd'] ?? row.acceptedAt), waitsForOrders: row.openOrders.length },
    ...{ erased: lines(row, 'now'), kept: keptLines(row), companies: companies(row), fresh: true },
  };
}

const lines = ({ fates }: ErasureRow, fate: string): readonly ReceiptLine[] =>
  fates
    .filter((one) => one.fate === fate)
    .map(({ category, count }) => ({
      what: wordOf(category),
      note: count === 1 ? undefined : `${count} of them`,
    }));

const keptLines = (row: ErasureRow): readonly ReceiptLine[] => [
  ...lines(row, 'after-delivery').map(({ what }) => ({ what, note: 'When the open order is done' })),
  ...row.fates
    .filter(({ fate }) => fate === 'kept')
    .map(({ category, until }) => ({
      ...{ what: wordOf(category), note: lawOf(category), until: until ?? undefined },
    })),
];

const companies = ({ told }: ErasureRow): readonly ReceiptLine[] =>
  told.map(({ processor, answer, until }) => ({
    ...{ what: companyName(processor), note: answers[answer], until: until ?? undefined },
  }));

const answers = {
  acknowledged: 'Deleted, and looked at afterwards',
  'ends-on': 'Its copy ends by its own contract with us',
  'nothing-held': 'Keeps nothing',
  open: 'Asked; open. An addendum to this receipt will close it',
} as const;

const knownAs = (category: string): Category | undefined => categories.find((one) => one === category);
const wordOf = (category: string): string => {
  const known = knownAs(category);
  return known === undefined ? category : categoryWords[known].what;
};
const lawOf = (category: string): string | undefined => {
  const known = knownAs(category);
  return known && whyKept(known).law;
};
