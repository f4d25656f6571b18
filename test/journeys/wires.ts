/** Servers of a shop that run elsewhere, each at the end of a wire that can be cut, or fall silent, and be mended. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startEventStore } from '../../src/embedded/event-store/event-store.ts';
import { startMailbox } from '../../src/embedded/mailbox/mailbox.ts';
import { startObjectStorage } from '../../src/embedded/object-storage/object-storage.ts';
import { startPostgres } from '../../src/embedded/postgres/postgres.ts';
import { startPrintLab } from '../../src/embedded/print-lab/lab.ts';
import { type Wire, wireTo } from '../wire.ts';

const secret = 'of a test, and of no one else';
const buckets = ['portrait123', 'portrait123-erasures', 'portrait123-notary'];
const portOf = (url: string): number => Number(/:(\d+)(?=[/?]|$)/.exec(url.replace(/^\w+:\/\//, ''))?.[1]);

/** All that a shop needs but the payment sandbox, and the settings by which it finds them, each over its wire. */
export async function serversOnWires(folder: string) {
  await mkdir(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const postgres = await startPostgres({
    folder: at('postgres'),
    password: 'secret',
    databases: ['shop', 'vault'],
  });
  const log = await startEventStore({ file: at('events.db') });
  const s3 = { accessKeyId: 'tester', secretAccessKey: secret };
  const storage = await startObjectStorage({ folder: at('s3'), buckets, ...s3 });
  const lab = await startPrintLab({ folder: at('print-lab'), apiKey: secret, token: secret });
  const mailbox = await startMailbox({ folder: at('mailbox'), token: secret });
  const wires = {
    log: await wireTo(portOf(log.connectionString)),
    database: await wireTo(portOf(postgres.urlOf('shop').replace(/.*@/, 'x://'))),
    vault: await wireTo(portOf(postgres.urlOf('vault').replace(/.*@/, 'x://'))),
    storage: await wireTo(portOf(storage.url)),
    lab: await wireTo(portOf(lab.url)),
    mail: await wireTo(portOf(mailbox.smtpUrl)),
  };
  const over = (url: string, { port }: Wire) =>
    url.replace(/(127\.0\.0\.1|localhost):\d+/, `127.0.0.1:${port}`);
  return {
    wires,
    token: secret,
    pages: { printlab: `${lab.url}/sandbox/lab`, mailbox: `${mailbox.url}/sandbox/mail` },
    settings: {
      EVENTSTORE_URL: over(log.connectionString, wires.log),
      DATABASE_URL: over(postgres.urlOf('shop'), wires.database),
      VAULT_DATABASE_URL: over(postgres.urlOf('vault'), wires.vault),
      S3_ENDPOINT: over(storage.url, wires.storage),
      S3_ACCESS_KEY_ID: s3.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
      PRODIGI_API_KEY: secret,
      PRODIGI_URL: over(lab.url, wires.lab),
      SMTP_URL: over(mailbox.smtpUrl, wires.mail),
    },
    async stop() {
      for (const wire of Object.values(wires)) wire.stop();
      for (const server of [mailbox, lab, storage, log, postgres]) await server.stop();
    },
  };
}
