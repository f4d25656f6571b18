/** Checkpoints (C2SP tlog-checkpoint): whose tree, how large, and its root, as a signed note. */
import { Buffer } from 'node:buffer';
import type { Hash } from './merkle.ts';
import { openNote, type Signer, type Verifier } from './note.ts';

export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash };

export const signedCheckpoint = ({ origin, size, root }: Checkpoint, signer: Signer): string =>
  signer.sign(`${origin}\n${size}\n${root.toString('base64')}\n`);

/** @returns undefined if this key did not sign it, or it is no checkpoint */
export function openCheckpoint(note: string, verifier: Verifier): Checkpoint | undefined {
  const text = openNote(note, verifier);
  return text === undefined ? undefined : checkpointIn(text);
}

/** Whatever the text says, signed or not: only to find one's place again in one's own storage. */
export function checkpointIn(text: string): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = text.split('\n');
  const hash = Buffer.from(root, 'base64');
  const isOne = origin !== '' && /^(0|[1-9]\d{0,14})$/.test(size) && hash.length === 32;
  return isOne ? { origin, size: Number(size), root: hash } : undefined;
}
