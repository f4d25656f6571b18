/** The servers that the shop brings with it: started where the environment names no real one, stopped in reverse. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { CannotStart } from '../embedded/cannot-start.ts';
import { startEventStore } from '../embedded/event-store/event-store.ts';
import { startMailbox } from '../embedded/mailbox/mailbox.ts';
import { startObjectStorage } from '../embedded/object-storage/object-storage.ts';
import { startPostgres } from '../embedded/postgres/postgres.ts';
import { startPrintLab } from '../embedded/print-lab/lab.ts';
import { startStripeSandbox } from '../embedded/stripe/sandbox.ts';
import type { KeysFolder } from '../personal-data/keys-folder.ts';
import { webhookTypes } from '../providers/stripe.ts';
import type { DataFolder } from './data-folder.ts';
import type { Addresses } from './run-file.ts';
import { passwordOf } from './secrets.ts';

export type StandIns = {
  readonly addresses: Addresses;
  /** Pages of the simulated services, by name; none where the real ones are used. */
  readonly pages: Readonly<Record<string, string>>;
  /** Opens those pages. */
  readonly token: string;
  readonly simulated: boolean;
  /** Comes when the log has stopped by itself: without it nothing more can be done. */
  readonly failed: Promise<CannotStart>;
  stop(): Promise<void>;
};

type Given = {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly keys: KeysFolder;
  readonly port: number;
};
type Stop = () => Promise<unknown>;
type Started<T> = T & { readonly stop?: Stop };

/** @throws CannotStart of whichever cannot */
export async function startStandIns(given: Given): Promise<StandIns> {
  const stops: Stop[] = [];
  const kept = <T extends { readonly stop?: Stop | undefined }>(started: T): T => {
    if (started.stop !== undefined) stops.unshift(started.stop);
    return started;
  };
  const stop = async () => {
    for (const end of stops) await end().catch(() => {});
  };
  const token = await passwordOf(given.keys, 'stand-ins');
  const { promise: failed, resolve: fail } = Promise.withResolvers<CannotStart>();
  try {
    const [store, databases, s3] = await Promise.all([
      eventStore(given, fail),
      postgres(given),
      objectStorage(given),
    ]);
    for (const started of [store, databases, s3]) kept(started);
    const [pay, lab, mail] = await Promise.all([
      payment(given, token),
      printing(given, token),
      mailing(given, token),
    ]);
    for (const started of [pay, lab, mail]) kept(started);
    const pages = { ...pay.page, ...lab.page, ...mail.page };
    const addresses = {
      ...{ eventStore: store.url, shopDb: databases.shop, vaultDb: databases.vault, s3: s3.address },
      ...{ stripe: pay.address, prodigi: lab.address, smtp: mail.url },
    };
    return { addresses, pages, token, simulated: Object.keys(pages).length > 0, failed, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function eventStore(
  { config, folder }: Given,
  onFailure: (failure: CannotStart) => void,
): Promise<Started<{ readonly url: string }>> {
  if (config.EVENTSTORE_URL !== undefined) return { url: config.EVENTSTORE_URL };
  const file = join(folder.path, 'events.db');
  const { connectionString: url, stop } = await startEventStore({ file, onFailure });
  return { url, stop };
}

type Databases = { readonly shop: string; readonly vault: string };

async function postgres({ config, folder, keys }: Given): Promise<Started<Databases>> {
  const { DATABASE_URL, VAULT_DATABASE_URL } = config;
  if (DATABASE_URL !== undefined && VAULT_DATABASE_URL !== undefined)
    return { shop: DATABASE_URL, vault: VAULT_DATABASE_URL };
  const password = await passwordOf(keys, 'postgres');
  const options = { folder: join(folder.path, 'postgres'), password, databases: ['shop', 'vault'] };
  const { urlOf, stop } = await startPostgres(options);
  return { shop: urlOf('shop'), vault: urlOf('vault'), stop };
}

type Storage = { readonly address: Addresses['s3'] };

async function objectStorage({ config, folder, keys }: Given): Promise<Started<Storage>> {
  const about = {
    ...{ region: config.S3_REGION, bucket: config.S3_BUCKET },
    ...{ erasuresBucket: config.S3_ERASURES_BUCKET, notaryBucket: config.S3_NOTARY_BUCKET },
  };
  const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret } = config;
  if (endpoint !== undefined && id !== undefined && secret !== undefined)
    return { address: { ...about, url: endpoint, accessKeyId: id, secretAccessKey: secret } };
  const credentials = { accessKeyId: 'portrait123', secretAccessKey: await passwordOf(keys, 's3') };
  const buckets = [about.bucket, about.erasuresBucket, about.notaryBucket];
  const started = await startObjectStorage({ folder: join(folder.path, 's3'), buckets, ...credentials });
  return { address: { ...about, ...credentials, url: started.url }, stop: started.stop };
}

type Simulated<A> = Started<A & { readonly page: Readonly<Record<string, string>> }>;

async function payment(
  { config, folder, keys, port }: Given,
  token: string,
): Promise<Simulated<{ readonly address: Addresses['stripe'] }>> {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = config;
  if (secretKey !== undefined && webhookSecret !== undefined)
    return { address: { url: null, secretKey, webhookSecret }, page: {} };
  const secrets = {
    secretKey: `sk_test_${await passwordOf(keys, 'payment')}`,
    webhookSecret: `whsec_${await passwordOf(keys, 'payment-webhook')}`,
  };
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/stripe`;
  const options = { folder: join(folder.path, 'stripe'), ...secrets, webhookUrl, webhookTypes, token };
  const { url, stop } = await near(port + 1, (at) => startStripeSandbox({ ...options, port: at }));
  return { address: { url, ...secrets }, page: { payments: `${url}/sandbox/pay?token=${token}` }, stop };
}

/** A print takes days; here a step takes seconds, so that somebody who tries the shop sees it arrive. */
const labStepMs = 15_000;

async function printing(
  { config, folder, keys, port }: Given,
  token: string,
): Promise<Simulated<{ readonly address: Addresses['prodigi'] }>> {
  if (config.PRODIGI_API_KEY !== undefined)
    return { address: { url: config.PRODIGI_URL, apiKey: config.PRODIGI_API_KEY }, page: {} };
  const apiKey = await passwordOf(keys, 'print-lab');
  const options = { folder: join(folder.path, 'print-lab'), apiKey, token, stepMs: labStepMs };
  const { url, stop } = await near(port + 2, (at) => startPrintLab({ ...options, port: at }));
  return { address: { url, apiKey }, page: { printlab: `${url}/sandbox/lab?token=${token}` }, stop };
}

async function mailing(
  { config, folder, port }: Given,
  token: string,
): Promise<Simulated<{ readonly url: string }>> {
  if (config.SMTP_URL !== undefined) return { url: config.SMTP_URL, page: {} };
  const repliesTo = { host: '127.0.0.1', port: config.MAIL_IN_PORT ?? repliesPort(port) };
  const options = { folder: join(folder.path, 'mailbox'), token, repliesTo };
  const { url, smtpUrl, stop } = await near(port + 3, (at) => startMailbox({ ...options, port: at }));
  return { url: smtpUrl, page: { mailbox: `${url}/sandbox/mail?token=${token}` }, stop };
}

/** Where the shop takes mail in, for the mailbox to send answers to. */
export const repliesPort = (port: number): number => port + 4;

/** Beside the shop's own port, so that bookmarks hold; elsewhere if somebody else is there. */
async function near<T>(port: number, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(port > 3 && port <= 65_535 ? port : 0); // 1 to 3: beside no port of its own
  } catch (fault) {
    if (fault instanceof CannotStart && fault.code.endsWith('port-in-use')) return start(0);
    throw fault;
  }
}
