/** All that effects work with. Main connects each to a provider, a store or a room. */
import type { ConsentStepRow } from '../../projections/consent-history.ts';
import type { JsonObject } from '../eventsourcing/event-store.ts';
import type { Handle, HistoryOf, StateOf } from '../eventsourcing/handle.ts';
import type { HandleLast } from '../eventsourcing/handle-last.ts';
import type { Totals } from '../modules/ordering/totals.ts';
import type { RefundRequested } from '../modules/payments/payment.events.ts';
import type { RequestId } from '../modules/privacy/erasure.events.ts';
import type { ExtensionReason, Kind, Outcome } from '../modules/privacy/request.events.ts';
import type { Blobs } from '../personal-data/blobs.ts';
import type { CopyDocument } from '../personal-data/copy.ts';
import type { OpenAs } from '../personal-data/open.ts';
import type { FactsOf, Sealed, SubjectRef } from '../personal-data/personal.ts';
import type { Controller } from '../personal-data/record-of-processing.ts';
import type { Replay } from '../personal-data/replay.ts';
import type { Vault } from '../personal-data/vault.ts';
import type { PrintLab } from '../providers/prodigi.ts';
import type { Mailer } from '../providers/smtp.ts';
import type { PaymentProvider } from '../providers/stripe.ts';
import type { Engine, Progress } from '../studio/engine.ts';

export type Ports = {
  readonly stateOf: StateOf;
  readonly historyOf: HistoryOf;
  readonly handle: Handle;
  readonly handleLast: HandleLast;
  /** Whether an order has its invoice, as of a position of the log. @throws Fault read-model/behind */
  readonly invoicedBy: (orderId: string, position: bigint) => Promise<boolean>;
  readonly openAs: OpenAs;
  readonly vault: Vault;
  readonly blobs: Blobs;
  readonly engine: Engine;
  readonly payments: PaymentProvider;
  readonly lab: PrintLab;
  readonly mailer: Mailer;
  readonly letters: Letters;
  readonly links: Links;
  readonly quota: { release(unitId: string): Promise<void> };
  /** Tells whoever watches how far a painting is; nothing hangs on it. */
  readonly tellProgress: (portraitId: string, progress: Progress) => void;
  /** For whoever runs the shop: the code of what was given up, which else nobody would know, and ids. */
  readonly report: (fault: unknown, about: Readonly<Record<string, string>>) => void;
  /** Takes what carries one of these ids out of the queue of jobs; what is being done is called off. */
  readonly stopJobs: (ids: readonly string[]) => Promise<number>;
  /** A third place, beside log and vault, that remembers which keys are dead: a restored backup meets it. */
  readonly ledger: { record(kids: readonly string[]): Promise<void> };
  readonly forgetPeople: ForgetPeople;
  readonly readBack: ReadBack;
  /** Compact JWS (RFC 7515) */
  readonly signReceipt: (receipt: JsonObject) => Promise<string>;
  /** When the key-encryption key of today is destroyed at the latest: from then on no backup opens. ISO 8601 */
  readonly backupsEnd: () => Promise<string>;
  /** Everything that the log tells about somebody. */
  readonly recordsAbout: (subject: SubjectRef) => Promise<Replay>;
  readonly consentStepsOf: (subject: SubjectRef) => Promise<readonly ConsentStepRow[]>;
  /** Everybody whom an account holds: guests join it. Beside the log, so that nothing ties them together once they are gone. */
  readonly heldBy: (account: string) => Promise<readonly SubjectRef[]>;
  /** Ids of their orders. */
  readonly ordersOf: (buyer: SubjectRef) => Promise<readonly string[]>;
  /** Addresses that are held of them, the newest first; whether one opens is another matter. */
  readonly contactsOf: (people: readonly SubjectRef[]) => Promise<readonly Sealed<'contact'>[]>;
  /** Everybody who has an address with us, each once, with the newest. */
  readonly reachable: () => Promise<
    readonly { readonly ref: SubjectRef; readonly contact: Sealed<'contact'> }[]
  >;
  /** Whoever was found by one address is found by another. */
  readonly moveLookUp: (from: string, to: string, subject: SubjectRef) => Promise<void>;
  /** A copy of somebody's data as one page that is read in a browser. */
  readonly copyPage: (copy: CopyDocument) => string;
  /** Tells whoever watches how far a copy is; nothing hangs on it. */
  readonly tellCopied: (requestId: string, done: number, total: number) => void;
  readonly controller: Controller;
  /** The version of the privacy policy: 2026-11-24.2 */
  readonly policyInForce: () => Promise<string>;
  /** Where people reach the shop, without a slash at the end. */
  readonly publicUrl: string;
  readonly waitingFor: (orderId: string) => Promise<readonly RequestId[]>;
  /** ISO 8601, UTC */
  readonly clock: () => string;
};

/** Addresses with everything in them that opens them. */
export type Links = {
  orderPage(orderId: string): string;
  checkoutDone(orderId: string): string;
  basket(): string;
  privacyPage(): string;
  /** What somebody asked about their data, for whoever has the link. */
  requestPage(requestId: string): string;
  /** The address at which an answer by mail goes on with the conversation; none where the shop takes no mail in. */
  replyTo(conversationId: string): { readonly replyTo?: string };
  /** What somebody wrote to us, for whoever has the link. */
  conversation(conversationId: string): string;
  /** Where the lab fetches the picture; ends when the lab has it. */
  printFile(orderId: string, line: number): string;
  labCallback(printOrderId: string): string;
};

type RefundReason = FactsOf<typeof RefundRequested>['reason'];
export type Written = {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where an answer goes, if not to the shop's own address. */
  readonly replyTo?: string;
};
export type Letters = {
  orderConfirmed(facts: OrderLetter): Written;
  orderShipped(facts: OrderLetter & { readonly parcel: Parcel }): Written;
  refunded(facts: {
    readonly number: number;
    readonly link: string;
    readonly cents: number;
    readonly currency: string;
    readonly because: RefundReason;
  }): Written;
  copyReady(facts: { readonly archive: string; readonly until: string }): Written;
  requestReceived(
    facts: RequestLetter & { readonly kind: Kind; readonly dueOn: string; readonly link: string },
  ): Written;
  requestExtended(
    facts: RequestLetter & { readonly dueOn: string; readonly because: ExtensionReason },
  ): Written;
  requestAnswered(facts: RequestLetter & { readonly outcome: Outcome; readonly text: string }): Written;
  photoErased(facts: { readonly ofAChild: boolean }): Written;
  conversationOpened(facts: ConversationLetter): Written;
  conversationAnswered(facts: ConversationLetter & { readonly text: string }): Written;
  /** `parts`: how many read differently; `asksAgain`: purposes. */
  policyChanged(facts: {
    readonly link: string;
    readonly parts: number;
    readonly asksAgain: readonly string[];
  }): Written;
};
/** `number`: R-0031 */
type RequestLetter = { readonly number: string };
/** `number`: S-0012 */
type ConversationLetter = { readonly number: string; readonly link: string };
export type OrderLetter = {
  readonly number: number;
  readonly link: string;
  /** ISO 8601 */
  readonly placedAt: string;
  readonly items: readonly { readonly name: string; readonly style: string; readonly cents: number }[];
  readonly totals: Totals;
  readonly currency: string;
  readonly ships: boolean;
  /** A file is given at once, or from the day when it can no longer be withdrawn from. */
  readonly file: 'none' | 'at-once' | { readonly from: string };
};
export type Parcel = {
  readonly carrier: string;
  readonly trackingNumber: string | null;
  readonly trackingUrl: string | null;
};

/** What is kept about people beside the log: look-up rows, sessions, baskets. @returns how many rows went */
export type ForgetPeople = (people: readonly SubjectRef[]) => Promise<number>;

/** Tries to read all that the destroyed keys sealed. @throws Fault erasure/still-readable */
export type ReadBack = (
  people: readonly SubjectRef[],
  kids: readonly string[],
) => Promise<{ readonly values: number; readonly files: number; readonly rows: number }>;
