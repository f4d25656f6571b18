/**
 * What sealing and opening cost, each beside its baseline in the same run: `bun scripts/bench/personal-data.ts [--json]`.
 * Fails where a file costs more than twice what bare AES-256-GCM does, or a person's keys live on for a second.
 */
import { createCipheriv, createDecipheriv, generateKeySync, type KeyObject, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { startPostgres } from '../../src/embedded/postgres/postgres.ts';
import { database } from '../../src/eventsourcing/database.ts';
import { migrate } from '../../src/eventsourcing/migrate.ts';
import { keyEncryptionKeysIn } from '../../src/personal-data/key-encryption-key.ts';
import { openKeysFolder } from '../../src/personal-data/keys-folder.ts';
import { gate } from '../../src/personal-data/open.ts';
import {
  event,
  personal,
  type Sealed,
  SubjectRef,
  stream,
  subject,
} from '../../src/personal-data/personal.ts';
import { sealer } from '../../src/personal-data/sealed.ts';
import { openSegments, sealSegments, segmentBytes } from '../../src/personal-data/segments.ts';
import type { Vault } from '../../src/personal-data/vault.ts';
import { openVault } from '../../src/personal-data/vault-postgres.ts';

type Figure = {
  readonly what: string;
  readonly perSecond: number;
  readonly unit: string;
  readonly baseline: { readonly what: string; readonly perSecond: number } | null;
  readonly ratioMin: number | null;
  /** How much it must be, whatever else the machine does. */
  readonly least?: number;
};

const clock = () => new Date().toISOString();
const rounds = 5;

/** The median of some rounds, the first of which warms up and does not count. */
const perSecond = async (amount: number, work: Work): Promise<number> =>
  (await sideBySide(amount, [work]))[0] ?? 0;

type Work = () => Promise<unknown>;

/** Turn by turn, so that what else the machine does slows all alike. */
async function sideBySide(amount: number, works: readonly Work[]): Promise<readonly number[]> {
  const seconds = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round++)
    for (const [i, work] of works.entries()) {
      const begun = performance.now();
      await work();
      if (round > 0) seconds[i]?.push((performance.now() - begun) / 1000);
    }
  return seconds.map((all) => amount / (all.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN));
}

async function beside(
  what: string,
  amount: number,
  unit: string,
  ratioMin: number | null,
  work: Work,
  named: Named,
) {
  const [measured = 0, bare = 0] = await sideBySide(amount, [work, named.work]);
  return { what, perSecond: measured, unit, ratioMin, baseline: { what: named.what, perSecond: bare } };
}
type Named = { readonly what: string; readonly work: Work };

async function inFlight(count: number, width: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += width) await Promise.all(Array.from({ length: width }, work));
}

async function files(): Promise<readonly Figure[]> {
  const [key, mebibytes] = [generateKeySync('aes', { length: 256 }), 64];
  const clear = crypto.getRandomValues(new Uint8Array(65_536));
  const chunks = async function* () {
    for (let i = 0; i < mebibytes * 16; i++) yield clear;
  };
  const sealed: Uint8Array[] = [];
  for await (const part of sealSegments(chunks(), key)) sealed.push(Uint8Array.from(part));
  const stored = async function* () {
    yield* sealed;
  };
  const drained = async (bytes: AsyncIterable<Uint8Array>) => {
    for await (const _ of bytes);
  };
  const what = 'bare AES-256-GCM by the mebibyte';
  const sealing = { what, work: () => bareSeal(mebibytes, key) };
  const stock = bareSealed(mebibytes, key);
  const opening = { what, work: async () => bareOpen(stock, key) };
  return [
    await beside('seal a file', mebibytes, 'MiB', 0.5, () => drained(sealSegments(chunks(), key)), sealing),
    await beside('open a file', mebibytes, 'MiB', 0.5, () => drained(openSegments(stored(), key)), opening),
  ];
}

async function bareSeal(mebibytes: number, key: KeyObject): Promise<void> {
  const block = new Uint8Array(segmentBytes);
  for (let i = 0; i < mebibytes; i++) {
    const cipher = createCipheriv('aes-256-gcm', key, new Uint8Array(12).fill(i));
    cipher.update(block);
    cipher.final();
    cipher.getAuthTag();
  }
}

type Block = { readonly bytes: Uint8Array; readonly tag: Uint8Array };

/** Different ones, since a file does not lie in the processor's cache either. */
function bareSealed(mebibytes: number, key: KeyObject): readonly Block[] {
  return Array.from({ length: mebibytes }, () => {
    const cipher = createCipheriv('aes-256-gcm', key, new Uint8Array(12));
    const bytes = cipher.update(new Uint8Array(segmentBytes));
    cipher.final();
    return { bytes, tag: cipher.getAuthTag() };
  });
}

function bareOpen(stock: readonly Block[], key: KeyObject): void {
  for (const { bytes, tag } of stock) {
    const decipher = createDecipheriv('aes-256-gcm', key, new Uint8Array(12)).setAuthTag(tag);
    decipher.update(bytes);
    decipher.final();
  }
}

const Noted = event('Noted', { person: subject({ contact: personal('contact') }) });
const noted = stream('noted', [Noted]);
const said = { consented: false, objected: false, restricted: false };

async function values(vault: Vault): Promise<readonly Figure[]> {
  const seal = sealer(vault, clock);
  const clear = { name: 'Ada Lovelace', email: 'ada.lovelace@example.org' };
  const fact = {
    type: 'Noted',
    person: Noted.schema.shape.person.parse({ ref: randomUUID(), contact: clear }),
  };
  const sealed = await sealedOf(await seal(fact, 'an event', 'account.access'));
  const open = gate({
    ...{ vault, clock, store: { get: async () => undefined } },
    standing: { of: async () => said },
    witness: async () => {},
  })('bench');
  const secret = generateKeySync('aes', { length: 256 });
  const bare = () =>
    new CompactEncrypt(new TextEncoder().encode(JSON.stringify(clear)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(secret);
  const jwe = await bare();
  const count = 10_000;
  const figure = (what: string, work: Work, bare: Work) =>
    beside(what, count, 'values', null, () => inFlight(count, 64, work), {
      what: 'jose alone',
      work: () => inFlight(count, 64, bare),
    });
  return [
    await figure('seal an event with one value', () => seal(fact, 'an event', 'account.access'), bare),
    await figure(
      'open a value',
      () => open(sealed, 'account.access'),
      () => compactDecrypt(jwe, secret),
    ),
  ];
}

type Lasting = Awaited<ReturnType<ReturnType<typeof sealer>>>;

async function sealedOf({ data, ground, subjects }: Lasting): Promise<Sealed<'contact'>> {
  const context = { commandId: '', actor: '', correlationId: '', causationId: null } as const;
  const metadata = { ...context, purpose: 'account.access' as const, ...ground, subjects, v: 1 };
  return noted.decode({ id: 'an event', type: 'Noted', data, metadata }).person.contact;
}

async function keys(vault: Vault, fresh: () => Promise<Vault>): Promise<readonly Figure[]> {
  const scope = () => ({ subject: SubjectRef.parse(randomUUID()), category: 'contact', item: null }) as const;
  const minted = await Promise.all(Array.from({ length: 500 }, () => vault.keyFor(scope())));
  const cold = async () => {
    const other = await fresh();
    for (let at = 0; at < minted.length; at += 50)
      await Promise.all(minted.slice(at, at + 50).map(({ kid }) => other.find(kid)));
  };
  const warm = () => Promise.all(minted.map(({ kid }) => vault.find(kid)));
  const mint = () => inFlight(500, 50, () => vault.keyFor(scope()));
  const plain = { unit: 'keys', baseline: null, ratioMin: null };
  return [
    { ...plain, what: 'mint a key, durably', perSecond: await perSecond(500, mint) },
    { ...plain, what: 'find a key in PostgreSQL', perSecond: await perSecond(500, cold) },
    { ...plain, what: 'find a key in memory', perSecond: await perSecond(500, warm) },
  ];
}

/** Somebody with 1,000 events and 50 photos, painted thrice each, among 500 others whom a second process knows. */
async function erasing(vault: Vault, fresh: () => Promise<Vault>): Promise<readonly Figure[]> {
  const other = await fresh();
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const subject = SubjectRef.parse(randomUUID());
    await lifeOf(vault, subject);
    const held = await other.keysOf([subject]);
    await Promise.all(held.map(({ kid }) => other.find(kid)));
    const begun = performance.now();
    const kids = await vault.condemn({ subject }, 'erasure');
    await vault.shred(kids);
    for (const { kid } of held) while ((await other.find(kid)).state !== 'destroyed') await Bun.sleep(1);
    seconds.push((performance.now() - begun) / 1000); // nowhere does anything open any more
  }
  const slowest = Math.max(...seconds);
  const what = 'erase keys: 1,000 events, 50 photos; slowest';
  return [{ what, perSecond: 1 / slowest, unit: 'people', baseline: null, ratioMin: null, least: 1 }];
}

async function lifeOf(vault: Vault, ref: SubjectRef): Promise<void> {
  const seal = sealer(vault, clock);
  const contact = { name: 'Ada Lovelace', email: 'ada.lovelace@example.org' };
  const fact = { type: 'Noted', person: Noted.schema.shape.person.parse({ ref, contact }) };
  let told = 0;
  await inFlight(1000, 50, () => seal(fact, `event ${told++}`, 'account.access'));
  const categories = ['media.upload', 'media.portrait', 'portrait.recipe'] as const;
  for (const category of categories)
    for (let at = 0; at < (category === 'media.upload' ? 50 : 150); at += 50)
      await inFlight(50, 50, () => vault.keyFor({ subject: ref, category, item: randomUUID() }));
}

async function withVault<T>(work: (vault: Vault, fresh: () => Promise<Vault>) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const server = await startPostgres({
    folder: join(folder, 'postgres'),
    password: randomUUID(),
    databases: ['vault'],
  });
  const sql = database(server.urlOf('vault'));
  try {
    await migrate(sql, join(import.meta.dir, '../../migrations/vault'));
    const keyEncryptionKeys = keyEncryptionKeysIn(await openKeysFolder(join(folder, 'keys')));
    const fresh = () => openVault({ sql, keyEncryptionKeys, clock, ids: randomUUID });
    return await work(await fresh(), fresh);
  } finally {
    await sql.end({ timeout: 1 });
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const figures = await withVault(async (vault, fresh) => [
  ...(await files()),
  ...(await values(vault)),
  ...(await keys(vault, fresh)),
  ...(await erasing(vault, fresh)),
]);

const ratioOf = ({ perSecond, baseline }: Figure): number | null =>
  baseline === null ? null : perSecond / baseline.perSecond;
const rounded = (value: number): string => Math.round(value).toLocaleString('en');

if (process.argv.includes('--json'))
  console.log(
    JSON.stringify(
      figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) })),
      null,
      2,
    ),
  );
else
  for (const figure of figures) {
    const { what, perSecond, unit, baseline } = figure;
    const beside =
      baseline && `, ${ratioOf(figure)?.toFixed(2)} of ${rounded(baseline.perSecond)} (${baseline.what})`;
    console.log(`${what.padEnd(44)} ${rounded(perSecond).padStart(10)} ${unit}/s${beside ?? ''}`);
  }

const tooSlow = figures.filter(
  (figure) => (ratioOf(figure) ?? 1) < (figure.ratioMin ?? 0) || figure.perSecond < (figure.least ?? 0),
);
if (tooSlow.length > 0) process.exit(1);
