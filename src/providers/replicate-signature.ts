/** Messages signed as Standard Webhooks has it (standardwebhooks.com, 1.0): HMAC-SHA256 over id, time and body. */
import { Buffer } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';

export type Signedness = 'signed' | 'unsigned' | 'forged' | 'stale';

/** Older, or further ahead, it may be a recording that somebody plays again. */
const toleranceSeconds = 300;

/**
 * @param secret `whsec_` and the key in base64
 * @param raw the body as it came, byte for byte
 * @param nowSeconds since 1970
 */
export function signednessOf(secret: string, raw: string, headers: Headers, nowSeconds: number): Signedness {
  const [id, time, signatures] = names.map((name) => headers.get(name));
  if (!id || !time || !signatures) return 'unsigned';
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${time}.${raw}`).digest();
  if (!signatures.split(' ').some((one) => isSame(one, expected))) return 'forged';
  const isFresh = Math.abs(nowSeconds - Number(time)) <= toleranceSeconds; // not for a time that is no number
  return isFresh ? 'signed' : 'stale';
}

const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** There may be several, one for each key while keys are changed: `v1,<base64>`. */
function isSame(signature: string, expected: Buffer): boolean {
  const [version, text = ''] = signature.split(',');
  const given = Buffer.from(text, 'base64');
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
}
