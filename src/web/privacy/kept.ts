/** Why something outlives an erasure: the law, and field by field what of it stays (GDPR Art. 17(3), 12(1)). */
import { type Category, entryOf, type Held } from '../../personal-data/register.ts';

type Fields<C extends Category> = Readonly<Record<keyof Held<C>, string>>;

/** A field that the register adds has no word here, and does not compile. */
const address: Fields<'order.delivery'> = {
  ...{ name: 'name', line1: 'street', line2: 'second line', postalCode: 'postal code' },
  ...{ city: 'city', state: 'state', country: 'country' },
};
const parcel: Fields<'order.shipment'> = {
  ...{ carrier: 'carrier', service: 'service', trackingNumber: 'tracking number' },
  trackingUrl: 'the page that tracks it',
};
const invoice: Fields<'order.invoice'> = { name: 'name', address: 'postal address' };
const payment: Fields<'payment.reference'> = {
  ...{ sessionId: 'number of the checkout', payUrl: 'its page', paymentIntentId: 'number of the payment' },
};
const evidence: Fields<'consent.evidence'> = {
  ...{ where: 'the page where you chose', shown: 'the words that you saw' },
  globalPrivacyControl: 'whether your browser said no by itself',
};
const request: Fields<'rights.requests'> = { text: 'what you asked', provedBy: 'how you proved who asks' };

const claims = 'Locked: it opens for a legal claim and for nothing else.';
const accounts = 'Proof that we did as we must; your name and address are not in it.';
const kept: Partial<Record<Category, { readonly fields: Readonly<Record<string, string>>; why: string }>> = {
  'order.delivery': { fields: address, why: claims },
  'order.shipment': { fields: parcel, why: claims },
  'payment.reference': { fields: payment, why: claims },
  'order.invoice': { fields: invoice, why: 'Tax law asks for it. Locked: it opens for the books alone.' },
  'consent.evidence': { fields: evidence, why: accounts },
  'rights.requests': { fields: request, why: accounts },
};

/** @returns `law` names what asks for it; where a legal hold keeps a thing, the claim does */
export function whyKept(category: Category): { readonly law: string; readonly note: string } {
  const known = kept[category];
  if (known === undefined)
    return { law: 'GDPR Art. 17(3)(e)', note: `A legal claim is under way. ${claims}` };
  return {
    law: entryOf(category).retention.source,
    note: `Of it stays: ${Object.values(known.fields).join(', ')}. ${known.why}`,
  };
}
