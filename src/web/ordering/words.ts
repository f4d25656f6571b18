/** What people read when the answer is no. A refusal without a sentence does not compile. */
import type { OrderRefusal } from '../../modules/ordering/order.ts';
import type { QuoteRefusal } from './quote.ts';

export const orderRefusals: Readonly<Record<OrderRefusal, string>> = {
  'order-already-placed': 'This order has been placed already.',
  'order-has-no-lines': 'Choose at least one portrait first.',
  'order-needs-an-address': 'Tell us where the print shall go.',
  'price-has-changed': 'The price has changed since you saw it. Please look at it again.',
  'terms-not-accepted': 'Accept the terms first.',
  'order-not-placed': 'There is no such order.',
  'order-not-confirmed': 'This order is not paid yet.',
  'order-already-confirmed': 'This order has been confirmed already.',
  'order-line-unknown': 'This order has no such line.',
  'order-line-already-completed': 'This line is done already.',
  'order-already-fulfilled': 'This order is done, so it can no longer be cancelled.',
  'order-already-cancelled': 'This order has been cancelled.',
};

export const quoteRefusals: Readonly<Record<QuoteRefusal, string>> = {
  'portrait-not-yours': 'There is no such portrait of yours.',
  'portrait-not-painted': 'This portrait is not painted yet.',
  'portrait-erased': 'This portrait is erased, so it can no longer be ordered.',
  'product-unknown': 'We do not offer this.',
  'variant-unknown': 'This does not come in that variant.',
  'size-not-sharp': 'The face in your photo is too small for a print of this size. Choose a smaller one.',
};
