/**
 * Encrypts a stream of any length in segments, each authenticated before a byte of it is passed on: AES-256-GCM
 * under a key of its own per stream, a counter and a flag for the last segment in the nonce, so that none can be
 * changed, left out, put elsewhere or added (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
 */
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { Fault } from '../eventsourcing/fault.ts';

export const segmentBytes = 1024 * 1024;
export const tagBytes = 16;

/** Sealed segments, one by one. @param key that seals nothing else, ever */
export async function* sealSegments(
  clear: AsyncIterable<Uint8Array>,
  key: KeyObject,
): AsyncGenerator<Uint8Array> {
  for await (const { parts, index, isLast } of segmentsOf(clear, segmentBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, isLast));
    for (const part of parts) yield cipher.update(part);
    cipher.final();
    yield cipher.getAuthTag();
  }
}

/** @throws Fault sealed/tampered, where the stream is not, from its first to its last byte, what was sealed */
export async function* openSegments(
  sealed: AsyncIterable<Uint8Array>,
  key: KeyObject,
): AsyncGenerator<Uint8Array> {
  for await (const { parts, index, isLast } of segmentsOf(sealed, segmentBytes + tagBytes))
    yield* opened(parts, key, nonceOf(index, isLast));
}

/** Nothing of it is passed on before all of it is known to be authentic. */
function opened(parts: readonly Uint8Array[], key: KeyObject, nonce: Uint8Array): readonly Uint8Array[] {
  try {
    const { body, tag } = apart(parts);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAuthTag(tag);
    const clear = body.map((part) => decipher.update(part));
    decipher.final();
    return clear;
  } catch (cause) {
    throw new Fault('sealed/tampered', {}, cause);
  }
}

/** The tag is at the end, and may be in several parts. @throws where there is none */
function apart(parts: readonly Uint8Array[]) {
  const body = [...parts];
  const tag = new Uint8Array(tagBytes);
  for (let missing = tagBytes; missing > 0; ) {
    const last = body.pop();
    if (last === undefined) throw new RangeError('a segment without a tag');
    const taken = Math.min(missing, last.length);
    missing -= taken;
    tag.set(last.subarray(last.length - taken), missing);
    if (taken < last.length) body.push(last.subarray(0, last.length - taken));
  }
  return { body, tag };
}

/** 2^32 segments of 1 MiB are 4 PiB. */
function nonceOf(index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

type Segment = { readonly parts: readonly Uint8Array[]; readonly index: number; readonly isLast: boolean };

/** Cuts a stream anew, and copies nothing. Which segment is the last is known only at the end: so it holds one back. */
async function* segmentsOf(stream: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Segment> {
  let parts: Uint8Array[] = [];
  let [filled, index] = [0, 0];
  for await (const bytes of stream) {
    for (let taken = 0; taken < bytes.length; ) {
      if (filled === size) {
        yield { parts, index: index++, isLast: false };
        [parts, filled] = [[], 0];
      }
      const part = bytes.subarray(taken, taken + size - filled);
      parts.push(part);
      filled += part.length;
      taken += part.length;
    }
  }
  yield { parts, index, isLast: true };
}
