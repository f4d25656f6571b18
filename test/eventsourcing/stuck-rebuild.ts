/** A process that begins a rebuild and never ends it, to be killed: `stuck-rebuild.ts <event store> <database>`. */
import { eventStoreDb } from '../../src/eventsourcing/eventstoredb.ts';
import { rebuild } from '../../src/eventsourcing/rebuild.ts';
import { loans } from './library.ts';
import { openProcess } from './readers.ts';

const [connectionString = '', url = ''] = process.argv.slice(2);
const store = eventStoreDb(connectionString);
const { deps } = await openProcess(store, url);
const stuck = {
  ...store,
  async *follow() {
    yield await store.readAll(-1n, 3);
    console.log('begun');
    await new Promise(() => {});
  },
};
await rebuild([loans], { ...deps, store: stuck });
