/** The record of processing activities (GDPR Art. 30(1)), generated from the register that is enforced: it cannot say otherwise. */
import type { JsonObject } from '../eventsourcing/event-store.ts';
import { durationOf, lasting } from './periods.ts';
import {
  type Category,
  categories,
  entryOf,
  type LegalBasis,
  policyVersion,
  processors,
  purposes,
} from './register.ts';

/** Who decides about purposes and means (Art. 4(7)). */
export type Controller = {
  readonly name: string;
  readonly address: readonly string[];
  readonly email: string;
};

export type Activity = ReturnType<typeof activityOf>;

/** One activity per category, in the register's order. */
export const recordOfProcessing = (): readonly Activity[] => categories.map(activityOf);

function activityOf(category: Category) {
  const { says, dpv, purposes: uses, key, retention, onErasure, recipients, planned } = entryOf(category);
  return {
    ...{ category, says, dpv, key, retention, onErasure, isHeld: planned !== true },
    purposes: uses.map((name) => ({ name, ...purposes[name] })),
    recipients: recipients.map((name) => ({ name, ...processors[name] })),
  };
}

/** Art. 32(1), in general terms (Art. 30(1)(g)). */
export const measures: readonly string[] = [
  'every value is sealed (AES-256-GCM) under a key of its person and category, and opened for a registered purpose only',
  'keys are wrapped under a key that rotates at least every week; destroying a key erases what it sealed, also in backups',
  'each opening is recorded: what kind of data, for what purpose, by whom',
  'the log of all processing can only grow; a restored backup meets the ledger of destroyed keys before anything is served',
];

/** @returns JSON-LD in the terms of the W3C Data Privacy Vocabulary, 2.1 */
export const recordAsJsonLd = (controller: Controller): JsonObject => ({
  '@context': {
    dpv: 'https://w3id.org/dpv#',
    pd: 'https://w3id.org/dpv/pd#',
    'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
    dct: 'http://purl.org/dc/terms/',
    xsd: 'http://www.w3.org/2001/XMLSchema#',
  },
  '@id': '#record-of-processing',
  '@type': 'dpv:ROPA',
  'dct:title': 'Record of processing activities, GDPR Art. 30(1)',
  'dct:modified': { '@type': 'xsd:date', '@value': policyVersion },
  'dpv:hasDataController': {
    '@id': '#controller',
    '@type': 'dpv:DataController',
    'dpv:hasName': controller.name,
    'dpv:hasAddress': controller.address.join(', '),
    'dpv:hasContact': `mailto:${controller.email}`,
  },
  'dpv:hasTechnicalOrganisationalMeasure': [...measures],
  'dpv:hasProcess': recordOfProcessing().map(processOf),
});

const processOf = ({
  category,
  says,
  dpv,
  purposes,
  recipients,
  retention,
  onErasure,
  isHeld,
}: Activity): JsonObject => ({
  '@id': `#${category}`,
  '@type': 'dpv:Process',
  'dpv:hasActivityStatus': { '@id': isHeld ? 'dpv:ActivityOngoing' : 'dpv:ActivityProposed' },
  'dct:title': category,
  'dct:description': says,
  'dpv:hasDataSubject': { '@id': 'dpv:Customer' },
  'dpv:hasPersonalData': { '@id': dpv },
  'dpv:hasProcess': purposes.map((purpose) => ({
    '@type': 'dpv:Process',
    'dct:title': purpose.name,
    'dct:description': purpose.says,
    'dpv:hasPurpose': { '@id': purpose.dpv },
    'dpv:hasLegalBasis': { '@id': articles[purpose.basis] },
  })),
  'dpv:hasRecipient': recipients.map((recipient) => ({
    '@id': `#${recipient.name}`,
    '@type': recipient.dpv,
    'dct:description': recipient.says,
    'dpv:hasLocation': recipient.where,
    ...(recipient.transfer === null ? {} : { 'dpv:hasOrganisationalMeasure': safeguard(recipient.transfer) }),
  })),
  'dpv:hasStorageCondition': {
    '@type': 'dpv:StorageDuration',
    'dpv:hasDuration': { '@type': 'xsd:duration', '@value': durationOf(retention) },
    'dct:description': `${lasting(retention)} after ${retention.after}${retention.countedFrom === 'year-end' ? ', counted from the end of that year' : ''}; on a request for erasure: ${onErasure}`,
    'dct:source': retention.source,
  },
});

/** How a transfer outside the EU is allowed (Art. 44 to 49). */
const safeguard = (transfer: string): JsonObject => ({
  '@type': 'dpv:SafeguardForDataTransfer',
  'dct:description': transfer,
});

/** As DPV calls the grounds of Art. 6. */
export const articles: Readonly<Record<LegalBasis, string>> = {
  consent: 'eu-gdpr:A6-1-a',
  contract: 'eu-gdpr:A6-1-b',
  'legal-obligation': 'eu-gdpr:A6-1-c',
  'legitimate-interests': 'eu-gdpr:A6-1-f',
  'legal-claims': 'eu-gdpr:A6-1-f',
};
