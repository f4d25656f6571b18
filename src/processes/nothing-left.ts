/** The answer to a request that an erasure overtook: there is nobody left whose data it could be about. */
import { type Send, send } from '../eventsourcing/process.ts';
import type { RequestId } from '../modules/privacy/request.events.ts';
import { request } from '../modules/privacy/request.ts';

export const nothingLeft = (requestId: RequestId): Send =>
  send(request, requestId, { type: 'AnswerRequest', requestId, outcome: 'refused', answer: null }, [
    'request-already-answered',
  ]);
