/** Whole addresses, for letters and for other companies: with everything in them that opens what they name. */
import type { Links } from '../processes/ports.ts';
import type { Tokens } from './links.ts';
import { replyAddress } from './support/reply-address.ts';

/** @param mailDomain of the shop's own address, where it takes mail in */
export const addresses = (publicUrl: string, tokens: Tokens, mailDomain?: string): Links => ({
  orderPage: (orderId) => `${publicUrl}/orders/${tokens.make('order', orderId)}`,
  checkoutDone: (orderId) => `${publicUrl}/checkout/done/${tokens.make('order', orderId)}`,
  basket: () => `${publicUrl}/basket`,
  privacyPage: () => `${publicUrl}/account/privacy#take`,
  requestPage: (requestId) => `${publicUrl}/requests/${tokens.make('request', requestId)}`,
  replyTo: (id) => (mailDomain === undefined ? {} : { replyTo: replyAddress(tokens, id, mailDomain) }),
  conversation: (id) => `${publicUrl}/support/${tokens.make('conversation', id)}`,
  printFile: (orderId, line) => `${publicUrl}/files/${tokens.make('print-file', `${orderId}.${line}`)}`,
  labCallback: (printOrderId) => `${publicUrl}/webhooks/prodigi/${tokens.make('lab', printOrderId)}`,
});
