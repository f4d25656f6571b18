/** What staff decide about an order: a refund, a cancellation, an opening; each under their own name. */
import { isRefused } from '../../../eventsourcing/decider.ts';
import { uuidFrom } from '../../../eventsourcing/uuid.ts';
import { RefundId, RefundRequested } from '../../../modules/payments/payment.events.ts';
import { payment } from '../../../modules/payments/payment.ts';
import { refuse, seeOther } from '../../answers.tsx';
import { type Fields, formFields } from '../../form-fields.ts';
import { cancelOrder } from '../../ordering/cancel.ts';
import { gone, notFound, type Problem } from '../../problems/problem.ts';
import { contextAt, type Desk } from '../desk.ts';
import {
  contactPurposes,
  deliveryPurposes,
  openContact,
  openDelivery,
  openPhoto,
  openPortrait,
} from './opening.ts';
import { isUnderReview, type Looked, orderPage, withOrder } from './order-pages.tsx';
import { paymentRefusals } from './words.ts';

const notThisForm = { status: 400, type: 'form-broken' } as const satisfies Problem;
const Reason = RefundRequested.schema.shape.reason;

type Act = (looked: Looked, fields: Fields) => Promise<Response>;

const onOrder = (desk: Desk, id: string, act: Act): Promise<Response> =>
  withOrder(desk, id, async (looked) => {
    const fields = await formFields(desk.request);
    return fields === undefined ? refuse(desk.shop, desk.request, notThisForm) : act(looked, fields);
  });

/** `amount` (empty: all that is left), `reason`, `once`: pressed twice, it is one refund. */
export const postRefund = (desk: Desk, id: string): Promise<Response> =>
  onOrder(desk, id, async (looked, { amount = '', reason, once }) => {
    const { shop, request } = desk;
    const why = Reason.safeParse(reason);
    const known = looked.view.payment;
    if (!why.success || once === undefined || known === undefined) return refuse(shop, request, notThisForm);
    const cents = amount.trim() === '' ? null : centsIn(amount);
    if (cents === undefined) return orderPage(desk, looked, { errors: [wrongAmount] });
    const { paymentId, orderId } = known;
    const context = contextAt(desk, once, `refund ${paymentId}`, 'order.fulfilment');
    const outcome = await shop.handle(
      payment,
      paymentId,
      {
        ...({
          type: 'RequestRefund',
          paymentId,
          orderId: looked.view.order.orderId,
          amountCents: cents,
        } as const),
        ...{ refundId: RefundId.parse(uuidFrom(context.commandId, orderId)), reason: why.data },
      },
      context,
    );
    if (isRefused(outcome))
      return orderPage(desk, looked, {
        errors: [{ field: 'amount', says: paymentRefusals[outcome.refused] }],
      });
    await shop.seen(outcome.position, 'payments', 'orderDesk');
    return seeOther(`/staff/orders/${orderId}?did=refund`);
  });

const wrongAmount = { field: 'amount', says: 'An amount such as 12.50, or nothing for all that is left.' };

/** "12", "12.5", "12,50". @returns undefined if it is no amount */
export function centsIn(text: string): number | undefined {
  const [, whole = '', part = ''] = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  const cents = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return whole === '' || cents === 0 ? undefined : cents;
}

/** The lab is asked first where it has something; the money follows by a process. */
export const postCancel = (desk: Desk, id: string): Promise<Response> =>
  onOrder(desk, id, async ({ view }, { once }) => {
    const { shop, request, actor } = desk;
    if (once === undefined) return refuse(shop, request, notThisForm);
    const refusal = await cancelOrder(shop, view, uuidFrom('desk', desk.session.id, once), {
      actor,
      reason: 'by-shop',
    });
    if (refusal !== undefined)
      return refuse(shop, request, {
        ...{ status: 409, type: 'order-not-cancelled', title: refusal, safe: ['Nothing was changed.'] },
      });
    await shop.seen(await shop.head(), 'orderDesk');
    return seeOther(`/staff/orders/${view.order.orderId}?did=cancelled`);
  });

/** `what` and `purpose`: the gate writes it down, then gives it out; the answer shows it, and no page afterwards. */
export const postOpen = (desk: Desk, id: string): Promise<Response> =>
  onOrder(desk, id, async (looked, { what, purpose }) => {
    const { delivery } = looked.view.order;
    const forContact = contactPurposes.find((one) => one === purpose);
    if (what === 'contact' && forContact !== undefined)
      return orderPage(desk, looked, { opened: await openContact(desk, looked.view, forContact) });
    const forDelivery = deliveryPurposes.find((one) => one === purpose);
    if (what === 'delivery' && delivery !== null && forDelivery !== undefined)
      return orderPage(desk, looked, { opened: await openDelivery(desk, delivery, forDelivery) });
    const field = what === 'delivery' ? 'purpose-delivery' : 'purpose-contact';
    return orderPage(desk, looked, { errors: [{ field, says: 'Choose what you open it for.' }] });
  });

export const postPortrait = (desk: Desk, id: string): Promise<Response> =>
  onOrder(desk, id, async ({ view }, { line }) =>
    picture(desk, await openPortrait(desk, view, Number(line))),
  );

/** Where nothing is in question there is no photo for staff. */
export const postPhoto = (desk: Desk, id: string): Promise<Response> =>
  onOrder(desk, id, async ({ view, row }, { line }) =>
    isUnderReview(row)
      ? picture(desk, await openPhoto(desk, view, Number(line)))
      : refuse(desk.shop, desk.request, {
          status: 403,
          type: 'no-review',
          title: 'Nothing of this order is in question.',
        }),
  );

async function picture(
  { shop, request }: Desk,
  opened: Awaited<ReturnType<typeof openPhoto>>,
): Promise<Response> {
  if (opened === undefined) return refuse(shop, request, notFound);
  if (opened.is !== 'value') return refuse(shop, request, gone);
  const { stream, contentType, byteLength } = opened.value;
  const headers = {
    'content-type': contentType,
    'content-length': String(byteLength),
    'cache-control': 'no-store',
  };
  return new Response(stream, { headers });
}
