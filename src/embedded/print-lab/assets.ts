/** The lab fetches each picture from the shop: ten tries, the checksum compared, kept for thirty days. */
import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import type { Next } from '../stand-in/agenda.ts';
import { either } from '../stand-in/post.ts';
import { call } from './callbacks.ts';
import { save, stageChanged, withDetails, withIssue, withoutIssues } from './progress.ts';
import type { Asset, Fetched, Item, Lab, Order } from './state.ts';

export type Shelf = ReturnType<typeof shelfIn>;

const thumbnailPx = 480;

/** Where fetched pictures lie, each beside a small one of it. */
export function shelfIn(folder: string) {
  const path = (id: string, ending = '') => join(folder, 'assets', id + ending);
  mkdirSync(join(folder, 'assets'), { recursive: true });
  return {
    path,
    thumbnail: (id: string): Uint8Array | undefined => {
      try {
        return readFileSync(path(id, '.webp'));
      } catch {
        return undefined; // a PDF has none, and after thirty days nothing has
      }
    },
    discard: (id: string) => {
      for (const ending of ['', '.webp']) rmSync(path(id, ending), { force: true });
    },
  };
}

const attemptsMax = 10;
/** The real ones are hours apart. */
export const pausesMs = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000];
const keptMs = 30 * 24 * 60 * 60 * 1000;
const sizeMaxBytes = 300 * 1024 * 1024;
const answerMaxMs = 60_000;

type Pauses = readonly number[];

export async function fetchAsset(
  lab: Lab,
  shelf: Shelf,
  [orderId, assetId]: readonly [string, string],
  attempt: number,
  pauses: Pauses,
  stopped: AbortSignal,
): Promise<() => Next> {
  const asset = assetIn(lab.orders.get(orderId), assetId);
  if (asset?.status !== 'InProgress') return () => 'done';
  const got = await downloaded(shelf, asset, stopped).catch((error: unknown) => reasonOf(error));

  return () => {
    const order = lab.orders.get(orderId); // as it is now: it may have been cancelled
    if (order === undefined || order.status.stage !== 'InProgress') return 'done';
    if (typeof got !== 'string') {
      lab.fetched.put(got);
      lab.agenda.plan(`discard:${assetId}`, lab.clock() + keptMs, { do: 'discard', assetId });
      arrived(lab, order, assetId);
      return 'done';
    }
    const tries = attempt + 1;
    failed(lab, order, asset, got, tries);
    return tries >= attemptsMax ? 'done' : { againMs: lab.clock() + (pauses[attempt] ?? pauses.at(-1) ?? 0) };
  };
}

const assetIn = (order: Order | undefined, id: string): Asset | undefined =>
  order?.items.flatMap(({ assets }) => assets).find((asset) => asset.id === id);

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';

/** @throws Error in words for a person */
async function downloaded(shelf: Shelf, asset: Asset, stopped: AbortSignal): Promise<Fetched> {
  const response = await fetch(asset.url, { signal: either(stopped, answerMaxMs) });
  if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
  const { md5, bytes } = await shelved(shelf.path(asset.id), response.body);
  if (asset.md5Hash !== null && asset.md5Hash.toLowerCase() !== md5)
    throw new Error(`the MD5 checksum is ${md5}, and ${asset.md5Hash} was told`);
  const type = await typeOf(shelf.path(asset.id));
  if (type === undefined) throw new Error('it is no JPEG, PNG or PDF');
  const nothing = { width: null, height: null };
  const { width, height } = type === 'application/pdf' ? nothing : await measured(shelf, asset.id);
  return { id: asset.id, bytes, type, width, height, md5 };
}

async function shelved(path: string, body: ReadableStream<Uint8Array>) {
  const hash = createHash('md5');
  let bytes = 0;
  async function* counted() {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > sizeMaxBytes) throw new Error('it is larger than 300 MB');
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(path));
  return { md5: hash.digest('hex'), bytes };
}

const signatures: readonly (readonly [type: string, hex: string])[] = [
  ['image/jpeg', 'ffd8ff'],
  ['image/png', '89504e470d0a1a0a'],
  ['application/pdf', '25504446'],
];

async function typeOf(path: string): Promise<string | undefined> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0).finally(() => file.close());
  return signatures.find(([, hex]) => buffer.toString('hex').startsWith(hex))?.[0];
}

async function measured(shelf: Shelf, id: string) {
  const picture = sharp(shelf.path(id));
  const { width = 0, height = 0 } = await picture.metadata();
  const size = { width: thumbnailPx, height: thumbnailPx, fit: 'inside' as const, withoutEnlargement: true };
  await picture.resize(size).webp().toFile(shelf.path(id, '.webp'));
  return { width, height };
}

const setAsset = (order: Order, id: string, asset: Asset['status'], item: Item['status']): Order => ({
  ...order,
  items: order.items.map((one) =>
    one.assets.some((its) => its.id === id)
      ? {
          ...one,
          status: item,
          assets: one.assets.map((its) => (its.id === id ? { ...its, status: asset } : its)),
        }
      : one,
  ),
});

/** With the last picture the order goes on, and the shop is called. */
function arrived(lab: Lab, order: Order, assetId: string): void {
  const item = order.items.find(({ assets }) => assets.some(({ id }) => id === assetId));
  const after = withoutIssues(setAsset(order, assetId, 'Complete', 'Ok'), item?.id ?? '');
  const all = after.items.every(({ assets }) => assets.every(({ status }) => status === 'Complete'));
  const saved = save(lab, withDetails(after, { downloadAssets: all ? 'Complete' : 'InProgress' }));
  if (all) call(lab, saved, stageChanged('InProgress'));
}

/** The shop is not called about it: whoever wants to know looks at the order. */
function failed(lab: Lab, order: Order, asset: Asset, reason: string, tries: number): void {
  const item = order.items.find(({ assets }) => assets.some(({ id }) => id === asset.id));
  const objectId = item?.id ?? order.id;
  const given = tries >= attemptsMax;
  const where = `'${asset.printArea}' asset on item '${objectId}' at location '${asset.url}' (${reason})`;
  const issue = {
    objectId,
    errorCode: `order.items.assets.${given ? 'FailedToDownloaded' : 'NotDownloaded'}`,
    description: given
      ? `File not downloaded for ${where}`
      : `Warning: Download attempt ${tries} of ${attemptsMax} failed for ${where}`,
    authorisationDetails: null,
  };
  const before = withoutIssues(order, objectId);
  const marked = given ? setAsset(before, asset.id, 'Error', 'Invalid') : before;
  save(lab, withDetails(withIssue(marked, issue), { downloadAssets: given ? 'Error' : 'InProgress' }));
}

/** Nobody here can print it: as if all ten tries had failed. */
export function refusePictures(lab: Lab, order: Order): void {
  const open = order.items.flatMap(({ assets }) => assets).filter(({ status }) => status !== 'Error');
  for (const asset of open) {
    lab.agenda.cancel(`fetch:${asset.id}`);
    failed(lab, lab.orders.get(order.id) ?? order, asset, 'refused on purpose', attemptsMax);
  }
}
