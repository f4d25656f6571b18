/** Whole addresses, for letters and for other companies: with everything in them that opens what they name. */
import type { Links } from '../processes/ports.ts';
import type { Tokens } from './links.ts';

export const addresses = (publicUrl: string, tokens: Tokens): Links => ({
  orderPage: (orderId) => `${publicUrl}/orders/${tokens.make('order', orderId)}`,
  checkoutDone: (orderId) => `${publicUrl}/checkout/done/${tokens.make('order', orderId)}`,
  basket: () => `${publicUrl}/basket`,
  privacyPage: () => `${publicUrl}/account/privacy#take`,
  requestPage: (requestId) => `${publicUrl}/requests/${tokens.make('request', requestId)}`,
  conversation: (id) => `${publicUrl}/support/${tokens.make('conversation', id)}`,
  printFile: (orderId, line) => `${publicUrl}/files/${tokens.make('print-file', `${orderId}.${line}`)}`,
  labCallback: (printOrderId) => `${publicUrl}/webhooks/prodigi/${tokens.make('lab', printOrderId)}`,
});
