/** `/audit/openings` and `/audit/retention`: counted from read models and from the vault's own list; no value is read. */
import {
  countedOpenings,
  type OpenedBy,
  type OpeningsCountedRow,
} from '../../../../projections/openings-counted.ts';
import { lasting } from '../../../personal-data/periods.ts';
import { categories, entryOf } from '../../../personal-data/register.ts';
import { retentionPreview } from '../../../personal-data/retention.ts';
import { basisName, groundOf } from '../../history/register-words.ts';
import { type Desk, deskPage } from '../desk.ts';
import { type OpeningsLine, OpeningsPage, RetentionPage } from './held.tsx';

const who: Readonly<Record<OpenedBy, string>> = {
  staff: 'A person of ours',
  themselves: 'The person themselves',
  link: 'Whoever has the link',
  lab: 'The print lab',
  shop: 'The shop, by itself',
};

export async function showOpenings(desk: Desk): Promise<Response> {
  const rows = await countedOpenings(desk.shop.reads.openingsCounted);
  const byPeople = rows.toSorted((a, b) => Number(b.role === 'staff') - Number(a.role === 'staff'));
  return deskPage(desk, { title: 'Openings', page: <OpeningsPage lines={byPeople.map(lineOf)} /> });
}

function lineOf({ kind, role, category, openedFor, times, lastAt }: OpeningsCountedRow): OpeningsLine {
  const { says, basis } = groundOf(openedFor);
  return {
    ...{ key: kind, who: who[role], what: category, purpose: says },
    ...{ basis: basisName(basis), times, lastAt },
  };
}

export async function showRetention(desk: Desk): Promise<Response> {
  const { shop } = desk;
  const at = shop.clock();
  const { due, held } = await retentionPreview(shop, at);
  const lines = categories.map((category) => {
    const { retention } = entryOf(category);
    return {
      ...{
        category,
        period: `${lasting(retention)} after ${retention.after}`,
        source: retention.source,
      },
      due: due.filter((key) => key.category === category).length,
      held: held.filter((key) => key.category === category).length,
    };
  });
  const oldest = due.map(({ expiresAt }) => expiresAt).toSorted()[0] ?? null;
  const page = <RetentionPage lines={lines} at={at} due={due.length} oldest={oldest} />;
  return deskPage(desk, { title: 'Retention', page });
}
