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
  for await (const { bytes, index, isLast } of segmentsOf(clear, segmentBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, isLast));
    yield cipher.update(bytes);
    cipher.final();
    yield cipher.getAuthTag();
  }
}

/** @throws Fault sealed/tampered, where the stream is not, from its first to its last byte, what was sealed */
export async function* openSegments(
  sealed: AsyncIterable<Uint8Array>,
  key: KeyObject,
): AsyncGenerator<Uint8Array> {
  for await (const { bytes, index, isLast } of segmentsOf(sealed, segmentBytes + tagBytes)) {
    yield opened(bytes, key, nonceOf(index, isLast));
  }
}

function opened(segment: Uint8Array, key: KeyObject, nonce: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAuthTag(segment.subarray(-tagBytes));
    const clear = decipher.update(segment.subarray(0, -tagBytes));
    decipher.final();
    return clear;
  } catch (cause) {
    throw new Fault('sealed/tampered', {}, cause);
  }
}

/** 2^32 segments of 1 MiB are 4 PiB. */
function nonceOf(index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** `bytes` holds until the next is asked for. */
type Segment = { readonly bytes: Uint8Array; readonly index: number; readonly isLast: boolean };

/** Cuts a stream anew. Which segment is the last is known only at the end: so it holds one back. */
async function* segmentsOf(stream: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Segment> {
  const buffer = new Uint8Array(size);
  let [filled, index] = [0, 0];
  for await (const bytes of stream) {
    for (let taken = 0; taken < bytes.length; ) {
      if (filled === size) {
        yield { bytes: buffer, index: index++, isLast: false };
        filled = 0;
      }
      const part = bytes.subarray(taken, taken + size - filled);
      buffer.set(part, filled);
      filled += part.length;
      taken += part.length;
    }
  }
  yield { bytes: buffer.subarray(0, filled), index, isLast: true };
}
