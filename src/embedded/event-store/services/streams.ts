/** event_store.client.streams.Streams */
import { appendReq, appendResp, deleteReq, deleteResp, readReq } from '../messages/streams.ts';
import { clientStream, type Service, serverStream, unary } from '../wire/call.ts';
import type { Node } from './node.ts';
import { append } from './streams/append.ts';
import { batchAppend } from './streams/batch-append.ts';
import { softDelete, tombstone } from './streams/delete.ts';
import { read } from './streams/read.ts';

export const streams = (node: Node): Service => ({
  name: 'event_store.client.streams.Streams',
  methods: {
    Read: serverStream(readReq, read(node)),
    Append: clientStream(appendReq, appendResp, append(node)),
    Delete: unary(deleteReq, deleteResp, softDelete(node.store)),
    Tombstone: unary(deleteReq, deleteResp, tombstone(node.store)),
    BatchAppend: batchAppend(node),
  },
});
