/** Each event as a sentence that an auditor reads. A new event does not compile without its own. */
import { entry, type OfType } from '../../eventsourcing/decider.ts';
import { productName } from '../../modules/catalogue/names.ts';
import type { ShopEvent } from '../../processes/streams.ts';
import { money } from '../components/format.ts';
import { actName } from '../desks/approvals/words.ts';
import { categoryName, purposeName } from './register-words.ts';

type Sentences = { readonly [T in ShopEvent['type']]: (event: OfType<ShopEvent, T>) => string };

const sentences: Sentences = {
  ConversationOpened: ({ topic }) => `They wrote to us, about: ${plain(topic)}.`,
  CustomerWrote: () => 'They wrote on.',
  StaffAnswered: () => 'They were answered.',
  ConversationClosed: () => 'The conversation was closed.',

  AccountOpened: ({ by }) => `An account was opened, by ${by}.`,
  AddressProved: () => 'Another e-mail address was proved, and replaced the one before.',
  SignedIn: ({ by, joined }) =>
    `They signed in, by ${by}${joined === 0 ? '' : `; ${many(joined, 'guest')} turned out to be the same person`}.`,
  SessionsEnded: ({ sessions }) => `They ended ${many(sessions, 'session')} of their own.`,
  PasskeyAdded: () => 'A passkey was added.',
  PasskeyRemoved: () => 'A passkey was removed.',
  RoleGranted: ({ role, by }) =>
    `The role ${role} was granted, ${by === null ? 'on the command line' : `by account ${by}`}.`,
  RoleRevoked: ({ role, by }) =>
    `The role ${role} was taken away, ${by === null ? 'on the command line' : `by account ${by}`}.`,
  AccountClosed: () => 'The account was closed, with everything about its holder.',

  ApprovalAsked: ({ act, ground, by }) =>
    `Account ${by} asked that somebody else approve: ${actName[act]}; ground: ${plain(ground)}.`,
  ApprovalGiven: ({ by }) => `It was approved by account ${by}.`,
  ApprovalDeclined: ({ by }) => `It was declined, or taken back, by account ${by}.`,
  ApprovalUsed: ({ act, ground }) =>
    `Two people had approved it, and it was done: ${actName[act]}; ground: ${plain(ground)}.`,
  ActedAlone: ({ act, ground }) =>
    `Done on the command line by one person, since nobody else could approve it: ${actName[act]}; ground: ${plain(ground)}.`,

  PhotoUploaded: ({ kind, faces, ageLimit }) =>
    `A photo of a ${kind} was sent${kind === 'person' ? `, with ${many(faces, 'face')}` : ''}; whoever sent it said to be ${ageLimit} or older.`,
  PaintingGranted: () => 'One painting of the free quota was granted for the photo.',
  PaintingRefused: () => 'A painting was refused, because the free quota was used up.',
  PaintingBegun: ({ style }) => `A painting in the style ${style} was begun.`,
  PaintingStopped: () => 'A painting was stopped; it counts for nothing.',
  PaintingReleased: () => 'Nothing was painted: the unit of the free quota was given back.',
  PhotoKept: () => 'The photo is kept until an order that uses it is done.',
  PhotoLetGo: () => 'An order that used the photo is done: its retention counts again.',

  PortraitRequested: ({ style, variant }) =>
    `A portrait was asked for: ${style}, ${variant}. How to paint it was written down.`,
  PortraitPainted: ({ seconds }) => `The photo was read and a portrait painted, in ${seconds.toFixed(1)} s.`,
  PortraitFailed: ({ reason }) => `No portrait came of it: ${plain(reason)}.`,
  MasterOrdered: ({ widthPx, heightPx, use }) =>
    `The high-resolution picture of ${widthPx} × ${heightPx} px was put to work, as a ${use}.`,
  MasterRendered: ({ use }) => `The photo was read and the high-resolution ${use} painted.`,
  MasterFailed: ({ reason }) => `No high-resolution picture came of it: ${plain(reason)}.`,

  OrderPlaced: ({ number, lines, totals, currency, country }) => {
    const what = lines.map(
      ({ quantity, kind, productId }) => `${quantity} × ${productName(kind, productId)}`,
    );
    const cost = money({ cents: totals.totalCents, currency });
    return `Order P-${number} was placed: ${what.join(', ')}, for ${cost}, to ${country}.`;
  },
  OrderConfirmed: () => 'The order was confirmed: it is paid, and work begins.',
  OrderLineCompleted: ({ line }) => `Line ${line + 1} of the order was completed.`,
  OrderFulfilled: () => 'The order was fulfilled.',
  OrderCancelled: ({ reason }) => `The order was cancelled: ${plain(reason)}.`,

  PaymentOpened: ({ amountCents, currency }) =>
    `A payment of ${money({ cents: amountCents, currency })} was opened at the payment company.`,
  PaymentProcessing: () => 'The payment is with the bank.',
  PaymentCaptured: () => 'The payment was made.',
  InvoiceIssued: ({ totals, currency }) =>
    `An invoice of ${money({ cents: totals.totalCents, currency })} was issued.`,
  PaymentFailed: ({ reason }) => `The payment failed: ${plain(reason)}.`,
  RefundRequested: ({ amountCents, reason }) =>
    `A refund of ${cents(amountCents)} was asked for: ${plain(reason)}.`,
  RefundSucceeded: ({ amountCents }) => `A refund of ${cents(amountCents)} was paid.`,
  RefundFailed: () => 'A refund failed.',
  DisputeOpened: () => 'The payment was disputed.',
  DisputeClosed: ({ outcome }) => `The dispute was ${outcome}.`,

  PrintOrderPlanned: ({ copies }) => `A print was planned: ${many(copies, 'copy', 'copies')}.`,
  PrintFileReady: () => 'The picture was made ready for the print lab.',
  PrintOrderSubmitted: () => 'The print was ordered at the print lab, which received address and picture.',
  PrintOrderRefused: ({ reason }) => `The print lab refused the print: ${plain(reason)}.`,
  PrintOrderProgressed: ({ stage }) => `The print lab says: ${plain(stage)}.`,
  PrintOrderTroubled: ({ trouble }) => `The print lab has trouble: ${plain(trouble)}.`,
  ShipmentSent: () => 'A parcel was sent.',

  LetterSent: ({ template }) => `A letter was sent: ${plain(template)}.`,
  LetterNotSent: ({ template, because }) => `A letter was not sent (${plain(template)}): ${plain(because)}.`,

  ConsentGiven: ({ purposes, textSha256 }) =>
    `Consent was given: ${purposes.map(purposeName).join('; ')}. The words shown have the SHA-256 ${textSha256}.`,
  ConsentWithdrawn: ({ purposes }) => `Consent was withdrawn: ${purposes.map(purposeName).join('; ')}.`,

  DataOpened: ({ category, openedFor }) =>
    `Opened: ${categoryName(category)}; for ${purposeName(openedFor)}.`,
  ErasureAccepted: ({ number, scope, openOrders }) =>
    `Erasure ER-${String(number).padStart(4, '0')} was asked for and accepted: ${plain(scope)}${openOrders.length > 0 ? `, of which ${many(openOrders.length, 'order')} under way still ${openOrders.length === 1 ? 'needs' : 'need'} a part` : ''}.`,
  ErasureKeysDestroyed: ({ kids }) => `The erasure destroyed ${many(kids.length, 'key')}.`,
  ErasureFilesDeleted: ({ files }) => `The erasure deleted ${many(files, 'file')}.`,
  ErasureProcessorsTold: ({ told }) =>
    `Whoever received the data was told: ${told.map(({ processor, answer, until }) => `${processor} (${plain(answer)}${until === null ? '' : ` ${until}`})`).join(', ') || 'nobody had received any'}.`,
  ErasureVerified: ({ valuesTried, filesTried, rowsTried }) =>
    `Read back, and nothing opened: ${many(valuesTried, 'value')}, files of ${many(filesTried, 'key')}, ${many(rowsTried, 'row')}.`,
  ErasureProcessorAnswered: ({ processor, answer, until }) =>
    `${processor} answered: ${plain(answer)}${until === null ? '' : ` ${until}`}.`,
  ErasureAddendumIssued: () => 'The receipt was signed once more: everybody has answered.',
  ErasureReceiptIssued: () => 'A signed receipt of the erasure was issued.',
  ErasureResumed: () => 'An order that held something back is done: the erasure goes on.',
  RequestMade: ({ number, kind, dueOn }) =>
    `Request R-${String(number).padStart(4, '0')} was made: ${plain(kind)}; an answer is due on ${dueOn}.`,
  RequestAcknowledged: () => 'That it arrived was said at once.',
  RequestExtended: ({ dueOn, because }) =>
    `More time was taken, until ${dueOn}, and the person told: ${plain(because)}.`,
  RequestAnswered: ({ kind, outcome }) => `The request was answered (${plain(kind)}): ${plain(outcome)}.`,
  DataRestricted: () => 'The data were restricted: stored, and used for nothing.',
  RestrictionLifted: () => 'The restriction was lifted.',
  ProcessingObjected: ({ purposes }) => `An objection took effect: ${purposes.map(purposeName).join('; ')}.`,
  ObjectionOverruled: ({ purposes }) =>
    `A person overruled the objection: ${purposes.map(purposeName).join('; ')}.`,
  CopyBuilt: ({ endsOn }) => `A copy of the data was made, and waits until ${endsOn}.`,
  ContactCorrected: ({ orders }) =>
    `The contact was corrected in ${many(orders.length, 'order')}; the key of the old value was destroyed.`,
  PhotoErasureOrdered: () => 'A person decided that the photo be erased.',
  OrderContactCorrected: () => 'The contact of the order was corrected.',
  PolicyPublished: ({ version, changed, asksAgain }) =>
    `Version ${version} of the privacy policy was published${changed.length === 0 ? '' : `; it differs in: ${changed.join(', ')}`}${asksAgain.length === 0 ? '' : `; asked again: ${asksAgain.map(purposeName).join('; ')}`}.`,
  KeysDestroyed: ({ kids, because }) =>
    `${many(kids.length, 'key')} ${kids.length === 1 ? 'was' : 'were'} destroyed, by ${because}: what they sealed cannot be read any more.`,

  ProductOffered: ({ kind, productId }) => `${productName(kind, productId)} was put on sale.`,
  ProductWithdrawn: () => 'A product was taken off sale.',
};

export const sentenceOf = (event: ShopEvent): string =>
  entry<(event: ShopEvent) => string>(sentences, event.type)(event);

const many = (n: number, one: string, more = `${one}s`): string => `${n} ${n === 1 ? one : more}`;

/** The stored words are plain already, but for their hyphens. */
const plain = (word: string): string => word.replaceAll('-', ' ');

const cents = (amount: number): string => (amount / 100).toFixed(2);
