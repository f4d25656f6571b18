/**
 * Consent receipts: what somebody allowed, in the structure of ISO/IEC TS 27560:2023 and the terms of its DPV profile
 * (header, processing, parties, events). One per person and purpose; a copy of our record, for the person to keep.
 */
import { z } from 'zod';
import { durationOf, lasting } from './periods.ts';
import { type Controller, recordOfProcessing } from './record-of-processing.ts';
import { entryOf, type Processor, type Purpose, processors, purposes } from './register.ts';

const time = z.iso.datetime();
const one = z.object({ '@id': z.string() });
const described = z.looseObject({ 'dct:description': z.string() });

const Notice = z.object({
  '@type': z.literal('dpv:ConsentNotice'),
  '@id': z.url(),
  'dct:language': z.string(),
  /** The words that were shown; not there where their key is gone. */
  'dct:description': z.string().optional(),
  /** SHA-256 of those words, hexadecimal. */
  'dct:identifier': z.string(),
});
const Process = z.object({
  '@type': z.literal('dpv:Process'),
  'dpv:hasPurpose': z.object({
    '@type': z.literal('dpv:Purpose'),
    'dct:identifier': z.string(),
    'dct:description': z.string(),
    'skos:broader': one,
  }),
  'dpv:hasLegalBasis': one,
  'dpv:hasPersonalData': z.array(
    z.object({ 'dct:identifier': z.string(), 'dct:description': z.string(), 'skos:broader': one }),
  ),
  'dpv:hasDataController': one,
  'dpv:hasStorageCondition': z.array(described),
  'dpv:hasLocation': z.array(z.string()),
  'dpv:hasJurisdiction': z.string(),
  'dpv:hasRecipient': z.array(one),
  'dpv:hasConsentControl': z.object({ '@type': z.literal('dpv:WithdrawConsent'), '@id': z.url() }),
  'dpv:hasRight': z.array(one),
});
const Party = z.object({
  '@id': z.string(),
  '@type': z.string(),
  'dpv:hasName': z.string(),
  'dpv:hasAddress': z.string(),
  'dpv:hasContact': z.string().optional(),
});
const Event = z.object({
  'dct:identifier': z.string(),
  'dct:date': time,
  /** Until it is withdrawn. */
  'dct:valid': z.string(),
  'dpv:isIndicatedBy': one,
  'dpv:hasLegalBasis': one,
  'dpv:hasConsentStatus': one,
  'dpv:hasNotice': Notice.optional(),
  /** The day of the privacy policy that was in force. */
  'dct:isVersionOf': z.string(),
});

export const ConsentReceipt = z.object({
  '@context': z.record(z.string(), z.string()),
  '@id': z.string(),
  '@type': z.literal('dpv:ConsentReceipt'),
  'dct:conformsTo': z.array(z.string()),
  'dct:identifier': z.string(),
  'dpv:hasDataSubject': z.object({ '@id': z.string(), '@type': z.literal('dpv:DataSubject') }),
  'dct:created': time,
  'dpv:hasProcess': z.array(Process).min(1),
  'dpv:hasEntity': z.array(Party).min(1),
  'dct:hasPart': z.array(Event).min(1),
});
export type ConsentReceipt = z.output<typeof ConsentReceipt>;
export const consentReceiptSchema = z.toJSONSchema(ConsentReceipt, { target: 'draft-2020-12' });

export type ConsentStep = {
  readonly eventId: string;
  /** ISO 8601, UTC */
  readonly at: string;
  readonly is: 'given' | 'withdrawn';
  readonly policyVersion: string;
  readonly textSha256: string | null;
  /** The words shown; null where they open no more. */
  readonly shown: string | null;
};
type Given = {
  readonly subject: string;
  readonly purpose: Purpose;
  /** Oldest first, at least one. */
  readonly steps: readonly ConsentStep[];
  readonly controller: Controller;
  /** Without a slash at the end. */
  readonly publicUrl: string;
};

export function consentReceipt({ subject, purpose, steps, controller, publicUrl }: Given): ConsentReceipt {
  const identifier = `${subject}.${purpose}`;
  return {
    '@context': context,
    '@id': `urn:uuid:${subject}#${purpose}`,
    '@type': 'dpv:ConsentReceipt',
    'dct:conformsTo': [profile, `${publicUrl}/schemas/consent-receipt-1.json`],
    'dct:identifier': identifier,
    'dpv:hasDataSubject': { '@id': `urn:uuid:${subject}`, '@type': 'dpv:DataSubject' },
    'dct:created': steps.at(-1)?.at ?? '',
    'dpv:hasProcess': [processOf(purpose, publicUrl)],
    'dpv:hasEntity': [partyOf(controller), ...possibleRecipients(purpose).map(processorParty)],
    'dct:hasPart': steps.map((step) => eventOf(step, subject, publicUrl)),
  };
}

const profile = 'https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr';

const context = {
  dct: 'http://purl.org/dc/terms/',
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
} as const;

const consentBasis = { '@id': 'eu-gdpr:A6-1-a' };
const ourId = '#controller';

const activitiesFor = (purpose: Purpose) =>
  recordOfProcessing().filter(({ purposes: uses }) => uses.some(({ name }) => name === purpose));

/** Whoever could receive it, by the register: a receipt is no record of who did. */
const possibleRecipients = (purpose: Purpose): readonly Processor[] => [
  ...new Set(activitiesFor(purpose).flatMap(({ category }) => entryOf(category).recipients)),
];

function processOf(purpose: Purpose, publicUrl: string): z.output<typeof Process> {
  const { says, dpv } = purposes[purpose];
  const activities = activitiesFor(purpose);
  const recipients = possibleRecipients(purpose);
  return {
    '@type': 'dpv:Process',
    'dpv:hasPurpose': {
      ...({ '@type': 'dpv:Purpose', 'dct:identifier': purpose } as const),
      ...{ 'dct:description': says, 'skos:broader': { '@id': dpv } },
    },
    'dpv:hasLegalBasis': consentBasis,
    'dpv:hasPersonalData': activities.map(({ category, says: what, dpv: term }) => ({
      ...{ 'dct:identifier': category, 'dct:description': what, 'skos:broader': { '@id': term } },
    })),
    'dpv:hasDataController': { '@id': ourId },
    'dpv:hasStorageCondition': activities.map(({ category, retention }) => ({
      ...{ '@type': 'dpv:StorageDuration', 'dct:identifier': category },
      ...{
        'dpv:hasDuration': durationOf(retention),
        'dct:description': `${lasting(retention)} after ${retention.after}`,
      },
    })),
    'dpv:hasLocation': [...new Set(['EU', ...recipients.map((name) => processors[name].where)])],
    'dpv:hasJurisdiction': 'EU',
    'dpv:hasRecipient': recipients.map((name) => ({ '@id': `#${name}` })),
    'dpv:hasConsentControl': {
      '@type': 'dpv:WithdrawConsent',
      '@id': `${publicUrl}/account/privacy#consent`,
    },
    'dpv:hasRight': rights.map((article) => ({ '@id': `eu-gdpr:${article}` })),
  };
}

/** Withdrawal, access, correction, erasure, restriction, portability, complaint. */
const rights = ['A7-3', 'A15', 'A16', 'A17', 'A18', 'A20', 'A77'];

const partyOf = ({ name, address, email }: Controller): z.output<typeof Party> => ({
  ...{ '@id': ourId, '@type': 'dpv:DataController', 'dpv:hasName': name },
  ...{ 'dpv:hasAddress': address.join(', '), 'dpv:hasContact': `mailto:${email}` },
});

function processorParty(name: Processor): z.output<typeof Party> {
  const { says, where, dpv } = processors[name];
  return { '@id': `#${name}`, '@type': dpv, 'dpv:hasName': says, 'dpv:hasAddress': where };
}

function eventOf(
  { eventId, at, is, policyVersion, textSha256, shown }: ConsentStep,
  subject: string,
  publicUrl: string,
): z.output<typeof Event> {
  const notice = textSha256 !== null && {
    'dpv:hasNotice': {
      ...({ '@type': 'dpv:ConsentNotice', '@id': `${publicUrl}/privacy?version=${policyVersion}` } as const),
      ...{ 'dct:language': 'en', 'dct:identifier': textSha256 },
      ...(shown === null ? {} : { 'dct:description': shown }),
    },
  };
  return {
    'dct:identifier': eventId,
    'dct:date': at,
    'dct:valid': is === 'given' ? 'until it is withdrawn' : 'ended',
    'dpv:isIndicatedBy': { '@id': `urn:uuid:${subject}` },
    'dpv:hasLegalBasis': consentBasis,
    'dpv:hasConsentStatus': { '@id': is === 'given' ? 'dpv:ConsentGiven' : 'dpv:ConsentWithdrawn' },
    'dct:isVersionOf': policyVersion,
    ...(notice === false ? {} : notice),
  };
}
