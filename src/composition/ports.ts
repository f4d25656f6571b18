/** What effects work with, and what pages are made from: providers, stores and rooms joined. */
import { consentStepsOf } from '../../projections/consent-history.ts';
import { ordersOf } from '../../projections/orders.ts';
import type { Config } from '../config.ts';
import { reasonOf } from '../eventsourcing/outage.ts';
import { accountPeople } from '../personal-data/account-people.ts';
import { backupsEnd } from '../personal-data/key-rotation.ts';
import { spelling } from '../personal-data/lookup.ts';
import type { SubjectRef } from '../personal-data/personal.ts';
import { receipts, verifyReceipt } from '../personal-data/receipts.ts';
import { replay } from '../personal-data/replay.ts';
import { decoded } from '../processes/streams.ts';
import { prodigiLab } from '../providers/prodigi.ts';
import { mailer } from '../providers/smtp.ts';
import { stripePayments } from '../providers/stripe.ts';
import type { Engine } from '../studio/engine.ts';
import { addresses } from '../web/addresses.ts';
import { lettersOf } from '../web/letters/for-processes.ts';
import { tokens } from '../web/links.ts';
import { operator } from '../web/policies/facts.ts';
import { progressHub } from '../web/portraits/progress.ts';
import { copyPage } from '../web/privacy/copy-page.tsx';
import { proofs } from '../web/privacy/proof.ts';
import { quota } from '../web/quota.ts';
import type { Log, Looks, Shop } from '../web/shop.ts';
import { auditingOf, everyEvent, publishedOf } from './auditing.ts';
import { joinEntrance } from './entrance.ts';
import { readBackFrom } from './read-back.ts';
import { readinessOf } from './readiness.ts';
import type { Rooms } from './rooms.ts';
import type { Run } from './run-file.ts';
import type { WorkPorts } from './scheduled-work.ts';
import { dayKeyOf } from './secrets.ts';
import { clock, type Stores } from './stores.ts';
import { upkeepOf } from './upkeep.ts';

type Given = {
  readonly config: Config;
  readonly run: Run;
  readonly stores: Stores;
  readonly rooms: Rooms;
  readonly engine: Engine;
  readonly looks: Looks;
  readonly log: Log;
};

/** Of the address that letters are from. */
export const mailDomainOf = ({ MAIL_FROM }: Config): string =>
  MAIL_FROM.slice(MAIL_FROM.lastIndexOf('@') + 1).toLowerCase();

/** Answers in the simulated mailbox come back by themselves; a real mail server must be told where to. */
const mailTo = (config: Config): string | undefined =>
  config.MAIL_IN_PORT !== undefined || config.SMTP_URL === undefined ? mailDomainOf(config) : undefined;

/** How long a page waits for its read models before it shows what there is. */
const seenMs = 3000;

type Joined = {
  readonly ports: WorkPorts;
  readonly shop: Shop;
  readonly stop: () => Promise<void>;
};

/** Both at once: pages and effects share their providers, links and quota. */
export async function joinPorts(given: Given): Promise<Joined> {
  const { run, stores, rooms, engine, looks, log } = given;
  const { sql, keys, vault } = stores;
  const secret = tokens(await keys.secret('links'));
  const links = addresses(run.publicUrl, secret, mailTo(given.config));
  const { forgetPeople, forgetVisits, ...entrance } = await joinEntrance(run, stores);
  const progress = await progressHub(sql, () => performance.now());
  const { payments, lab, post } = providersOf(given);
  const free = quotaOf(given);
  const signed = receipts(keys);
  const upkeep = upkeepOf({ stores, run, log });
  const sender = { publicUrl: run.publicUrl, simulated: run.simulated, imprint: 'Portrait123' };
  const keysEnd = () => backupsEnd({ sql: stores.vaultSql });

  const ports: Joined['ports'] = {
    ...{ stateOf: rooms.stateOf, historyOf: rooms.historyOf, handle: rooms.handle, openAs: rooms.openAs },
    ...{ handleLast: rooms.handleLast, invoicedBy: rooms.invoicedBy },
    ...{ vault, blobs: rooms.blobs, ledger: rooms.ledger, engine, payments, lab, mailer: post, links, clock },
    ...{ quota: free, waitingFor: rooms.waitingFor, readBack: readBackFrom(stores, rooms) },
    letters: lettersOf(sender),
    tellProgress: (portraitId, told) => progress.tell({ portraitId, ...told }),
    report: (fault, about) => log.error({ ...about, because: reasonOf(fault) }, 'given up'),
    ...{ forgetPeople, forgetVisits },
    ...aboutPeople(given),
    moveLookUp: async (from, to, subject) => {
      await entrance.lookUp.give('email', to, subject);
      if (spelling.email(from) !== spelling.email(to))
        // else what was just given is taken
        await entrance.lookUp.takeBack('email', from, subject);
    },
    copyPage,
    tellCopied: (requestId, done, total) =>
      progress.tell({ portraitId: requestId, stage: 'copy', done, total }),
    ...{ controller: operator, publicUrl: run.publicUrl, policyInForce: rooms.policyInForce },
    signReceipt: (told) => signed.sign(told),
    backupsEnd: keysEnd,
  };
  const shop: Shop = {
    ...{ publicUrl: run.publicUrl, payOrigin: run.addresses.stripe.url ?? 'https://checkout.stripe.com' },
    ...{ simulated: run.simulated, sql, looks, log, clock, links, vault },
    ...{ handle: rooms.handle, stateOf: rooms.stateOf, historyOf: rooms.historyOf, openAs: rooms.openAs },
    ...{ reads: rooms.reads, blobs: rooms.blobs, engine, payments, lab, tokens: secret },
    ...entrance,
    ...{ quota: free, progress, ready: readinessOf(stores, run), policyInForce: rooms.policyInForce },
    desks: { auditing: auditingOf(stores, log), upkeep },
    ...{ head: () => stores.log.head(), recordsAbout: ports.recordsAbout },
    seen: (position, ...names) =>
      rooms.passed.waitFor(
        names.map((name) => tableOf[name]),
        position,
        seenMs,
      ),
    published: publishedOf(stores),
    ...{ mailer: post, sender, backupsEnd: keysEnd, jwks: () => keysOf(signed, entrance.accessTokens) },
    proofs: proofs(sql, await keys.secret('proof-codes'), clock),
    verifyReceipt: async (receipt) => verifyReceipt(receipt, await signed.jwks()),
    newId: () => crypto.randomUUID(),
  };
  return { ports, shop, stop: upkeep.stop };
}

/** Of all that the shop signs; each is told apart by its type, and checked against its own alone. */
const keysOf = async (...signers: readonly Pick<Shop['accessTokens'], 'jwks'>[]) => ({
  keys: (await Promise.all(signers.map((one) => one.jwks()))).flatMap(({ keys }) => keys),
});

/** What effects look up about a person: in the log, beside the keys, or in a read model that a decider checks again. */
function aboutPeople({ stores: { log, vaultSql }, rooms: { reads } }: Given) {
  return {
    heldBy: accountPeople({ sql: vaultSql, clock }).heldBy,
    recordsAbout: (subject: SubjectRef) => replay(subject, everyEvent(log), decoded),
    consentStepsOf: (subject: SubjectRef) => consentStepsOf(reads.consentHistory, subject),
    reachable: async () => {
      const rows = await reads.orders.all({ by: 'placedAt' });
      return [...new Map(rows.map(({ buyer: ref, contact }) => [ref, { ref, contact }])).values()];
    },
    ordersOf: async (buyer: SubjectRef) =>
      (await ordersOf(reads.orders, [buyer])).map(({ orderId }) => orderId),
    contactsOf: async (people: readonly SubjectRef[]) =>
      (await ordersOf(reads.orders, people)).map(({ contact }) => contact),
  };
}

/** What each read model is called in the database. */
const tableOf = {
  photos: 'photos',
  portraits: 'portraits',
  masters: 'masters',
  products: 'products',
  orders: 'orders',
  payments: 'payments',
  printOrders: 'print_orders',
  standing: 'standing',
  erasures: 'erasures',
  openings: 'openings',
  invoices: 'invoices',
  accounts: 'accounts',
  approvals: 'approvals',
  conversations: 'conversations',
  consentHistory: 'consent_history',
  requests: 'requests',
  letters: 'letters',
  policies: 'policies',
  orderDesk: 'order_desk',
  openingsCounted: 'openings_counted',
} as const;

function providersOf({ config, run: { addresses: at } }: Given) {
  const { url, secretKey, webhookSecret } = at.stripe;
  return {
    payments: stripePayments({ secretKey, webhookSecret, ...(url === null ? {} : { baseUrl: url }) }),
    lab: prodigiLab({ apiKey: at.prodigi.apiKey, baseUrl: at.prodigi.url }),
    post: mailer({ url: at.smtp, from: { name: 'Portrait123', address: config.MAIL_FROM } }),
  };
}

const quotaOf = ({ config, stores: { sql, keys } }: Given) =>
  quota(sql, {
    perDay: config.FREE_PAINTINGS_PER_DAY,
    perAddress: config.FREE_PAINTINGS_PER_ADDRESS,
    keyOf: (day) => dayKeyOf(keys, day),
    clock,
  });
