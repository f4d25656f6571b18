/**
 * Addresses that open what they name: whoever has one may come in, and nobody guesses one. A token is a payload and
 * a MAC over it and its kind (HMAC-SHA-256, 128 bits of it: RFC 2104, 5), so that nothing has to be stored.
 */
import { Buffer } from 'node:buffer';
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** What a token is for: one for another kind is none. */
export type LinkKind =
  | 'studio'
  | 'preview'
  | 'photo'
  | 'order'
  | 'file'
  | 'print-file'
  | 'lab'
  | 'erasure'
  | 'request'
  | 'copy'
  | 'conversation'
  | 'reply';

export type Tokens = {
  /** @param payload an id, or several joined by a dot */
  make(kind: LinkKind, payload: string): string;
  /** The payload, if the token is ours and of this kind. */
  read(kind: LinkKind, token: string): string | undefined;
};

const macBytes = 16;

export function tokens(secret: KeyObject): Tokens {
  const mac = (kind: LinkKind, payload: string): Buffer =>
    createHmac('sha256', secret).update(`${kind}\n${payload}`).digest().subarray(0, macBytes);
  return {
    make: (kind, payload) => `${pack(payload)}.${mac(kind, payload).toString('base64url')}`,
    read(kind, token) {
      const [packed = '', told = ''] = token.split('.');
      const payload = unpack(packed);
      const given = Buffer.from(told, 'base64url');
      const right = payload !== undefined && given.length === macBytes;
      return right && timingSafeEqual(given, mac(kind, payload)) ? payload : undefined;
    },
  };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** A UUID takes 22 characters instead of 36; what follows it is kept as it is. */
function pack(payload: string): string {
  const id = uuid.exec(payload)?.[0];
  if (id === undefined) return '';
  const rest = payload.slice(id.length);
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url') + rest.replaceAll('.', '~');
}

function unpack(packed: string): string | undefined {
  const hex = Buffer.from(packed.slice(0, 22), 'base64url').toString('hex');
  if (hex.length !== 32 || !/^[\w-]{22}(~[\w-]+)*$/.test(packed)) return undefined;
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return id + packed.slice(22).replaceAll('~', '.');
}
