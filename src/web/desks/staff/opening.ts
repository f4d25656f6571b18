/** What staff may open of an order, and for what: told to the log first, by the gate, and given out once. */
import { photoOf } from '../../../../projections/photos.ts';
import { portraitOf } from '../../../../projections/portraits.ts';
import { PortraitId } from '../../../modules/portraits/portrait.events.ts';
import { PhotoId } from '../../../modules/uploads/photo.events.ts';
import type { OpenedBlob } from '../../../personal-data/blobs.ts';
import type { Absence, Opened } from '../../../personal-data/open.ts';
import { type PurposeOf, purposes } from '../../../personal-data/register.ts';
import type { Option } from '../../components/form.tsx';
import type { OrderView } from '../../ordering/order-view.ts';
import { countryName } from '../../uploads/countries.ts';
import type { Desk } from '../desk.ts';
import type { OpenedNow } from './customer.tsx';

/** Staff support what was ordered, answer letters and claims; for nothing else is anything opened here. */
export const contactPurposes = [
  'order.fulfilment',
  'support.answer',
] as const satisfies readonly PurposeOf<'contact'>[];
export const deliveryPurposes = [
  'order.fulfilment',
  'claims.defence',
] as const satisfies readonly PurposeOf<'order.delivery'>[];

export const optionsFor = (names: readonly (keyof typeof purposes)[]): readonly Option[] =>
  names.map((name) => ({ value: name, label: sentence(purposes[name].says) }));

const sentence = (says: string): string => says.charAt(0).toUpperCase() + says.slice(1);

const absences: Readonly<Record<Absence, string>> = {
  erased: 'It is erased: its key was destroyed, and nobody can bring it back.',
  expired: 'It has come to its end: its key was destroyed, or is about to be.',
  restricted: 'The customer has restricted their data: it is stored, and used for nothing.',
  withheld:
    'For this purpose it does not open: the customer has objected, or the register does not allow it.',
};

export async function openContact(
  { shop, actor }: Desk,
  { order }: OrderView,
  purpose: (typeof contactPurposes)[number],
): Promise<OpenedNow> {
  const opened = await shop.openAs(actor)(order.contact, purpose);
  return now(shop.clock(), 'Name and e-mail', purpose, opened, ({ name, email }) => [
    { name: 'Name', value: name ?? 'not given' },
    { name: 'E-mail', value: email },
  ]);
}

export async function openDelivery(
  { shop, actor }: Desk,
  delivery: NonNullable<OrderView['order']['delivery']>,
  purpose: (typeof deliveryPurposes)[number],
): Promise<OpenedNow> {
  const opened = await shop.openAs(actor)(delivery, purpose);
  return now(shop.clock(), 'Delivery address', purpose, opened, (to) => [
    { name: 'Name', value: to.name },
    { name: 'Street', value: [to.line1, to.line2].filter(Boolean).join(', ') },
    {
      name: 'Place',
      value: [`${to.postalCode} ${to.city}`, to.state, countryName(to.country)].filter(Boolean).join(', '),
    },
  ]);
}

function now<T>(
  at: string,
  what: string,
  purpose: keyof typeof purposes,
  opened: Opened<T>,
  linesOf: (value: T) => readonly { readonly name: string; readonly value: string }[],
): OpenedNow {
  const shows =
    opened.is === 'value'
      ? ({ is: 'value', lines: linesOf(opened.value) } as const)
      : ({ is: 'nothing', because: absences[opened.is] } as const);
  return { what, purpose: purposes[purpose].says, at, shows };
}

/** A picture of a line of the order; undefined where there is none. */
type Pictured = Promise<Opened<OpenedBlob> | undefined>;

/** As the customer saw it, with the watermark. */
export async function openPortrait({ shop, actor }: Desk, { order }: OrderView, line: number): Pictured {
  const id = PortraitId.safeParse(order.lines[line]?.portraitId);
  const row = id.success ? await portraitOf(shop.reads.portraits, id.data) : undefined;
  if (row?.preview == null) return undefined;
  return shop.openAs(actor).blob(row.preview, 'media.portrait', 'order.fulfilment');
}

export async function openPhoto({ shop, actor }: Desk, { order }: OrderView, line: number): Pictured {
  const id = PhotoId.safeParse(order.lines[line]?.photoId);
  const row = id.success ? await photoOf(shop.reads.photos, id.data) : undefined;
  return row && shop.openAs(actor).blob(row.blob, 'media.upload', 'abuse.review');
}
