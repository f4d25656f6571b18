/** A receipt of an erasure, checked with nothing but itself and a public key. */
import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { Fault } from '../../src/eventsourcing/fault.ts';
import { verifyReceipt } from '../../src/personal-data/receipts.ts';
import { Refused } from '../terminal/command.ts';

/** RFC 7517, 5; of RFC 8037's keys what a verifier needs. */
const KeySet = z.object({
  keys: z.array(z.object({ kty: z.string(), crv: z.string(), x: z.string(), kid: z.string() })).min(1),
});

/** @param from a file, or an address @throws Refused */
export async function keySetFrom(from: string): Promise<JSONWebKeySet> {
  const parsed = KeySet.safeParse(jsonIn(await textFrom(from)));
  if (parsed.success) return { keys: parsed.data.keys };
  throw new Refused(
    `${from} holds no JSON Web Key Set`,
    'the shop publishes its own at /.well-known/jwks.json; keep a copy beside the receipt',
  );
}

/** @param file '-' for standard input @throws Refused */
export async function receiptFrom(file: string): Promise<string> {
  return (await textFrom(file)).trim();
}

export async function textFrom(from: string): Promise<string> {
  try {
    if (/^https?:\/\//.test(from)) {
      const answer = await fetch(from, { signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) throw new Error(`it answers with ${answer.status}`);
      return await answer.text();
    }
    return await readFile(from === '-' ? '/dev/stdin' : from, 'utf8');
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : 'it cannot be read';
    throw new Refused(`${from} cannot be read: ${because}`, 'give a file, or an address that answers');
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a receipt says; later ones may say more. */
const Receipt = z.looseObject({
  receipt: z.string(),
  requestId: z.string(),
  scope: z.string(),
  acceptedAt: z.string(),
  keysDestroyedAt: z.string().nullable(),
  keysDestroyed: z.array(z.string()),
  filesDeleted: z.number(),
  readBack: z.object({
    at: z.string(),
    opened: z.number(),
    values: z.number(),
    files: z.number(),
    rows: z.number(),
  }),
  processors: z.array(z.object({ processor: z.string(), answer: z.string(), until: z.string().nullable() })),
  fates: z.array(
    z.object({ category: z.string(), count: z.number(), fate: z.string(), until: z.string().nullable() }),
  ),
  waitsForOrders: z.number(),
  backupsEnd: z.string().optional(),
});

export type Checked =
  | { readonly is: 'genuine'; readonly says: z.output<typeof Receipt> }
  | { readonly is: 'not-genuine'; readonly because: string };

export async function checkReceipt(receipt: string, keys: JSONWebKeySet): Promise<Checked> {
  try {
    return { is: 'genuine', says: Receipt.parse(await verifyReceipt(receipt, keys)) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const cause = error.cause instanceof Error ? error.cause.message : error.code;
    return { is: 'not-genuine', because: cause };
  }
}

export function receiptText(checked: Checked): string {
  if (checked.is === 'not-genuine')
    return `not genuine: ${checked.because}. No key that was given has signed exactly this.`;
  const { says } = checked;
  const kept = says.fates.filter(({ fate }) => fate === 'kept');
  return [
    `genuine: receipt ${says.receipt}, request ${says.requestId}`,
    `    asked      ${says.acceptedAt}, ${says.scope}`,
    `    destroyed  ${says.keysDestroyed.length} keys, ${says.keysDestroyedAt ?? 'no time'}; ${says.filesDeleted} files deleted`,
    `    read back  ${says.readBack.at}: ${says.readBack.values} values, files of ${says.readBack.files} keys and ${says.readBack.rows} rows were tried, ${says.readBack.opened} opened`,
    ...says.processors.map(
      ({ processor, answer, until }) =>
        `    told       ${processor}: ${answer}${until === null ? '' : ` ${until}`}`,
    ),
    ...kept.map(
      ({ category, count, until }) => `    kept       ${category}, ${count}, until ${until ?? 'no date'}`,
    ),
    ...(says.waitsForOrders > 0
      ? [`    open       ${says.waitsForOrders} orders under way hold something back`]
      : []),
    ...(says.backupsEnd === undefined
      ? []
      : [`    backups    unreadable at the latest on ${says.backupsEnd}`]),
  ].join('\n');
}
