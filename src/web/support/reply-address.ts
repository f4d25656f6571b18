/**
 * Where an answer to a letter goes: an address with a key that only writes, since addresses stand in the logs of mail
 * servers and with everybody who gets a copy. Letters of any case come back the same, since some mail programs change
 * it, and the whole stays under 64 characters (RFC 5321, 4.5.3.1.1).
 */
import { Buffer } from 'node:buffer';
import { ConversationId } from '../../modules/support/conversation.events.ts';
import type { Tokens } from '../links.ts';

const prefix = 'r.';
/** RFC 4648, 6 */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** @param domain of the address that letters are from */
export function replyAddress(tokens: Tokens, conversationId: string, domain: string): string {
  const [id = '', mac = ''] = tokens.make('reply', conversationId).split('.');
  const bytes = Buffer.concat([Buffer.from(id, 'base64url'), Buffer.from(mac, 'base64url')]);
  return `${prefix}${base32(bytes)}@${domain}`;
}

/** @returns undefined for any other address, and for one that is not ours */
export function conversationAt(tokens: Tokens, address: string): ConversationId | undefined {
  const [, coded] = /^r\.([a-z2-7]{52})@/i.exec(address) ?? [];
  if (coded === undefined) return undefined;
  const bytes = fromBase32(coded.toLowerCase());
  const token = `${bytes.subarray(0, 16).toString('base64url')}.${bytes.subarray(16).toString('base64url')}`;
  const found = ConversationId.safeParse(tokens.read('reply', token));
  return found.success ? found.data : undefined;
}

const bitsOf = (text: Iterable<number>, width: number): string =>
  [...text].map((value) => value.toString(2).padStart(width, '0')).join('');

const base32 = (bytes: Buffer): string =>
  (bitsOf(bytes, 8).match(/.{1,5}/g) ?? [])
    .map((bits) => alphabet.charAt(Number.parseInt(bits.padEnd(5, '0'), 2)))
    .join('');

/** What is left over at the end is padding. */
const fromBase32 = (text: string): Buffer =>
  Buffer.from(
    (
      bitsOf(
        [...text].map((one) => alphabet.indexOf(one)),
        5,
      ).match(/.{8}/g) ?? []
    ).map((bits) => Number.parseInt(bits, 2)),
  );
