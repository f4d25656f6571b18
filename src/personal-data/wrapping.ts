/** Wraps one key under another: AES-256-GCM with a fresh nonce, and what it is for as additional data. */
import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Fault } from '../eventsourcing/fault.ts';

const nonceBytes = 12;
const tagBytes = 16;
export const wrappedBytes = nonceBytes + 32 + tagBytes;

/** @param place authenticated: what is wrapped for one place does not unwrap in another */
export function wrap(key: KeyObject, under: KeyObject, place: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', under, nonce).setAAD(place);
  return Buffer.concat([nonce, cipher.update(key.export()), cipher.final(), cipher.getAuthTag()]);
}

/** @param called for the fault, if it is not what was wrapped there @throws Fault sealed/tampered */
export function unwrap(wrapped: Uint8Array, under: KeyObject, place: Uint8Array, called: string): KeyObject {
  try {
    const nonce = wrapped.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', under, nonce, { authTagLength: tagBytes });
    decipher.setAAD(place).setAuthTag(wrapped.subarray(-tagBytes));
    const key = decipher.update(wrapped.subarray(nonceBytes, -tagBytes));
    return createSecretKey(Buffer.concat([key, decipher.final()]));
  } catch (cause) {
    throw new Fault('sealed/tampered', { called }, cause);
  }
}
