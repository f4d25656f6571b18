/** A process that starts a server and holds it, to be killed: `hold.ts <folder>`. */
import { startPostgres } from '../../../src/embedded/postgres/postgres.ts';

const server = await startPostgres({
  folder: process.argv[2] ?? '',
  password: 'secret',
  databases: ['shop'],
});
console.log(JSON.stringify({ url: server.urlOf('shop'), pid: server.pid }));
setInterval(() => {}, 1000);
