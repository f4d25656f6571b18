/** Events that the server writes by itself. */
import { randomUUID } from 'node:crypto';
import type { NewEvent } from './record.ts';

export const randomId = (): Uint8Array => Buffer.from(randomUUID().replaceAll('-', ''), 'hex');

const nothing = new Uint8Array(0);

/** @param data is written as JSON */
export const newEvent = (type: string, data: object | string): NewEvent => ({
  id: randomId(),
  type,
  isJson: true,
  data: Buffer.from(JSON.stringify(data)),
  metadata: nothing,
});

/** @param target revision@stream */
export const newLink = (target: string, metadata: Uint8Array = nothing): NewEvent => ({
  id: randomId(),
  type: '$>',
  isJson: false,
  data: Buffer.from(target),
  metadata,
});
