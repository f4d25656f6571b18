/** All that a page or an answer of the API is made from. Main composes it. */
import type { AccountRow } from '../../projections/accounts.ts';
import type { ApprovalRow } from '../../projections/approvals.ts';
import type { ConsentHistoryRow } from '../../projections/consent-history.ts';
import type { ConversationRow } from '../../projections/conversations.ts';
import type { ErasureRow } from '../../projections/erasures.ts';
import type { InvoiceRow } from '../../projections/invoices.ts';
import type { LetterRow } from '../../projections/letters.ts';
import type { MasterRow } from '../../projections/masters.ts';
import type { OpeningRow } from '../../projections/openings.ts';
import type { OpeningsCountedRow } from '../../projections/openings-counted.ts';
import type { OrderDeskRow } from '../../projections/order-desk.ts';
import type { OrderRow } from '../../projections/orders.ts';
import type { PaymentRow } from '../../projections/payments.ts';
import type { PhotoRow } from '../../projections/photos.ts';
import type { PolicyVersionRow } from '../../projections/policies.ts';
import type { PortraitRow } from '../../projections/portraits.ts';
import type { PrintOrderRow } from '../../projections/print-orders.ts';
import type { ProductRow } from '../../projections/products.ts';
import type { RequestRow } from '../../projections/requests.ts';
import type { StandingRow } from '../../projections/standing.ts';
import type { Sql } from '../eventsourcing/database.ts';
import type { JsonObject } from '../eventsourcing/event-store.ts';
import type { Handle, HistoryOf, StateOf } from '../eventsourcing/handle.ts';
import type { Rows } from '../eventsourcing/table.ts';
import type { AccountPeople } from '../personal-data/account-people.ts';
import type { Blobs } from '../personal-data/blobs.ts';
import type { LookUp } from '../personal-data/lookup.ts';
import type { OpenAs } from '../personal-data/open.ts';
import type { Vault } from '../personal-data/vault.ts';
import type { Ports } from '../processes/ports.ts';
import type { PrintLab } from '../providers/prodigi.ts';
import type { Mailer } from '../providers/smtp.ts';
import type { PaymentProvider } from '../providers/stripe.ts';
import type { Engine } from '../studio/engine.ts';
import type { AccessTokens } from './accounts/access-tokens.ts';
import type { Attempts } from './accounts/attempts.ts';
import type { Challenges, Passkeys } from './accounts/passkeys.ts';
import type { SignInLinks } from './accounts/sign-in-links.ts';
import type { Desks } from './desks/ports.ts';
import type { Sender } from './letters/shapes.ts';
import type { Tokens } from './links.ts';
import type { ProgressHub } from './portraits/progress.ts';
import type { Proofs } from './privacy/proof.ts';
import type { Quota } from './quota.ts';
import type { Sessions } from './session.ts';

export type Reads = {
  readonly photos: Rows<PhotoRow>;
  readonly portraits: Rows<PortraitRow>;
  readonly masters: Rows<MasterRow>;
  readonly products: Rows<ProductRow>;
  readonly orders: Rows<OrderRow>;
  readonly payments: Rows<PaymentRow>;
  readonly printOrders: Rows<PrintOrderRow>;
  readonly standing: Rows<StandingRow>;
  readonly erasures: Rows<ErasureRow>;
  readonly openings: Rows<OpeningRow>;
  readonly invoices: Rows<InvoiceRow>;
  readonly accounts: Rows<AccountRow>;
  readonly approvals: Rows<ApprovalRow>;
  readonly conversations: Rows<ConversationRow>;
  readonly consentHistory: Rows<ConsentHistoryRow>;
  readonly requests: Rows<RequestRow>;
  readonly letters: Rows<LetterRow>;
  readonly policies: Rows<PolicyVersionRow>;
  readonly orderDesk: Rows<OrderDeskRow>;
  readonly openingsCounted: Rows<OpeningsCountedRow>;
};

/** What lets somebody in, and tells who they are. */
export type Entrance = {
  readonly lookUp: LookUp;
  readonly accountPeople: AccountPeople;
  readonly signInLinks: SignInLinks;
  readonly attempts: Attempts;
  readonly passkeys: Passkeys;
  readonly challenges: Challenges;
  readonly accessTokens: AccessTokens;
};

export type Shop = Entrance & {
  /** Where people reach it, without a slash at the end. */
  readonly publicUrl: string;
  /** Where the payment company's pages are. */
  readonly payOrigin: string;
  /** Whether payment, print lab and mail are stand-ins. */
  readonly simulated: boolean;
  readonly handle: Handle;
  readonly stateOf: StateOf;
  readonly historyOf: HistoryOf;
  /** All that the log tells of one person. */
  readonly recordsAbout: Ports['recordsAbout'];
  readonly policyInForce: Ports['policyInForce'];
  readonly openAs: OpenAs;
  readonly reads: Reads;
  /** The position of the log's last event. */
  readonly head: () => Promise<bigint>;
  /** Until these read models have passed a position; for so long as a person waits. @returns whether they have */
  readonly seen: (position: bigint, ...readModels: readonly (keyof Reads)[]) => Promise<boolean>;
  readonly vault: Vault;
  readonly blobs: Blobs;
  readonly engine: Engine;
  readonly payments: PaymentProvider;
  readonly lab: PrintLab;
  readonly mailer: Mailer;
  /** Who our letters are from. */
  readonly sender: Sender;
  readonly backupsEnd: Ports['backupsEnd'];
  readonly verifyReceipt: (receipt: string) => Promise<JsonObject>;
  readonly links: Ports['links'];
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly proofs: Proofs;
  readonly quota: Quota;
  readonly progress: ProgressHub;
  readonly sql: Sql;
  readonly jwks: () => Promise<object>;
  readonly published: () => Promise<Published>;
  /** What only the desks ask. */
  readonly desks: Desks;
  readonly looks: Looks;
  readonly ready: () => Promise<Readiness>;
  readonly newId: () => string;
  /** ISO 8601, UTC */
  readonly clock: () => string;
  readonly log: Log;
};

/** The notary's last word over the whole log, and the key that it is signed with (C2SP signed-note). */
export type Published = { readonly checkpoint: string | undefined; readonly verifierKey: string };

/** Style sheet, islands and pictures, as they are served. */
export type Looks = {
  readonly styleSheet: { readonly href: string; readonly text: string };
  readonly islands: Readonly<Record<string, string>>;
  /** Where the built islands lie. */
  readonly islandsFolder: string;
};

export type Readiness = { readonly [dependency: string]: 'up' | 'down' };

/** Names, codes and ids only: every line is public. */
export type Log = {
  info(about: object, says: string): void;
  error(about: object, says: string): void;
};
