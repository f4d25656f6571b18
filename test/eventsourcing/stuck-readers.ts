/** A process that runs the library's readers, to be killed: `stuck-readers.ts <event store> <database>`. */
import { eventStoreDb } from '../../src/eventsourcing/eventstoredb.ts';
import { openProcess } from './readers.ts';

const [connectionString = '', url = ''] = process.argv.slice(2);
const it = await openProcess(eventStoreDb(connectionString), url);
it.start();
console.log('running');
