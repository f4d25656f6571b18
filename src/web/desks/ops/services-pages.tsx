/** `/ops/services` and `/ops/keys`: who must answer, what the mail did, and the keys by number. */
import { lettersCounted } from '../../../../projections/letters.ts';
import { type Desk, deskPage } from '../desk.ts';
import { KeysPage, ServicesPage } from './services.tsx';

export async function showServices(desk: Desk): Promise<Response> {
  const { shop } = desk;
  const [ready, companies, letters] = await Promise.all([
    ...([shop.ready(), shop.desks.upkeep.companies(), lettersCounted(shop.sql)] as const),
  ]);
  const stores = Object.entries(ready).map(([name, is]) => ({ name, isUp: is === 'up' }));
  const page = <ServicesPage stores={stores} companies={companies} letters={letters} />;
  return deskPage(desk, { title: 'Services', page });
}

export async function showKeys(desk: Desk): Promise<Response> {
  const { shop } = desk;
  const status = await shop.desks.upkeep.keys();
  const backupsEnd = status.inUse === undefined ? null : await shop.backupsEnd();
  return deskPage(desk, { title: 'Keys', page: <KeysPage {...status} backupsEnd={backupsEnd} /> });
}
